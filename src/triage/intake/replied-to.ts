import type { RawPost } from "../model/post.ts";
import type { Surroundings, TicketStore } from "../ports/ticket-store.ts";

/**
 * The ticket whose post a message in a text channel replies to: people answer there without a
 * thread. Null for what is no such reply, and for what calls the bot to an ask of its own.
 * @param sent whether a person sent the message into triage
 */
export async function repliedTo(
  communityId: string,
  { repliesTo = null, conversationId, mentionsUs, authorSourceId }: RawPost,
  { tickets }: { readonly tickets: TicketStore },
  sent: boolean,
): Promise<Surroundings["inConversation"]> {
  if (repliesTo === null || conversationId !== null) return null;
  const [ticket] = await tickets.find(communityId, { postSourceId: repliesTo });
  const known = ticket && (await tickets.load(communityId, ticket.id));
  if (!known || known.ticket.state === "withdrawn") return null;
  const isTheirs = known.reporters.some(({ sourceId }) => sourceId === authorSourceId);
  if (!isTheirs && (mentionsUs || sent)) return null;
  return { ticket: known.ticket, reporterIds: known.reporters.map(({ personId }) => personId) };
}
