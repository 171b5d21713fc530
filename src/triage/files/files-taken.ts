import type { Post } from "../model/post.ts";

/** The files that are left when an edit took some away; null when it took none. */
export function filesTaken(before: Post, { attachments }: Post): Pick<Post, "attachments"> | null {
  const left = before.attachments.filter((file) =>
    attachments.some(({ name, size }) => name === file.name && size === file.size),
  );
  return left.length < before.attachments.length ? { attachments: left } : null;
}
