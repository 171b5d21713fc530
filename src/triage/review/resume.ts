import type { Outbox, Wake } from "../ports/outbox.ts";
import type { TicketStore } from "../ports/ticket-store.ts";

type Deps = {
  readonly outbox: Outbox;
  readonly tickets: TicketStore;
  readonly wake: Pick<Wake, "act" | "board">;
  readonly clock: { now(): number };
};

const MOST_AT_ONCE = 500;

/**
 * Wakes what was held back while a community was paused; what goes beyond the first few hundred
 * tickets comes with the next sweep.
 * @param resume ends the pause; called once it is known what had waited
 * @returns how many public actions had waited
 */
export async function resumeActs(
  communityId: string,
  resume: () => Promise<void>,
  { outbox, tickets, wake, clock }: Deps,
): Promise<number> {
  const now = clock.now();
  const due = await outbox.due(communityId, now, MOST_AT_ONCE);
  const mine = due.filter((one) => one.what === "act");
  const ticketIds = [...new Set(mine.map(({ ticketId }) => ticketId))];
  let waited = 0;
  for (const { actions } of await tickets.loadAll(communityId, ticketIds)) {
    waited += actions.filter(
      (action) => action.public && action.state === "waiting" && action.notBefore <= now,
    ).length;
  }
  await resume();
  for (const ticketId of ticketIds) await wake.act(communityId, ticketId);
  await wake.board(communityId);
  return waited;
}
