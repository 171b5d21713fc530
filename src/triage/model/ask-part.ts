import { z } from "zod";
import type { Post } from "./post.ts";

/** What of some posts one ticket is about, where they held several asks; redacted as they are. */
export const AskPart = z.object({
  /** The ask's own words, after the beginning that all asks of the posts share. */
  text: z.string(),
  /** The posts that were taken apart; what joins the ticket later is not among them. */
  postIds: z.array(z.string()),
  /** How many of the messages that a conversation may hold this ask may use. */
  messages: z.number().int().min(1),
  /** Whether it is the first of its posts' asks: the posts' mark shows where that one stands. */
  leads: z.boolean(),
});
export type AskPart = z.infer<typeof AskPart>;

/** A ticket's posts as it sees them: of those that held several asks only its own. */
export function ownPosts(part: AskPart | null | undefined, posts: readonly Post[]): Post[] {
  if (!part) return [...posts];
  const apart = posts.filter((post) => part.postIds.includes(post.id));
  const later = posts.filter((post) => !part.postIds.includes(post.id));
  const [first] = apart.filter((post) => post.deletedAt === null);
  if (!first) return [...apart, ...later];
  const attachments = apart.flatMap((post) => post.attachments);
  return [{ ...first, title: "", text: part.text, attachments }, ...later];
}

/** A post has one mark, so that of its several asks only the first shows where it stands. */
export function mayMark({ part }: { readonly part?: AskPart | null | undefined }): boolean {
  return part?.leads ?? true;
}
