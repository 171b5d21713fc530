import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buttonsOf } from "../../demo/headless/buttons.ts";
import { PHONE, phoneLines } from "../../src/bot/render/render-card.ts";
import { reviewedRows } from "../../src/evals/reviewed-rows.ts";
import { DAY } from "../../src/triage/model/clock.ts";
import { toReviewed } from "../../src/triage/review/reviewed.ts";
import { type ATown, aTown } from "./a-town.ts";

const PATIENCE_MS = 20_000;

describe("silences that come back", () => {
  let town: ATown;
  beforeAll(async () => {
    town = await aTown({ settings: { review: { silence_samples: 1, shelf_life: "3d" } } });
  });
  afterAll(async () => {
    town.expectOrder();
    await town.close();
  });

  const samples = () =>
    town.discord
      .messages(town.review)
      .filter((message) => buttonsOf(message).some(({ verb }) => verb === "judge-right"));
  async function looked() {
    const { store, communityId } = town.signalbox();
    return (await store.reviews.looked(communityId, "reviewed", null, 50)).map(toReviewed);
  }

  it("stand on a card one at a time, and say nothing in public whatever is judged", async () => {
    const threads = [];
    for (const text of ["Good morning", "Thanks to all of you", "Monday again", "A rant"]) {
      threads.push((await town.ask(text)).thread);
    }
    const verdicts = ["judge-right", "judge-answer", "judge-ask", "judge-file"] as const;
    for (const verdict of verdicts) {
      const [card, ...more] = samples();
      expect(more).toEqual([]);
      const text = JSON.stringify(card?.["embeds"]);
      expect(text).toContain("The bot said nothing");
      expect(text).toContain("nothing in it needs an answer");
      const [embed] = Object(card?.["embeds"]);
      expect(phoneLines(`${embed.title}\n${embed.description}\n.`)).toBeLessThanOrEqual(
        PHONE.lines,
      );
      const judged = await town.press(card, verdict).updated(PATIENCE_MS);
      expect(JSON.stringify(judged["embeds"])).toContain("Judged by Rita");
      await town.quiet();
    }
    expect(samples()).toEqual([]);
    for (const thread of threads) {
      expect(town.said(thread)).toEqual([]);
      expect((await town.ticketOf(thread)).ticket.state).toBe("resting");
    }
  });

  it("tell evaluations what should have been done, and confirm the kind where it was right", async () => {
    const tickets = await looked();
    const silences = tickets.map(({ silence }) => silence);
    expect(silences).toEqual(["right", "answer", "ask", "file"]);
    expect(tickets.map(({ labels }) => labels?.kind ?? null)).toEqual(["other", null, null, null]);
    expect(reviewedRows(tickets).rows.map(({ right }) => right.outcome)).toEqual([
      "none",
      "answer",
      "ask",
      "file",
    ]);
  });

  it("are kept when somebody answers, and expire when nobody judges them", async () => {
    const { thread } = await town.ask("Nice weather");
    town.member().post(thread, "Not here.");
    await town.quiet();
    expect(samples()).toHaveLength(1);
    await town.later(4 * DAY);
    expect(samples()).toEqual([]);
    expect((await town.ticketOf(thread)).proposal?.state).toBe("expired");
    const reminders = JSON.stringify(town.discord.messages(town.review));
    expect(reminders).not.toContain("working hours");
  });

  it("give way to a draft, once the post asks for something", async () => {
    const { thread, by } = await town.ask("Hello there");
    expect(samples()).toHaveLength(1);
    const [first] = town.discord.messages(thread);
    by.edit(String(first?.["id"]), "It hangs");
    await town.later(20_000);
    expect(samples()).toEqual([]);
    expect((await town.ticketOf(thread)).proposal?.proposed.outcome).toBe("file");
    expect(town.cards()).toHaveLength(1);
  });
});
