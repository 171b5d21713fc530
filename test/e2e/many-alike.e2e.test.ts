import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PHONE, phoneLines } from "../../src/bot/render/render-card.ts";
import { DAY, MINUTE } from "../../src/triage/model/clock.ts";
import { aCandidate } from "../fakes/samples.ts";
import { type ATown, aTown } from "./a-town.ts";

const PATIENCE_MS = 20_000;

describe("twelve in half an hour about the same thing", () => {
  let town: ATown;
  beforeEach(async () => {
    town = await aTown();
  });
  afterEach(async () => {
    town.expectOrder();
    await town.close();
  });

  /** Twelve people post; each is like the first. */
  async function flood(text: string) {
    const threads = [(await town.ask(text)).thread];
    const [first = ""] = threads;
    const { ticket } = await town.ticketOf(first);
    const target = { type: "ticket", ticketId: ticket.id, code: ticket.code } as const;
    town.sameAsks.when(text, [aCandidate({ target, score: 0.9, open: true })]);
    for (let n = 1; n < 12; n += 1) {
      threads.push((await town.ask(text)).thread);
      await town.later(2 * MINUTE);
    }
    const cards = town.cards();
    expect(cards).toHaveLength(1);
    const [embed] = Object(cards[0]?.["embeds"]);
    expect(embed.title).toBe(`${ticket.code} +11 · 12 reporters`);
    expect(phoneLines(`${embed.title}\n${embed.description}\n.`)).toBeLessThanOrEqual(PHONE.lines);
    return { threads, first, shown: JSON.stringify(embed) };
  }

  it("are one card, and one press files the first and links the rest", async () => {
    const { threads, first, shown } = await flood("It hangs at 99 %");
    expect(shown).toContain("linking 11 more");
    await town.approve();
    await town.later(MINUTE);
    const [issue, ...more] = town.issues();
    expect(more).toEqual([]);
    for (const thread of threads)
      expect((await town.ticketOf(thread)).ticket.state).toBe("with-team");
    const comments = town.github.comments("acme/sdk", issue?.number ?? 0).map(({ body }) => body);
    expect(comments.join()).toContain("12 reporters");
    expect(town.cards()).toEqual([]);
    expect(town.texts(first)[0]).toContain("with the team");
  });

  it("are all given the answer that the reviewer read, but not where a person was faster", async () => {
    const { threads, shown } = await flood("How do I upload large files?");
    expect(shown).toContain("also to 11 more");
    const panel = await town.press(town.cards()[0], "more").reply(PATIENCE_MS);
    expect(JSON.stringify(panel["embeds"])).toContain("- SB-12");
    const [, , taken = ""] = threads;
    town.member().post(taken, "In parts of 100 MB.");
    // A press on what the card showed before is refused.
    await vi.waitFor(
      () => expect(JSON.stringify(town.cards()[0])).toContain("also to 10 more"),
      PATIENCE_MS,
    );
    await town.quiet();
    await town.approve();
    await town.later(MINUTE);
    for (const thread of threads.filter((one) => one !== taken)) {
      expect(town.texts(thread)).toEqual([expect.stringContaining(town.passage.url)]);
    }
    expect(town.texts(taken).join()).not.toContain(town.passage.url);
    expect(town.cards()).toEqual([]);
  });

  it("are all left alone by one Dismiss, taken back together by Undo, and expire together", async () => {
    const { threads } = await flood("It hangs at 99 %");
    await town.press(town.cards()[0], "send").updated(PATIENCE_MS);
    await town.quiet();
    const undo = town.discord
      .messages(town.review)
      .find((message) => JSON.stringify(message["components"]).includes("undo:"));
    await town.press(undo, "undo").updated(PATIENCE_MS);
    await town.quiet();
    expect(town.cards()).toHaveLength(1);
    expect(JSON.stringify(town.cards()[0])).toContain("linking 11 more");
    expect(town.issues()).toEqual([]);
    await town.press(town.cards()[0], "dismiss").updated(PATIENCE_MS);
    await town.quiet();
    expect(town.cards()).toEqual([]);
    for (const thread of threads) {
      expect(town.texts(thread)).toEqual([]);
      expect((await town.ticketOf(thread)).proposal?.state).toBe("dismissed");
    }
    await town.later(4 * DAY);
    expect(town.cards()).toEqual([]);
  });

  it("wait on when the first is given another kind, and are linked to it then", async () => {
    await flood("It hangs at 99 %");
    const panel = await town.press(town.cards()[0], "more").reply(PATIENCE_MS);
    await town.press(panel, "file").updated(PATIENCE_MS);
    await town.quiet();
    const titles = town.cards().map((card) => JSON.stringify(card["embeds"]));
    expect(titles.filter((text) => text.includes("Issue in acme/sdk"))).toHaveLength(1);
    expect(titles.filter((text) => text.includes("Link to SB-1"))).toHaveLength(1);
  });
});
