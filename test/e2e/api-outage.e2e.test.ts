import { expect, it } from "vitest";
import { HOUR, MINUTE, SECOND } from "../../src/triage/model/clock.ts";
import { aTown } from "./a-town.ts";

it.each([
  { how: "refuses everything", fault: { status: 503 } },
  { how: "does everything and answers nothing", fault: { status: 502, when: "after" } },
  { how: "breaks off every connection", fault: {} },
] as const)(
  "an API that $how for an hour: all is done afterwards, and once",
  async ({ fault }) => {
    const town = await aTown();
    try {
      const answered = await town.ask("How do I upload?");
      const filed = await town.ask("It hangs");
      const [first, second] = town.cards();
      // The card is redrawn once what is on it is decided; what is left to do meets the outage.
      for (const card of [first, second]) await town.press(card, "send").updated(20 * SECOND);
      const callOff = town.discord.faults.failNext(
        /(POST|PATCH|PUT|DELETE|GET) \/(channels|guilds|users)/,
        {
          ...fault,
          times: 1_000_000,
        },
      );
      const by = town.member();
      const during = await by.createForumPost(town.channels.get("help") ?? "", {
        title: "Help, please",
        content: "It crashes",
      });
      for (let minute = 0; minute < 60; minute += 1) {
        town.clock.advance(MINUTE);
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      callOff();
      town.posted.push(during);
      await town.later(10 * MINUTE);
      await town.later(10 * MINUTE);
      expect(town.said(answered.thread)).toHaveLength(1);
      expect(town.texts(answered.thread).join()).toContain(town.passage.url);
      expect(town.said(filed.thread)).toHaveLength(1);
      expect(town.said(during)).toHaveLength(1);
      expect(town.issues()).toHaveLength(1);
      await town.later(HOUR);
      expect(town.said(answered.thread)).toHaveLength(1);
      // Staff read of what failed for good only; nothing did.
      expect(JSON.stringify(town.discord.messages(town.review))).not.toMatch(
        /not be (done|sent|said)/,
      );
      town.expectOrder({ errors: [/Discord|discord|outage|HTTPError|fetch failed|could not/i] });
    } finally {
      await town.close();
    }
  },
  240_000,
);
