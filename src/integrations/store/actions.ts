import type { OperationNodeSource } from "kysely";
import { NOT_WANTED, type PlannedAction } from "../../triage/model/action.ts";
import type { Change } from "../../triage/model/case.ts";
import { moment, toColumns } from "./columns.ts";
import type { Target } from "./commit.ts";
import type { Tx } from "./tables.ts";

/** Actions that were planned already stay as they are. */
export function insertActions(
  tx: Tx,
  communityId: string,
  now: number,
  actions: readonly (PlannedAction & { readonly ticketId: string })[],
): OperationNodeSource[] {
  if (actions.length === 0) return [];
  const rows = actions.map(({ id, ticketId, act, public: open, deed, serial, notBefore }) => ({
    communityId,
    state: "waiting" as const,
    attempt: 0,
    ...toColumns({ id, ticketId, act, public: open, deed, serial, notBefore, createdAt: now }),
  }));
  return [
    tx
      .insertInto("actions")
      .values(rows)
      .onConflict((conflict) => conflict.columns(["communityId", "id"]).doNothing()),
  ];
}

/** Ends or hands back a claimed action; anything else is a mistake of the caller. */
export async function settleAction(
  { tx, communityId, ticketId }: Target,
  { actionId, state, externalRef, outcome, notBefore }: NonNullable<Change["settled"]>,
): Promise<void> {
  const settled = await tx
    .updateTable("actions")
    .set({
      ...toColumns({ state, outcome }),
      claimedUntil: null,
      ...(externalRef !== null && { externalRef }),
      ...(notBefore !== undefined && { notBefore: moment(notBefore) }),
    })
    .where("communityId", "=", communityId)
    .where("ticketId", "=", ticketId)
    .where("id", "=", actionId)
    .where("state", "=", "claimed")
    .returning("id")
    .executeTakeFirst();
  if (!settled) throw new Error(`the action ${actionId} is not claimed`);
}

/** What was tried may have happened already: it is marked, and whoever claims it looks. */
export function supersedeActions(
  { tx, communityId, ticketId }: Target,
  ids: readonly string[],
): OperationNodeSource[] {
  if (ids.length === 0) return [];
  const these = tx
    .updateTable("actions")
    .where("communityId", "=", communityId)
    .where("ticketId", "=", ticketId)
    .where("id", "in", [...ids]);
  return [
    these.set({ state: "superseded" }).where("state", "=", "waiting").where("attempt", "=", 0),
    these
      .set({ outcome: NOT_WANTED })
      .where("state", "in", ["waiting", "claimed"])
      .where("attempt", ">", 0),
  ];
}
