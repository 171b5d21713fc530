import { solved } from "../intake/events.ts";
import type { IntakeDeps } from "../intake/intake.ts";
import { voiceOf } from "../intake/reply.ts";
import type { CommunityRole, RawPost } from "../model/post.ts";
import { changeTicket } from "../perform/commit.ts";

export type Solving =
  | { readonly type: "solved"; readonly code: string }
  | { readonly type: "refused"; readonly because: "not-yours" | "no-ticket" };

type By = {
  readonly sourceId: string;
  readonly name: string;
  readonly roles: readonly CommunityRole[];
};

/**
 * Somebody points at the message that answered a thread: whoever asked, a helper or staff. The
 * ask is done with, and who answered it is kept, so that they can be credited.
 */
export async function markSolved(
  communityId: string,
  answer: RawPost,
  by: By,
  deps: IntakeDeps,
): Promise<Solving> {
  const { conversationId } = answer;
  const here = conversationId ? await deps.tickets.find(communityId, { conversationId }) : [];
  const open = here.filter(({ state }) => state !== "withdrawn");
  if (open.length === 0) return { type: "refused", because: "no-ticket" };
  const mayAny = by.roles.some((role) => role !== "opted-out");
  let code: string | null = null;
  for (const ticket of open) {
    const done = await changeTicket(communityId, ticket.id, deps, (known, step) => {
      const isReporter = known.reporters.some(({ sourceId }) => sourceId === by.sourceId);
      if (!mayAny && !isReporter) return null;
      return solved(known, { what: "solved", detail: `by ${solverOf(answer)}` }, step);
    });
    if (!done) continue;
    const voice = voiceOf(answer, done.known.reporters);
    const { postedAt: at } = answer;
    await deps.replies.note(communityId, ticket.id, { fact: "solved", voice, at });
    code ??= ticket.code;
    await deps.wake.act(communityId, ticket.id);
  }
  if (code === null) return { type: "refused", because: "not-yours" };
  await deps.wake.board(communityId);
  return { type: "solved", code };
}

/** Who is to be credited, as what they are here: their name is theirs to change or delete. */
function solverOf({ author }: RawPost): "the bot" | "staff" | "a helper" | "a member" {
  if (author.bot) return "the bot";
  if (author.roles.includes("staff") || author.roles.includes("admin")) return "staff";
  return author.roles.includes("helper") ? "a helper" : "a member";
}
