import type { AskPart } from "../model/ask-part.ts";
import type { Case, Change } from "../model/case.ts";
import type { Post } from "../model/post.ts";
import type { Step } from "../model/step.ts";
import { isWarning } from "../perform/spoken.ts";

/** A ticket that is opened beside the one whose posts hold its ask as well. */
export type Sibling = { readonly id: string; readonly part: AskPart };

/** Whether a ticket's posts may still be taken apart: once, before anything came of it. */
export function maySplit({ ticket, actions, reporters, posts }: Case): boolean {
  const untouched = ticket.labelledBy === null && ticket.asked === 0 && ticket.mark === null;
  // A log that came as a file belongs to no piece of the text.
  const hasFiles = posts.some((post) => post.attachments.some((file) => file.text !== null));
  return (
    !ticket.part && untouched && actions.every(isWarning) && reporters.length === 1 && !hasFiles
  );
}

/**
 * One post with several asks becomes as many tickets, which share post and thread: this one keeps
 * the first. Each is then triaged for itself, and together they say no more than one would.
 * @param asks the words of each
 */
export function splitting(
  posts: readonly Post[],
  asks: readonly string[],
  { now, ids, policy }: Step,
): Change & { readonly siblings: readonly Sibling[] } {
  const postIds = posts.map(({ id }) => id);
  const share = Math.max(1, Math.floor(policy.messagesPerConversation / asks.length));
  const parts = asks.map((text, n) => ({ text, postIds, messages: share, leads: n === 0 }));
  const [own, ...others] = parts;
  const siblings = others.map((part) => ({ id: ids(), part }));
  return {
    ticket: { ...(own ? { part: own } : {}), dueAt: now },
    siblings,
    story: [{ at: now, what: "split", detail: `the post holds ${asks.length} asks` }],
  };
}
