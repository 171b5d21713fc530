import type { Post } from "../model/post.ts";

const DONE = "solved|resolved|fixed|answered|closed|done";
const IN_TITLE = new RegExp(`[([{]\\s*(?:${DONE})\\s*[)\\]}]|^(?:${DONE})\\s*[:|-]`, "i");
const AS_TAG = new RegExp(`^(?:${DONE})$`, "i");

/** Whether people marked a thread as done, by its title or one of its tags. */
export function looksSolved({ title, tags }: Pick<Post, "title" | "tags">): boolean {
  return IN_TITLE.test(title) || tags.some((tag) => AS_TAG.test(tag.replace(/[^\p{L}]/gu, "")));
}
