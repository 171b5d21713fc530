/** Somebody who asked to be told in private how it ends, whether they reported it or not. */
export type Subscriber = {
  readonly personId: string;
  readonly sourceId: string;
  readonly name: string;
  readonly since: number;
};

/** What somebody who was asked says of a fix; their last word counts. */
export type FixVerdict = {
  readonly personId: string;
  readonly verdict: "works" | "broken";
  readonly at: number;
};

/** Something that became of the issue that a ticket was filed as; the quality of issues is counted from these. */
export type IssueFact = {
  readonly fact: FactName;
  readonly at: number;
  /** Of `filed` alone. */
  readonly team: string | null;
  readonly area: string | null;
  /** Where the issue was. */
  readonly repository: string;
};

export const FACTS = [
  "filed",
  /** The team asked the reporter by a directive. */
  "asked",
  /** The team put a label on it that says it lacks something. */
  "needs-info",
  /** A milestone, an assignee, or a merged change that closes it: the team works on it. */
  "accepted",
  "completed",
  "not-planned",
  "invalid",
  "duplicate",
  "transferred",
  "converted",
  "deleted",
  "reopened",
  "works",
  "still-broken",
] as const;
export type FactName = (typeof FACTS)[number];
