import { isAnswerable } from "./docs-gaps.ts";
import type { TriedPost } from "./tried-post.ts";

export type DraftShown = {
  readonly title: string;
  readonly text: string;
  readonly url: string | null;
  readonly confidence: number;
  readonly claims: readonly { readonly text: string; readonly sources: readonly number[] }[];
  readonly sources: readonly {
    readonly title: string;
    readonly url: string;
    readonly quote: string;
  }[];
  /** What a reviewer would be told to look at; null when nothing stands out. */
  readonly doubt: string | null;
  readonly answeredBy: TriedPost["answeredBy"];
};

export type Drafts = {
  readonly good: readonly DraftShown[];
  readonly borderline: readonly DraftShown[];
  /** Questions without a draft, by why, the most frequent reason first. */
  readonly declined: readonly {
    readonly why: string;
    readonly count: number;
    readonly titles: readonly string[];
  }[];
};

/** A draft below it is shown as borderline: three in four, by its own engine's account. */
export const GOOD_FROM = 0.75;
const TITLES = 5;

/** Sorts what was drafted by how sure it is, and says why the rest was not. */
export function sortDrafts(posts: readonly TriedPost[]): Drafts {
  const questions = posts.filter(isAnswerable);
  const shown = questions
    .flatMap((post) => toShown(post) ?? [])
    .toSorted((a, b) => b.confidence - a.confidence);
  const isGood = (draft: DraftShown) => draft.doubt === null && draft.confidence >= GOOD_FROM;
  const none = questions.filter((post) => post.draft === null);
  const byWhy = Map.groupBy(none, (post) => whyNot(post));
  return {
    good: shown.filter(isGood),
    borderline: shown.filter((draft) => !isGood(draft)),
    declined: Array.from(byWhy, ([why, group]) => ({
      why,
      count: group.length,
      titles: group.slice(0, TITLES).map((post) => post.classification.title),
    })).toSorted((a, b) => b.count - a.count),
  };
}

function toShown(post: TriedPost): DraftShown | null {
  const { draft, cited, proposal, classification, decision } = post;
  if (draft === null) return null;
  return {
    title: classification.title,
    text: post.text,
    url: post.url,
    confidence: draft.confidence,
    claims: draft.claims.map(({ text, passageIds }) => ({
      text,
      sources: passageIds.map((id) => cited.findIndex((passage) => passage.id === id) + 1),
    })),
    sources: cited.map(({ id, pageTitle, breadcrumbs, url }) => ({
      title: [pageTitle, ...breadcrumbs.slice(-1).filter((last) => last !== pageTitle)].join(": "),
      url,
      quote: draft.claims.find((claim) => claim.passageIds.includes(id))?.quote ?? "",
    })),
    doubt: proposal ? proposal.doubt : decision.reasons.map(({ text }) => text).join("; "),
    answeredBy: post.answeredBy,
  };
}

/** The reason without its figures, so that like reasons stand together. */
function whyNot({ decision }: TriedPost): string {
  return decision.reasons
    .map(({ text }) => text.replace(/^no answer is drafted: /, ""))
    .join("; ")
    .replace(/\d+(?:\.\d+)? ?%/g, "some");
}
