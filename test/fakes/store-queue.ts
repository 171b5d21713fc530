import { type Clock, DAY } from "../../src/triage/model/clock.ts";
import { holder } from "../../src/triage/review/claim.ts";
import type { QueueEntry, QueueWish, ReviewQueue } from "../../src/triage/review/review-queue.ts";
import { communityOf, readCase, type StoreState } from "./store-state.ts";

export function createFakeQueue(state: StoreState, clock: Clock): ReviewQueue {
  return {
    async waiting(communityId, wish) {
      const community = communityOf(state, communityId);
      const now = clock.now();
      const all = [...community.tickets.values()].map((ticket): QueueEntry => {
        const proposal =
          [...community.proposals.values()].find(
            (one) =>
              one.ticketId === ticket.id &&
              one.state === "open" &&
              (one.snoozedUntil ?? now) <= now,
          ) ?? null;
        return {
          ticket,
          proposal,
          ask: readCase(community, ticket.id)?.classification?.ask ?? null,
          shown: [...community.cards.values()].some(
            (card) => card.state === "open" && card.groupKey === proposal?.groupKey,
          ),
        };
      });
      const found = all
        .filter((entry) => isWanted(entry, wish, now))
        .toSorted((a, b) => rank(b, wish) - rank(a, wish) || (a.ticket.id < b.ticket.id ? -1 : 1));
      return {
        total: found.length,
        entries: found.slice(wish.offset, wish.offset + wish.limit),
      };
    },
  };
}

function isWanted({ ticket, proposal }: QueueEntry, wish: QueueWish, now: number): boolean {
  const claim = holder(ticket, now);
  if (wish.free !== null && claim !== null && claim.sourceId !== wish.free.sourceId) return false;
  const since = wish.list === "proposals" ? proposal?.createdAt : ticket.createdAt;
  if (wish.before !== null && (since ?? Number.POSITIVE_INFINITY) > wish.before) return false;
  if (wish.list === "proposals") {
    return proposal !== null && (wish.before === null || proposal.proposed.outcome !== "sample");
  }
  if (wish.list === "claimed") return claim?.sourceId === wish.by;
  return (
    ["proposed", "resting"].includes(ticket.state) &&
    [null, "asked-for-person", "older-than-limit"].includes(ticket.silence) &&
    ticket.kind !== "other" &&
    [null, "open", "account"].includes(ticket.lane) &&
    ticket.createdAt > now - 30 * DAY
  );
}

function rank({ ticket, proposal }: QueueEntry, { list, before }: QueueWish): number {
  if (list === "claimed") return -(ticket.claim?.until ?? 0);
  if (list === "unanswered") return -ticket.createdAt;
  if (before !== null) return -(proposal?.createdAt ?? 0);
  return (proposal?.priority ?? 0) - (proposal?.createdAt ?? 0) / 1e15;
}
