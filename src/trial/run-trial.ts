import type {
  ImportedPost,
  ImportedRow,
  SkippedRow,
} from "../integrations/imports/imported-post.ts";
import { leftOut } from "../integrations/imports/imported-post.ts";
import type { TriedPost } from "./tried-post.ts";
import { createTrial, type TrialParts } from "./try-post.ts";

export type Run = {
  readonly tried: readonly TriedPost[];
  readonly skipped: readonly SkippedRow[];
};

/**
 * Runs all posts through triage in the order of time, as they would have arrived.
 * @param step called after each post
 */
export async function runTrial(
  rows: readonly ImportedRow[],
  parts: TrialParts,
  step: () => void,
): Promise<Run> {
  const tryPost = createTrial(parts);
  const tried: TriedPost[] = [];
  const skipped = rows.filter((row) => row.type === "skipped");
  for (const post of inOrderOfTime(rows.filter((row) => row.type === "post"))) {
    const result = await tryPost(post);
    if (result.type === "tried") tried.push(result.tried);
    else skipped.push(leftOut(post.where, result.reason));
    step();
  }
  return { tried, skipped };
}

/** Posts without a date keep their places at the front. */
function inOrderOfTime(posts: readonly ImportedPost[]): ImportedPost[] {
  return posts.toSorted((a, b) => (a.postedAt ?? 0) - (b.postedAt ?? 0));
}
