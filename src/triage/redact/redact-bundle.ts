import type { Post, Removed } from "../model/post.ts";
import { redact } from "./redact.ts";

/** Two ways in which people split a secret over messages: at a line break, and in the middle. */
const SEAMS = ["\n", ""];

/**
 * Redacts posts once more as one text, since a secret may be split over messages. When one is
 * found, the redacted whole becomes the text of the first post and the others are emptied: then
 * no part of it is left anywhere.
 * @returns the posts as they should be, and what changed about the stored ones
 */
export function redactBundle(posts: readonly Post[]): {
  readonly posts: readonly Post[];
  readonly changed: readonly { id: string; text: string; removed: Removed[] }[];
} {
  const standing = posts.filter((post) => post.deletedAt === null);
  const [first] = standing;
  if (!first || standing.length < 2) return { posts, changed: [] };
  // The texts are redacted already, so whatever is found now came together only by joining.
  const found = SEAMS.map((seam) => redact(standing.map((post) => post.text).join(seam))).find(
    (joined) => joined.removed.length > 0,
  );
  if (!found) return { posts, changed: [] };

  const changed = standing.map((post) =>
    post.id === first.id
      ? { id: post.id, text: found.text, removed: [...post.removed, ...found.removed] }
      : { id: post.id, text: "", removed: post.removed },
  );
  const byId = new Map(changed.map((one) => [one.id, one]));
  return { posts: posts.map((post) => ({ ...post, ...byId.get(post.id) })), changed };
}
