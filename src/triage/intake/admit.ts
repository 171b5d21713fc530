import type { PlacePolicy } from "../model/policy.ts";
import type { RawPost } from "../model/post.ts";

/** Why a post becomes no ticket. Every one is stored, so that staff can see it. */
export type SkipReason =
  | "written by a bot"
  | "a system message"
  | "empty"
  | "opted out"
  | "written by staff"
  | "written by a helper"
  | "channel is not watched"
  | "not addressed to the bot"
  | "said to somebody else"
  | "does not look like a question"
  | "somebody else's thread"
  | "older than the installation";

export type Admission =
  | { readonly type: "admit" }
  | { readonly type: "skip"; readonly reason: SkipReason };

/**
 * Whether a post is one that the bot should look at.
 * @param place how the channel is listened to; "off" when it is not configured
 * @param sent whether a person sent it into triage by reaction, command or menu
 * @param likely whether it looks like a question or a report; counts where that is enough
 * @param installedAt milliseconds; posts written before are never touched
 */
export function admit(
  post: RawPost,
  place: PlacePolicy,
  installedAt: number,
  { sent = false, likely = false } = {},
): Admission {
  if (post.author.bot) return skip("written by a bot");
  if (!post.written) return skip("a system message");
  if (post.author.optedOut || post.author.roles.includes("opted-out")) return skip("opted out");
  if (post.postedAt < installedAt) return skip("older than the installation");
  if (sent) return { type: "admit" };
  if (place === "off") return skip("channel is not watched");
  const ownThread =
    post.conversationOwnerId === null || post.conversationOwnerId === post.authorSourceId;
  if (!ownThread) return skip("somebody else's thread");
  if (post.author.roles.includes("staff") || post.author.roles.includes("admin")) {
    return skip("written by staff");
  }
  if (post.author.roles.includes("helper")) return skip("written by a helper");
  if (isEmpty(post)) return skip("empty");
  if (place === "mention" && !post.mentionsUs && post.conversationOwnerId === null) {
    return skip("not addressed to the bot");
  }
  if (place === "likely-questions" && !post.mentionsUs && post.conversationOwnerId === null) {
    if (post.toSomebody) return skip("said to somebody else");
    if (!likely) return skip("does not look like a question");
  }
  if ((place === "reaction" || place === "command") && post.conversationOwnerId === null) {
    return skip("not addressed to the bot");
  }
  return { type: "admit" };
}

function skip(reason: SkipReason): Admission {
  return { type: "skip", reason };
}

function isEmpty(post: RawPost): boolean {
  return `${post.title}${post.text}`.trim() === "" && post.attachments.length === 0;
}
