import type { OperationNodeSource } from "kysely";
import type { Change } from "../../triage/model/case.ts";
import type { ProposalState } from "../../triage/model/proposal.ts";
import { json, moment, toColumns } from "./columns.ts";
import type { Target } from "./commit.ts";

/** Ends or snoozes the open proposal; a new one overtakes it, so there is never more than one open. */
export async function endProposals(
  target: Target,
  { closeProposal: closing, snoozeProposal, vouches, proposal }: Change,
): Promise<void> {
  if (vouches)
    await inState(target, "open")
      .set({ vouches: json(vouches) })
      .execute();
  if (closing) {
    const { state, because: closedBecause, by = null, at } = closing;
    const ending = toColumns({ state, closedBecause, decidedBy: by, decidedAt: at });
    const ended = await inState(target, "open").set(ending).returning("id").execute();
    // What was approved and published can still be taken back.
    if (ended.length === 0 && state === "retracted") await retract(target, ending);
  }
  if (snoozeProposal) {
    await inState(target, "open")
      .set({ snoozedUntil: moment(snoozeProposal.until) })
      .execute();
  }
  if (!proposal || proposal.version === 1) return;
  const overtaken = toColumns({
    state: "overtaken" as const,
    closedBecause: "a newer proposal took its place",
    decidedAt: target.now,
  });
  await inState(target, "open").set(overtaken).execute();
}

/** To be written after endProposals. */
export function insertProposal(
  { tx, communityId, ticketId }: Target,
  { proposal }: Change,
): OperationNodeSource[] {
  if (!proposal) return [];
  const row = { communityId, ...toColumns({ ...proposal, ticketId }) };
  return [tx.insertInto("proposals").values(row)];
}

function inState({ tx, communityId, ticketId }: Target, state: ProposalState) {
  return tx
    .updateTable("proposals")
    .where("communityId", "=", communityId)
    .where("ticketId", "=", ticketId)
    .where("state", "=", state);
}

async function retract(
  target: Target,
  ending: { state: ProposalState; closedBecause: string; decidedAt: string },
): Promise<void> {
  await inState(target, "approved")
    .set(ending)
    .where("version", "=", (eb) =>
      eb
        .selectFrom("proposals")
        .select((inner) => inner.fn.max("version").as("version"))
        .where("communityId", "=", target.communityId)
        .where("ticketId", "=", target.ticketId)
        .where("state", "=", "approved"),
    )
    .execute();
}
