import type { Attachment, Post } from "../post.ts";

/** "2 screenshots" of what is kept of standing posts; empty when there are none. */
export function imageCount(posts: readonly Pick<Post, "attachments" | "deletedAt">[]): string {
  const count = filesOf(posts).filter(({ image }) => image).length;
  if (count === 0) return "";
  return count === 1 ? "1 screenshot" : `${count} screenshots`;
}

/** A sentence for each image that was not kept, for staff. */
export function notKeptWords(posts: readonly Pick<Post, "attachments" | "deletedAt">[]): string[] {
  return filesOf(posts).flatMap(({ name, notKept }) =>
    notKept === undefined ? [] : [`${name} was not kept: ${notKept}.`],
  );
}

export function filesOf(
  posts: readonly Pick<Post, "attachments" | "deletedAt">[],
): readonly Attachment[] {
  return posts.flatMap(({ attachments, deletedAt }) => (deletedAt === null ? attachments : []));
}
