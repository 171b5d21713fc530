import type { TriedPost } from "./tried-post.ts";

/** Asks that say the same, with the first of them as their name. */
export type Repeated = {
  readonly title: string;
  readonly count: number;
  readonly examples: readonly string[];
  readonly kinds: readonly string[];
};

export type Groups = {
  /** As sure as a link to a known ask has to be. */
  readonly same: readonly Repeated[];
  /** Alike in what they name: for a person to judge. */
  readonly related: readonly Repeated[];
};

/** From this score two asks are worth a look together. */
export const RELATED_FROM = 0.3;
const EXAMPLES = 4;

/**
 * Groups posts by the earlier asks that they resemble. Linear in the number of posts, since each
 * looks only at what was found for it.
 * @param sameAsk the score from which two asks count as one
 */
export function groupRepeated(posts: readonly TriedPost[], sameAsk: number): Groups {
  const same = grow(posts, sameAsk, "any member");
  const grouped = new Set(same.flat().map(({ ticketId }) => ticketId));
  const rest = posts.filter(({ ticketId }) => !grouped.has(ticketId));
  // Chains of weak likeness lead anywhere, so a relative must resemble the first of its group.
  const related = grow(rest, RELATED_FROM, "the first");
  return { same: same.map(toRepeated), related: related.map(toRepeated) };
}

function grow(
  posts: readonly TriedPost[],
  from: number,
  like: "any member" | "the first",
): TriedPost[][] {
  const groupOf = new Map<string, TriedPost[]>();
  const groups: TriedPost[][] = [];
  for (const post of posts) {
    const known = post.candidates
      .filter(({ score }) => score >= from)
      .flatMap(({ target }) => (target.type === "ticket" ? target.ticketId : []))
      .flatMap((id) => {
        const group = groupOf.get(id);
        return group && (like === "any member" || group[0]?.ticketId === id) ? [group] : [];
      });
    const group = known[0] ?? [];
    if (group.length === 0) groups.push(group);
    group.push(post);
    groupOf.set(post.ticketId, group);
  }
  return groups.filter((group) => group.length > 1).toSorted((a, b) => b.length - a.length);
}

function toRepeated(group: readonly TriedPost[]): Repeated {
  const [first, ...others] = group.map(({ classification }) => classification);
  return {
    title: first?.title ?? "",
    count: group.length,
    examples: distinct(others.map(({ title }) => title)).slice(0, EXAMPLES),
    kinds: distinct(group.map(({ classification }) => classification.kind)),
  };
}

function distinct<T>(items: readonly T[]): T[] {
  return [...new Set(items)];
}
