import { describe, expect, it } from "vitest";
import { createSameAsks } from "../../../src/integrations/same-asks/same-asks.ts";
import type { AskChange, AskFeed, KnownAsk } from "../../../src/triage/same-asks/ask-feed.ts";

const HERE = "community-1";

/** A feed to which a test writes; pages hold two changes. */
function aFeed() {
  const written: AskChange[] = [];
  let reads = 0;
  const feed: AskFeed = {
    async changedAsks(communityId, after) {
      reads += 1;
      const mine = communityId === HERE ? written : [];
      const changes = mine.slice(after, after + 2);
      return { changes, next: after + changes.length, more: after + changes.length < mine.length };
    },
  };
  return { feed, write: (...changes: AskChange[]) => written.push(...changes), reads: () => reads };
}

function anIssue(n: number, title: string, overrides: Partial<KnownAsk> = {}): AskChange {
  const issue = { nodeId: `I_${n}`, repository: "acme/sdk", number: n, url: `https://x/${n}` };
  const target = { type: "issue", issue, visibility: "public" } as const;
  return { key: `issue:I_${n}`, ask: { target, title, text: "", open: true, ...overrides } };
}

function aTicket(id: string, title: string, overrides: Partial<KnownAsk> = {}): AskChange {
  const target = { type: "ticket", ticketId: id, code: `SB-${id}` } as const;
  return { key: `ticket:${id}`, ask: { target, title, text: "", open: true, ...overrides } };
}

const OTHERS = ["Dark theme for the console", "Export invoices as csv", "Passkeys at sign-in"].map(
  (title, n) => anIssue(90 + n, title),
);
const ask = { ticketId: "5", title: "Uploads over 1 GB hang at 99%", text: "They never finish." };

describe("the same ask", () => {
  it("says what both have in common as it was written, not as it is compared", async () => {
    const { feed, write } = aFeed();
    write(...OTHERS, anIssue(1, "Nothing arrives: streaming responses stall"));
    const { find } = createSameAsks(feed);
    const title = "Streaming responses: nothing arrives";
    const [found] = await find(HERE, { ticketId: "5", title, text: "It stalls." });
    const words = found?.reasons.find((reason) => reason.startsWith("shared words:")) ?? "";
    const shown = words.replace("shared words: ", "").split(", ");
    expect(shown.length).toBeGreaterThan(2);
    expect(`${title} It stalls.`.split(/[ .:]+/)).toEqual(expect.arrayContaining(shown));
  });

  it("finds issues, open and closed, with a score and reasons; three at most", async () => {
    const { feed, write } = aFeed();
    write(...OTHERS, anIssue(1, "Uploads over 1 GB hang"), anIssue(2, "Uploads hang at 99%"));
    write(anIssue(3, "Large uploads over 1 GB hang for ever", { open: false }));
    write(anIssue(4, "Uploads over 1 GB hang at 99%"));
    const found = await createSameAsks(feed).find(HERE, ask);
    expect(found).toHaveLength(3);
    expect(found[0]).toMatchObject({ target: { issue: { number: 4 } }, open: true });
    expect(found[0]?.score).toBeGreaterThan(0.6);
    expect(found[0]?.score).toBeLessThanOrEqual(1);
    expect(found[0]?.reasons.join()).toContain("Uploads");
    expect(found.map(({ score }) => score)).toEqual(
      found.map(({ score }) => score).toSorted((a, b) => b - a),
    );
    expect(await createSameAsks(feed).find("community-2", ask)).toEqual([]);
  });

  it("finds nothing where only common words are shared", async () => {
    const { feed, write } = aFeed();
    write(...OTHERS, anIssue(1, "Downloads hang"));
    const other = { ...ask, title: "Where is the console?", text: "I cannot find it." };
    const found = await createSameAsks(feed).find(HERE, other);
    expect(found.filter(({ score }) => score >= 0.6)).toEqual([]);
  });

  it("keeps near-identical asks about different things apart", async () => {
    const { feed, write } = aFeed();
    const text = "It stops with exit code 1 right after the weights are loaded.";
    write(...OTHERS, anIssue(1, "Model gemma-e4n crashes on start", { text }));
    write(anIssue(2, "Model gemma-e4b crashes on start", { text }));
    const asked = { ticketId: "5", title: "Model gemma-e4b crashes on start", text };
    const [same, other] = await createSameAsks(feed).find(HERE, asked);
    expect(same).toMatchObject({ target: { issue: { number: 2 } } });
    expect(same?.score).toBeGreaterThan(0.6);
    expect(other?.score).toBeLessThan(0.6);
    expect(other?.reasons[0]).toBe("one says gemma-e4b, the other gemma-e4n");
  });

  it("is not misled by what forms, browsers and tools put in every report", async () => {
    const machine = [
      "<!-- Please search existing issues first. Describe what you expected to happen. -->",
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/114.0.5735.289 Safari/537.36",
      "node 18.15.0, electron 22.3.14, v8 10.8.168, chromium 108.0.5359, os 5.15.0, shell 5.1.16",
      "pid 48213 hash 695af097c7bd https://github.com/acme/editor/issues/new?template=bug",
    ].join("\n");
    const { feed, write } = aFeed();
    write(...OTHERS, anIssue(1, "Pasting does not select the new text", { text: machine }));
    const other = { ticketId: "5", title: "Terminal stays black after sleep", text: machine };
    const found = await createSameAsks(feed).find(HERE, other);
    expect(found.filter(({ score }) => score >= 0.5)).toEqual([]);
  });

  it("takes different words for one ask when both name what few others do", async () => {
    const { feed, write } = aFeed();
    const text = "output_text.done is the last I see; generation.completed does not come.";
    write(...OTHERS, anIssue(1, "stream() never finishes", { text }));
    const asked = {
      ticketId: "5",
      title: "Our stream hangs at its end",
      text: "After output_text.done nothing, no generation.completed.",
    };
    const [found] = await createSameAsks(feed).find(HERE, asked);
    expect(found?.score).toBeGreaterThan(0.5);
  });

  it("leads to older tickets only, and never to the asking one", async () => {
    const { feed, write } = aFeed();
    write(...OTHERS, aTicket("5", ask.title), aTicket("6", ask.title), aTicket("4", ask.title));
    const found = await createSameAsks(feed).find(HERE, ask);
    expect(found.map(({ target }) => target)).toEqual([
      { type: "ticket", ticketId: "4", code: "SB-4" },
    ]);
  });

  it("lets a ticket stand for what it is linked to, once, as that is now", async () => {
    const { feed, write } = aFeed();
    const issue = anIssue(1, "Transfers stall");
    const target = issue.ask?.target;
    write(...OTHERS, issue, aTicket("3", "Uploads over 1 GB hang", target && { target }));
    write(aTicket("4", "Uploads hang at 99%", target && { target }));
    const sameAsks = createSameAsks(feed);
    const [first, ...more] = await sameAsks.find(HERE, ask);
    expect(more).toEqual([]);
    expect(first).toMatchObject({ target, title: "Transfers stall", open: true });
    write(anIssue(1, "Transfers stall", { open: false }));
    expect((await sameAsks.find(HERE, ask))[0]?.open).toBe(false);
  });

  it("takes up what changed and what went away before each search", async () => {
    const { feed, write, reads } = aFeed();
    write(...OTHERS, aTicket("1", ask.title));
    const sameAsks = createSameAsks(feed);
    expect(await sameAsks.find(HERE, ask)).toHaveLength(1);
    write({ key: "ticket:1", ask: null });
    expect(await sameAsks.find(HERE, ask)).toEqual([]);
    const before = reads();
    write(anIssue(7, ask.title));
    const both = await Promise.all([sameAsks.find(HERE, ask), sameAsks.find(HERE, ask)]);
    expect(both.map((found) => found.length)).toEqual([1, 1]);
    expect(reads() - before).toBe(1);
  });
});
