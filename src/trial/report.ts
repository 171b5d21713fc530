import type { SkippedRow } from "../integrations/imports/imported-post.ts";
import { Kind, Lane } from "../triage/model/classification.ts";
import { Outcome } from "../triage/model/decision.ts";
import { type Cost, estimateCost, type Models } from "./cost.ts";
import { type Count, countBy, inOrder } from "./count.ts";
import { type DocsGap, findDocsGaps } from "./docs-gaps.ts";
import { type Drafts, sortDrafts } from "./drafts.ts";
import { type IssueShown, type LinkShown, listIssues, listLinks } from "./issues.ts";
import { type OverTime, overTime } from "./over-time.ts";
import { type Groups, groupRepeated } from "./repeated.ts";
import { countReviews, type Reviews } from "./reviews.ts";
import { countSecrets, type SecretSeen } from "./secrets.ts";
import { listSentences, type Sentence } from "./sentences.ts";
import type { TriedPost } from "./tried-post.ts";
import { isShareable } from "./try-post.ts";

/** What the report is about: told by the run, shown as it is. */
export type About = {
  readonly file: string;
  readonly docs: { readonly name: string; readonly pages: number; readonly passages: number };
  readonly engines: readonly string[];
  /** Open issues that posts were held against, or why none were. */
  readonly repository:
    | { readonly read: true; readonly name: string; readonly issues: number }
    | { readonly read: false; readonly name: string | null; readonly why: string };
  /** Set when no config was given: routes and fixed texts are examples then. */
  readonly examples: boolean;
  readonly at: number;
  readonly models: Models;
  /** From which score two asks count as one. */
  readonly sameAsk: number;
  /** How many cards may stand open at a time. */
  readonly openCards: number;
};

/** Everything that the page shows; each number is computed from the posts. */
export type Report = {
  readonly about: About;
  readonly rows: number;
  readonly posts: number;
  readonly leftOut: readonly Count[];
  readonly unreadable: readonly { readonly where: string; readonly reason: string }[];
  readonly undated: number;
  /** Shares of kinds and lanes that are right by the engine's own odds; null without a post. */
  readonly expectedRight: { readonly kind: number; readonly lane: number } | null;
  readonly overTime: OverTime | null;
  readonly kinds: readonly Count[];
  readonly lanes: readonly Count[];
  readonly areas: readonly Count[];
  readonly channels: readonly Count[];
  readonly languages: readonly Count[];
  readonly outcomes: readonly Count[];
  /** Why posts were left alone, by the decision's reason. */
  readonly leftAlone: readonly Count[];
  readonly repeated: Groups;
  readonly gaps: readonly DocsGap[];
  readonly drafts: Drafts;
  readonly details: readonly Count[];
  readonly issues: readonly IssueShown[];
  readonly links: readonly LinkShown[];
  readonly sentences: readonly Sentence[];
  readonly publicMessages: number;
  readonly marks: number;
  readonly secrets: readonly SecretSeen[];
  readonly reviews: Reviews;
  readonly cost: Cost;
  /** Who answered the posts at the time, as far as the file shows. */
  readonly answeredBy: readonly Count[];
};

/** Computes the report from what became of each post. */
export function toReport(
  tried: readonly TriedPost[],
  skipped: readonly SkippedRow[],
  about: About,
): Report {
  // A page that is passed around quotes no security report and no moderator's matter.
  const showable = tried.filter(({ classification }) => isShareable(classification.lane));
  const said = tried.flatMap((post) => post.said);
  const quiet = tried.filter(({ decision }) => decision.mode === "quiet");
  return {
    about,
    rows: tried.length + skipped.length,
    posts: tried.length,
    leftOut: countBy(
      skipped.filter((row) => row.readable),
      (row) => row.reason,
    ),
    unreadable: skipped.filter((row) => !row.readable),
    undated: tried.filter(({ postedAt }) => postedAt === null).length,
    expectedRight: expectedRight(tried),
    overTime: overTime(tried.flatMap(({ postedAt }) => postedAt ?? [])),
    kinds: inOrder(
      countBy(tried, (post) => post.classification.kind),
      Kind.options,
    ),
    lanes: inOrder(
      countBy(tried, (post) => post.classification.lane),
      Lane.options.toReversed(),
    ),
    areas: countBy(tried, (post) => post.classification.area),
    channels: countBy(tried, (post) => post.channel ?? ""),
    languages: countBy(tried, (post) => post.classification.language),
    outcomes: inOrder(
      countBy(tried, (post) => post.decision.outcome),
      Outcome.options,
    ).filter(({ name, count }) => count > 0 || name !== "known-issue"),
    leftAlone: countBy(quiet, (post) => post.decision.reasons[0]?.code ?? "unknown"),
    repeated: groupRepeated(showable, about.sameAsk),
    gaps: findDocsGaps(tried),
    drafts: sortDrafts(tried),
    details: countBy(
      tried.flatMap(({ proposal }) =>
        proposal?.proposed.outcome === "ask" ? proposal.proposed.details : [],
      ),
      (detail) => detail,
    ),
    issues: listIssues(tried),
    links: listLinks(tried),
    sentences: listSentences(said),
    publicMessages: said.filter(({ to }) => to === "public").length,
    marks: tried.filter(({ marked }) => marked).length,
    secrets: countSecrets(tried),
    reviews: countReviews(tried),
    cost: estimateCost(tried, about.models),
    answeredBy: countBy(tried, (post) => post.answeredBy ?? "unknown"),
  };
}

function expectedRight(tried: readonly TriedPost[]): Report["expectedRight"] {
  if (tried.length === 0) return null;
  const mean = (oddsOf: (post: TriedPost) => number) =>
    tried.reduce((sum, post) => sum + oddsOf(post), 0) / tried.length;
  return {
    kind: mean(({ classification }) => classification.confidence),
    lane: mean(({ classification }) => classification.laneConfidence),
  };
}
