import { z } from "zod";
import type { RawPost } from "../model/post.ts";

/** Who spoke in a ticket's conversation, as what they are here; never who they are. */
export const Voice = z.enum(["asker", "member", "helper", "staff", "bot"]);
export type Voice = z.infer<typeof Voice>;

/**
 * Something that a message in a ticket's conversation was: a reply of somebody who did not ask, what
 * solved it by the word of the asker, a helper or staff, or what was kept as knowledge.
 */
export const Reply = z.object({
  fact: z.enum(["replied", "solved", "kept"]),
  voice: Voice,
  /** When the message was written. */
  at: z.number(),
});
export type Reply = z.infer<typeof Reply>;

/** What the answering is counted from; part of the store. */
export interface Replies {
  /** Of each fact and voice the earliest is kept, so that telling it again changes nothing. */
  note(communityId: string, ticketId: string, reply: Reply): Promise<void>;
}

/** As what the author of a message speaks. */
export function voiceOf(
  { author, authorSourceId }: Pick<RawPost, "author" | "authorSourceId">,
  reporters: readonly { readonly sourceId: string }[],
): Voice {
  if (author.bot) return "bot";
  if (reporters.some(({ sourceId }) => sourceId === authorSourceId)) return "asker";
  if (author.roles.includes("staff") || author.roles.includes("admin")) return "staff";
  return author.roles.includes("helper") ? "helper" : "member";
}
