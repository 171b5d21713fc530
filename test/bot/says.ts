import type { Say } from "../../src/triage/model/say.ts";

/** One of each kind of thing that is said, and the variants that differ in words. */
export function someOfEach(): Say[] {
  const code = "SB-142";
  const url = "https://github.example/acme/sdk/issues/7";
  return [
    anAnswer(),
    anAnswer({ extractive: true, checked: true, unanswered: ["whether it works offline"] }),
    anAnswer({ ownCode: ["await retry(upload);"] }),
    { say: "related", code, links: [{ title: "Uploads", url: "https://docs.example/uploads" }] },
    {
      say: "gap-closed",
      code: "G-3",
      title: "Behind a proxy",
      asks: 2,
      page: { title: "Networking", url: "https://docs.example/net" },
    },
    { say: "ask", code, details: ["the SDK version", "the full error"] },
    { say: "ask", code, details: ["Which client do you use?"] },
    { say: "redirect", code, text: "The account team answers this at the support desk." },
    { say: "filed", code, url, reporters: 4 },
    { say: "filed", code, url: null, reporters: 1 },
    {
      say: "filed",
      code,
      url,
      reporters: 1,
      progress: { milestone: "4.3", assigned: true, labels: ["The team has begun."] },
    },
    { say: "linked", code, url },
    { say: "linked", code, url: null },
    { say: "fixed", code, url, release: "v2.1.0", askBack: true },
    { say: "fixed", code, url: null, release: null, askBack: false },
    { say: "closed", code, reason: "not-planned", words: "The format is part of the contract." },
    { say: "closed", code, reason: "duplicate", words: "" },
    { say: "fixed", code, url, release: null, askBack: true, reported: url },
    { say: "closed", code, reason: "not-planned", words: "It stays so.", reported: url },
    {
      say: "announcement",
      release: "v2.1.0",
      reports: 60,
      links: [{ title: "Upload hangs", url }],
    },
    { say: "announcement", release: null, reports: 41, links: [] },
    aDigest(),
    aDigest({ team: "sdk", quiet: true }),
    { say: "team-asks", code, words: "Which region are you in?" },
    { say: "team-tells", code, words: "We found the cause." },
    { say: "withdrawn", code, words: null },
    { say: "withdrawn", code, words: null, byReporter: true },
    { say: "withdrawn", code, words: "The default is 30 seconds." },
    { say: "retracted", code, of: "1", corrected: false },
    { say: "retracted", code, of: "1", corrected: true },
    { say: "leaked-credential", community: "Acme", types: ["api key"], pages: [url] },
    { say: "private-note", code },
    { say: "overdue", codes: ["SB-142"], drafts: 1, hours: 8 },
    { say: "overdue", codes: ["SB-142", "SB-150"], drafts: 12, hours: 8 },
    { say: "alert", code, lane: "security", permalink: url, what: "Somebody else's files." },
  ];
}

export function aDigest(
  overrides: Partial<Extract<Say, { say: "digest" }>> = {},
): Extract<Say, { say: "digest" }> {
  return {
    say: "digest",
    community: "Acme",
    zone: "UTC",
    team: null,
    from: Date.UTC(2026, 10, 16, 9),
    to: Date.UTC(2026, 10, 23, 9),
    quiet: false,
    asks: 82,
    asksBefore: 60,
    unanswered: [
      { hours: 24, count: 9, of: 76 },
      { hours: 72, count: 4, of: 61 },
      { hours: 168, count: 0, of: 0 },
    ],
    firstHumanMs: 20 * 60_000,
    firstUsefulMs: null,
    solvers: [
      { solver: "peers", count: 12 },
      { solver: "nobody", count: 3 },
    ],
    way: { reported: 40, filed: 11, accepted: 6, shipped: 6, told: 5 },
    issues: { filed: 11, acceptedAsFiled: 5, asked: 1 },
    decided: 31,
    messages: 26,
    regretted: 1,
    posts: 104,
    gaps: { opened: 2, closed: 1 },
    repeated: [
      { title: "Behind a proxy", people: 3, url: "https://docs.example/net", isHidden: false },
    ],
    demand: [{ code: "SB-35", title: "Dark mode", people: 5 }],
    ...overrides,
  };
}

export function anAnswer(
  overrides: Partial<Extract<Say, { say: "answer" }>> = {},
): Extract<Say, { say: "answer" }> {
  return {
    say: "answer",
    code: "SB-142",
    claims: [{ text: "Set the timeout when you build the client.", sources: [1] }],
    sources: [{ title: "Timeouts", url: "https://docs.example/client#timeouts" }],
    unanswered: [],
    checked: false,
    extractive: false,
    ...overrides,
  };
}
