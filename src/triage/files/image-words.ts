import type { StoryLine } from "../model/case.ts";
import type { Attachment, Post } from "../model/post.ts";
import type { ShownImages } from "./kept-image.ts";

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

/** What the story of a ticket tells of the images that engines were to see. */
export function imageStory(
  made: readonly ({ readonly images?: ShownImages | undefined } | null)[],
  at: number,
): StoryLine[] {
  const told = made.flatMap((one) => one?.images ?? []);
  const lines = told.map(({ count, unseen }) =>
    unseen === null
      ? { at, what: "screenshots shown to the model", detail: String(count) }
      : { at, what: "screenshots not seen by the model", detail: unseen },
  );
  return lines.filter(
    ({ what, detail }, n) =>
      lines.findIndex((one) => one.what === what && one.detail === detail) === n,
  );
}

export function filesOf(
  posts: readonly Pick<Post, "attachments" | "deletedAt">[],
): readonly Attachment[] {
  return posts.flatMap(({ attachments, deletedAt }) => (deletedAt === null ? attachments : []));
}
