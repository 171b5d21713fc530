import type { TriedPost } from "./tried-post.ts";

/** Questions that found no answer, by the page that came nearest. */
export type DocsGap = {
  /** Null for questions whose words hardly occur on any page. */
  readonly nearest: {
    readonly page: string;
    readonly heading: string;
    readonly url: string;
    /** Which share of what was asked stands in the nearest passages, on average. */
    readonly share: number;
  } | null;
  readonly count: number;
  readonly titles: readonly string[];
};

/** With a smaller share of a question's words on it, a page is not near: the words are everywhere. */
export const NEAR_FROM = 0.5;
const TITLES = 200;

/** Whether a post is a question that the bot would have been allowed to answer. */
export function isAnswerable({ classification }: TriedPost): boolean {
  return classification.kind === "question" && classification.lane === "open";
}

/** Unanswered questions: the most frequent gap first, those without a page near them last. */
export function findDocsGaps(posts: readonly TriedPost[]): DocsGap[] {
  const open = posts.filter((post) => isAnswerable(post) && post.draft === null);
  const byPage = Map.groupBy(open, (post) => near(post)?.passage.page ?? "");
  return Array.from(byPage.values(), toGap).toSorted(
    (a, b) => Number(a.nearest === null) - Number(b.nearest === null) || b.count - a.count,
  );
}

function near({ nearest }: TriedPost): TriedPost["nearest"] {
  return nearest && nearest.share >= NEAR_FROM ? nearest : null;
}

function toGap(group: readonly TriedPost[]): DocsGap {
  const found = group.flatMap((post) => near(post) ?? []);
  const [first] = found;
  return {
    nearest: first
      ? {
          page: first.passage.pageTitle || first.passage.page,
          heading: mostFrequent(found.map(({ passage }) => passage.breadcrumbs.at(-1) ?? "")),
          url: first.passage.url,
          share: found.reduce((sum, { share }) => sum + share, 0) / found.length,
        }
      : null,
    count: group.length,
    titles: group.slice(0, TITLES).map((post) => post.classification.title),
  };
}

function mostFrequent(names: readonly string[]): string {
  const counted = [...Map.groupBy(names, (name) => name)];
  return counted.toSorted((a, b) => b[1].length - a[1].length)[0]?.[0] ?? "";
}
