import type { StepDeps } from "../perform/commit.ts";
import type { Board } from "../ports/board.ts";
import type { Wake } from "../ports/outbox.ts";
import { arrangeBoard } from "./board.ts";
import { followLeads, withMoved } from "./follow-leads.ts";
import { remind } from "./remind.ts";
import { overdueBefore } from "./review-queue.ts";

/**
 * Brings a community's review cards up to date and wakes whoever posts and edits them.
 * @param group one that is to have a card, however many stand open
 */
export async function updateBoard(
  communityId: string,
  deps: StepDeps & { readonly board: Board; readonly wake: Wake },
  group: string | null = null,
): Promise<void> {
  const policy = await deps.policyOf(communityId);
  const ticketIds = await deps.board.rearrange(
    communityId,
    (read) => {
      const moved = followLeads(read, policy.thresholds.sameAsk);
      const view = withMoved(read, moved);
      const change = arrangeBoard(view, policy.openCards, deps.clock.now(), deps.ids, group);
      const reminder = remind(view, { now: deps.clock.now(), ids: deps.ids, policy });
      return { ...change, ...reminder, moved, actions: [...change.actions, ...reminder.actions] };
    },
    { group, overdueBefore: overdueBefore(policy, deps.clock.now()) },
  );
  for (const ticketId of ticketIds) await deps.wake.act(communityId, ticketId);
}
