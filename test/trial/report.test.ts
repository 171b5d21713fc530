import { describe, expect, it } from "vitest";
import type { Lane } from "../../src/triage/model/classification.ts";
import { DAY } from "../../src/triage/model/clock.ts";
import type { Count } from "../../src/trial/count.ts";
import { toReport } from "../../src/trial/report.ts";
import type { TriedPost } from "../../src/trial/tried-post.ts";
import {
  aCandidate,
  aClassification,
  aDecision,
  aDraft,
  aPassage,
  aProposal,
  NOON,
} from "../fakes/samples.ts";
import { anAbout, aTried } from "./samples.ts";

const report = (tried: readonly TriedPost[]) => toReport(tried, [], anAbout());
const asRecord = (counts: readonly Count[]) =>
  Object.fromEntries(counts.filter(({ count }) => count > 0).map((one) => [one.name, one.count]));
const likeTicket = (ticketId: string, score: number) =>
  aCandidate({ target: { type: "ticket", ticketId, code: "SB-1" }, score });

describe("what came in", () => {
  it("counts kinds, lanes and outcomes over all posts", () => {
    const inLane = (lane: Lane) => aTried({ classification: aClassification({ lane }) });
    const found = report([aTried(), aTried(), inLane("account"), inLane("security")]);
    expect(asRecord(found.kinds)).toEqual({ question: 2, bug: 2 });
    expect(asRecord(found.lanes)).toEqual({ open: 2, account: 1, security: 1 });
    expect(asRecord(found.outcomes)).toEqual({ leave: 4 });
    expect(found.posts).toBe(4);
  });

  it.each([
    { days: 3, unit: "day", columns: 4 },
    { days: 100, unit: "week", columns: 15 },
    { days: 1_000, unit: "month", columns: 34 },
  ])("shows $days days by $unit, empty ones too", ({ days, unit, columns }) => {
    const { overTime } = report([aTried(), aTried({ postedAt: NOON + days * DAY })]);
    expect(overTime).toMatchObject({ unit });
    expect(overTime?.buckets).toHaveLength(columns);
    expect(overTime?.buckets.reduce((sum, { count }) => sum + count, 0)).toBe(2);
  });

  it("shows no time where no post has a date", () => {
    const found = report([aTried({ postedAt: null })]);
    expect(found.overTime).toBeNull();
    expect(found.undated).toBe(1);
    expect(found.reviews.aDay).toBeNull();
  });

  it("tells rows that were left out from rows that could not be read", () => {
    const skipped = [
      { type: "skipped", where: "f:1", reason: "empty", readable: true },
      { type: "skipped", where: "f:2", reason: "empty", readable: true },
      { type: "skipped", where: "f:3", reason: "row: is not JSON", readable: false },
    ] as const;
    const found = toReport([aTried()], skipped, anAbout());
    expect(found.rows).toBe(4);
    expect(found.leftOut).toEqual([{ name: "empty", count: 2 }]);
    expect(found.unreadable).toMatchObject([{ where: "f:3" }]);
  });
});

describe("asked again", () => {
  it("groups whoever resembles a member of the group", () => {
    const first = aTried({ ticketId: "a", classification: aClassification({ title: "First" }) });
    const second = aTried({ ticketId: "b", candidates: [likeTicket("a", 0.7)] });
    const third = aTried({ ticketId: "c", candidates: [likeTicket("b", 0.9)] });
    const { same, related } = report([first, second, third, aTried()]).repeated;
    expect(same).toMatchObject([{ title: "First", count: 3 }]);
    expect(related).toEqual([]);
  });

  it("lets weak likeness join the first of a group only", () => {
    const second = aTried({ ticketId: "b", candidates: [likeTicket("a", 0.4)] });
    const third = aTried({ ticketId: "c", candidates: [likeTicket("b", 0.4)] });
    const { same, related } = report([aTried({ ticketId: "a" }), second, third]).repeated;
    expect(same).toEqual([]);
    expect(related).toMatchObject([{ count: 2 }]);
  });

  it("never names a security report or a moderator's matter", () => {
    const secret = aClassification({ lane: "security", title: "Everybody's files can be read" });
    const found = report([
      aTried({ ticketId: "a", classification: secret }),
      aTried({ ticketId: "b", classification: secret, candidates: [likeTicket("a", 0.9)] }),
    ]);
    expect(JSON.stringify(found)).not.toContain("files can be read");
    expect(asRecord(found.lanes)).toEqual({ security: 2 });
  });
});

describe("docs gaps", () => {
  it("group unanswered questions by the page that came nearest", () => {
    const far = { passage: aPassage({ page: "b.md" }), share: 0.2 };
    const found = report([aTried({ nearest: far }), aTried(), aTried(), aTried({ nearest: null })]);
    expect(found.gaps.map(({ nearest, count }) => [nearest?.page ?? null, count])).toEqual([
      ["Uploads", 2],
      [null, 2],
    ]);
  });

  it("hold neither answered questions nor what is no open question", () => {
    const bug = aTried({ classification: aClassification() });
    const account = aClassification({ kind: "question", lane: "account" });
    const found = report([bug, aTried({ draft: aDraft() }), aTried({ classification: account })]);
    expect(found.gaps).toEqual([]);
  });
});

describe("drafts", () => {
  const drafted = (confidence: number, doubt: string | null = null) =>
    aTried({
      draft: aDraft({ confidence }),
      cited: [aPassage()],
      decision: aDecision({ outcome: "answer" }),
      proposal: aProposal({ doubt }),
    });

  it.each([
    { post: drafted(0.75), group: "good" },
    { post: drafted(0.74), group: "borderline" },
    { post: drafted(0.9, "unsure that it is question (40 %)"), group: "borderline" },
  ] as const)("are sorted by how sure they are: $group", ({ post, group }) => {
    expect(report([post]).drafts[group]).toMatchObject([
      {
        sources: [{ title: "Uploads: Large files", quote: "part size" }],
        claims: [{ sources: [1] }],
      },
    ]);
  });

  it("say why there is none, like reasons together", () => {
    const other = aDecision({
      outcome: "leave",
      reasons: [{ code: "below-floor", text: "no answer is drafted: the best passage holds 45 %" }],
    });
    expect(report([aTried(), aTried({ decision: other })]).drafts.declined).toMatchObject([
      { why: "the best passage holds some", count: 2 },
    ]);
  });
});

describe("what is said", () => {
  it("lists each line once with its count, code blocks whole", () => {
    const text = (code: string) =>
      `To look into this:\n\`\`\`\nnpm ls\n\`\`\`\n-# Reference: ${code}`;
    const says = (code: string) =>
      aTried({ said: [{ say: "ask", text: text(code), to: "public" }], marked: true });
    const found = report([says("SB-1"), says("SB-22")]);
    expect(found.sentences.map(({ text: line, count }) => [line, count])).toEqual([
      ["To look into this:", 2],
      ["```\nnpm ls\n```", 2],
      ["Reference: SB-…", 2],
    ]);
    expect(found.publicMessages).toBe(2);
    expect(found.marks).toBe(2);
  });

  it("keeps what is said in private apart", () => {
    const found = report([aTried({ said: [{ say: "leaked", text: "Revoke it.", to: "author" }] })]);
    expect(found.publicMessages).toBe(0);
    expect(found.sentences).toMatchObject([{ to: "author", text: "Revoke it." }]);
  });
});

describe("what it takes", () => {
  it("counts secrets by type and by post, credentials first", () => {
    const removed = [
      { type: "email", count: 3 },
      { type: "openai-key", count: 1 },
    ];
    const found = report([aTried({ removed }), aTried({ removed: removed.slice(0, 1) })]);
    expect(found.secrets).toEqual([
      { type: "openai-key", count: 1, posts: 1, credential: true },
      { type: "email", count: 6, posts: 2, credential: false },
    ]);
  });

  it("counts cards a day; links to one thing on one day share one", () => {
    const linked = (postedAt: number) =>
      aTried({ postedAt, proposal: aProposal({ groupKey: "link:issue:1" }) });
    const { reviews } = report([
      linked(NOON),
      linked(NOON + 1),
      linked(NOON + DAY),
      aTried({ proposal: aProposal({ groupKey: "one:2" }) }),
      aTried({ postedAt: NOON + 3 * DAY }),
    ]);
    expect(reviews.cards).toBe(3);
    expect(reviews.aDay).toEqual({ days: 4, average: 0.75, busiest: 2 });
  });

  it("prices the calls at four characters a token", () => {
    const { cost } = report([
      aTried({ drafting: { sent: 8_000, answered: 800 } }),
      aTried({ drafting: { sent: 8_000, answered: 0 } }),
    ]);
    expect(cost.steps).toMatchObject([
      { calls: 2, inputTokens: 2_000, outputTokens: 200, dollars: 0.004 },
      { calls: 2, inputTokens: 4_000, outputTokens: 400, dollars: 0.016 },
    ]);
    expect(cost.dollars).toBeCloseTo(0.02);
    expect(cost.dollarsPerThousandPosts).toBeCloseTo(10);
    expect(cost.dollarsPerThousandReasoning).toBeCloseTo(0.06);
  });

  it("gives no sum where a price is unknown", () => {
    const models = { ...anAbout().models, draft: { name: "other", price: null } };
    expect(toReport([aTried()], [], anAbout({ models })).cost.dollars).toBeNull();
  });

  it("stands with no post at all", () => {
    const found = report([]);
    expect(found.posts).toBe(0);
    expect(found.cost.dollarsPerThousandPosts).toBeNull();
  });
});
