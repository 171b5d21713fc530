import { describe, expect, it } from "vitest";
import { chanceByMeaning } from "../../../src/integrations/same-asks/likeness.ts";
import { createSameAsks } from "../../../src/integrations/same-asks/same-asks.ts";
import type { AskChange, AskFeed, KnownAsk } from "../../../src/triage/same-asks/ask-feed.ts";
import type { NearVectors } from "../../../src/triage/same-asks/embedding.ts";

const HERE = "community-1";

function aFeed(...written: AskChange[]): AskFeed & { write(change: AskChange): void } {
  return {
    write: (change) => void written.push(change),
    changedAsks: async (_, after) => ({
      changes: written.slice(after),
      next: written.length,
      more: false,
    }),
  };
}

function anIssue(n: number, title: string, overrides: Partial<KnownAsk> = {}): AskChange {
  const issue = { nodeId: `I_${n}`, repository: "acme/sdk", number: n, url: `https://x/${n}` };
  const target = { type: "issue", issue, visibility: "public" } as const;
  return { key: `issue:I_${n}`, ask: { target, title, text: "", open: true, ...overrides } };
}

const OTHERS = [
  "Invoices",
  "Dark theme",
  "Passkeys",
  "Quotas",
  "Regions",
  "Exports",
  "Webhooks",
].map((title, n) => anIssue(90 + n, title));

/** Vectors that hold these issues as near as said, and all others at 0.3. */
function nearest(similar: Readonly<Record<number, number>>): (id: string) => NearVectors {
  const own = Object.entries(similar).map(([n, similarity]) => ({
    key: `issue:I_${n}`,
    similarity,
  }));
  const far = OTHERS.map(({ key }) => ({ key, similarity: 0.3 }));
  return () => ({
    near: async () => ({ hits: [...own, ...far], coverage: 1, holds: async () => new Set() }),
  });
}

const ask = { ticketId: "5", title: "The browser tab freezes for good", text: "" };
const find = async (feed: AskFeed, near?: (id: string) => NearVectors | null, asked = ask) =>
  (await createSameAsks(feed, near).find(HERE, asked)).map(({ target, score, reasons }) => ({
    n: target.type === "issue" ? target.issue.number : 0,
    score,
    reasons,
  }));

describe("the same ask by meaning", () => {
  it("is shown though no word is shared, and never sure enough to be linked by that alone", async () => {
    const feed = aFeed(anIssue(1, "Page hangs, never responds again"), ...OTHERS);
    expect(await find(feed)).toEqual([]);
    const [first, ...more] = await find(feed, nearest({ 1: 0.95 }));
    expect(first).toMatchObject({ n: 1, reasons: ["alike in meaning"] });
    expect(first?.score).toBeGreaterThan(0.3);
    expect(first?.score).toBeLessThan(0.55);
    expect(more).toEqual([]);
  });

  it("lifts what words find too", async () => {
    const feed = aFeed(anIssue(1, "Browser tab freezes"), ...OTHERS);
    const [words] = await find(feed);
    const [both] = await find(feed, nearest({ 1: 0.8 }));
    expect(both?.score).toBeGreaterThan(words?.score ?? 1);
  });

  it("does not hide what is exact: names that look alike, other errors", async () => {
    const feed = aFeed(anIssue(1, "Model e4b freezes the browser tab"), ...OTHERS);
    const asked = { ...ask, title: "Model e4n freezes the browser tab" };
    const same = { ...ask, title: "Model e4b freezes the browser tab" };
    const [other] = await find(feed, nearest({ 1: 0.98 }), asked);
    const [one] = await find(feed, nearest({ 1: 0.98 }), same);
    expect(other?.reasons).toContain("one says e4n, the other e4b");
    expect(other?.score).toBeLessThan(0.5);
    expect(one?.score).toBeGreaterThan(0.8);
  });

  it("is left to words when the vectors have no answer", async () => {
    const feed = aFeed(anIssue(1, "Browser tab freezes"), ...OTHERS);
    expect(await find(feed, () => ({ near: async () => null }))).toEqual(await find(feed));
  });

  it("embeds all asks at first, then what changed, and nothing that is private", async () => {
    const target = { ...anIssue(2, "").ask?.target, visibility: "private" } as KnownAsk["target"];
    const feed = aFeed(anIssue(1, "First"), anIssue(2, "Private", { target }));
    const asks = createSameAsks(feed).toEmbed(HERE);
    const first = await asks.next();
    expect(first?.contents).toMatchObject({ total: 1, count: 1, gone: null });
    expect(first?.contents.items(0, 9)).toEqual([
      { key: "issue:I_1", text: "First", origin: null },
    ]);
    // Not done: it is offered again, with what came meanwhile.
    feed.write(anIssue(3, "Third"));
    const again = await asks.next();
    expect(again?.contents.items(0, 9).map(({ text }) => text)).toEqual(["First", "Third"]);
    again?.done();
    expect(await asks.next()).toBeNull();
    feed.write({ key: "issue:I_1", ask: null });
    feed.write(anIssue(3, "Third, in other words"));
    const later = await asks.next();
    expect(later?.contents).toMatchObject({ total: 1, count: 1, gone: ["issue:I_1"] });
  });
});

describe("chanceByMeaning", () => {
  it.each([
    { similarity: 0.3, least: 0, most: 0.1 },
    { similarity: 0.6, least: 0.3, most: 0.6 },
    { similarity: 0.9, least: 0.8, most: 1 },
  ])("of $similarity where others have 0.3", ({ similarity, least, most }) => {
    const chance = chanceByMeaning(similarity, [similarity, 0.32, 0.3, 0.3, 0.28]);
    expect(chance).toBeGreaterThanOrEqual(least);
    expect(chance).toBeLessThanOrEqual(most);
  });

  it("goes by what is usual there", () => {
    expect(chanceByMeaning(0.8, [0.8, 0.79, 0.79, 0.78])).toBeLessThan(0.1);
  });
});
