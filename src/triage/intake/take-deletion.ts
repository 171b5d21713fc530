import type { Vanished } from "../model/post.ts";
import type { Ticket } from "../model/ticket.ts";
import { changeTicket } from "../perform/commit.ts";
import { postsDeleted } from "./events.ts";
import type { IntakeDeps } from "./intake.ts";

type Gone = {
  /** Only needed when all of a place went. */
  readonly placeId?: string;
  readonly conversationId: string | null;
  /** `all`: the whole conversation, or the whole place when there is no conversation. */
  readonly sourceIds: readonly string[] | "all";
};

/** Posts, a whole conversation or a whole place that went away at the source. */
export async function takeDeletion(
  communityId: string,
  gone: Gone,
  deps: IntakeDeps,
): Promise<void> {
  const vanished = toVanished(gone);
  if (vanished) {
    await deps.gaps.forgetAnswers(communityId, vanished);
    await deps.knowledge.withdraw(communityId, vanished);
  }
  const found = new Map<string, Ticket>();
  const { placeId } = gone;
  if (gone.conversationId === null && gone.sourceIds === "all" && placeId !== undefined) {
    for (const ticket of await deps.tickets.find(communityId, { placeId })) {
      found.set(ticket.id, ticket);
    }
  }
  if (gone.conversationId) {
    const inThread = await deps.tickets.find(communityId, { conversationId: gone.conversationId });
    for (const ticket of inThread) found.set(ticket.id, ticket);
  }
  for (const postSourceId of gone.sourceIds === "all" ? [] : gone.sourceIds) {
    for (const ticket of await deps.tickets.find(communityId, { postSourceId })) {
      found.set(ticket.id, ticket);
    }
  }
  for (const ticketId of found.keys()) {
    const done = await changeTicket(communityId, ticketId, deps, (known, step) => {
      const change = postsDeleted(known, gone.sourceIds, step);
      return change.story.length > 0 ? change : null;
    });
    if (!done) continue;
    await deps.wake.act(communityId, ticketId);
    await deps.wake.board(communityId);
  }
}

function toVanished({ placeId, conversationId, sourceIds }: Gone): Vanished | null {
  if (sourceIds !== "all") return { sourceIds };
  if (conversationId !== null) return { conversationId };
  return placeId === undefined ? null : { placeId };
}
