import type { TicketStore } from "./triage/ports/ticket-store.ts";

/** Tells when something was written that comes due later, so that nobody sleeps through it. */
export function noticingDue(tickets: TicketStore, notice: () => void): TicketStore {
  return {
    ...tickets,
    async savePost(...args) {
      const saved = await tickets.savePost(...args);
      notice();
      return saved;
    },
    async commit(communityId, ticketId, version, change) {
      const written = await tickets.commit(communityId, ticketId, version, change);
      if (written && (change.ticket?.dueAt ?? null) !== null) notice();
      return written;
    },
  };
}
