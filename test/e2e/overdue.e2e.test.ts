import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DAY, HOUR, MINUTE } from "../../src/triage/model/clock.ts";
import { type ATown, aTown } from "./a-town.ts";

describe("a draft that waits too long", () => {
  let town: ATown;
  beforeAll(async () => {
    town = await aTown({
      lasting: true,
      settings: {
        discord: {
          server: "Acme",
          channels: { help: "forum", general: "mention" },
          review_channel: "review",
          team_channel: "team",
          roles: { admin: ["Admin"], staff: ["DevRel"] },
        },
        review: { shelf_life: "30d" },
        zone: "Europe/Berlin",
      },
    });
  });
  afterAll(async () => {
    town.expectOrder();
    await town.close();
  });

  const reminders = () =>
    town.discord
      .messages(town.channels.get("team") ?? "")
      .map((message) => String(message["content"]));
  const inBerlin = (at: number) =>
    new Date(at).toLocaleString("en-GB", {
      timeZone: "Europe/Berlin",
      weekday: "short",
      hour: "2-digit",
    });
  /** Lets time pass until clocks in Berlin show half past that hour of that day. */
  async function until(wanted: string) {
    let at = Math.ceil(town.clock.now() / HOUR) * HOUR + 30 * MINUTE;
    while (inBerlin(at) !== wanted) at += HOUR;
    await town.later(at - town.clock.now());
  }

  it("is told once to the team's channel, after so many hours of work, also after a restart", async () => {
    await until("Fri, 16");
    const codes = [];
    for (let n = 0; n < 2; n += 1) {
      const { thread } = await town.ask("It hangs");
      codes.push((await town.ticketOf(thread)).ticket.code);
    }
    // An hour of Friday, no weekend, and Monday until four.
    await until("Mon, 15");
    expect(reminders()).toEqual([]);
    await town.later(65 * MINUTE);
    expect(reminders()).toEqual([expect.stringContaining("2 drafts have waited")]);
    for (const code of codes) expect(reminders()[0]).toContain(code);
    await town.restart();
    await town.later(3 * DAY);
    expect(reminders()).toHaveLength(1);
    const shown = await town.rita.command("queue", { show: "overdue" }, town.review).reply();
    expect(shown["content"]).toContain("Overdue for review: 2");
  });

  it("is not told when it was decided in time", async () => {
    const before = reminders().length;
    for (const card of town.cards()) await town.press(card, "dismiss").updated(20_000);
    await until("Tue, 09");
    await town.ask("It hangs again");
    const [card] = town.cards();
    await town.press(card, "dismiss").updated(20_000);
    for (let n = 0; n < 5; n += 1) await town.later(6 * HOUR);
    await town.later(MINUTE);
    expect(reminders()).toHaveLength(before);
  });
});
