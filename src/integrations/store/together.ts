import { type OperationNodeSource, sql } from "kysely";
import type { Tx } from "./tables.ts";

/**
 * Sends several writes as one statement. They do not see each other's rows, so each must stand by
 * itself; foreign keys are checked after all of them.
 */
export async function writeTogether(tx: Tx, writes: readonly OperationNodeSource[]): Promise<void> {
  if (writes.length === 0) return;
  const parts = writes.map((write, at) => sql`${sql.ref(`w${at}`)} AS (${write})`);
  await sql`WITH ${sql.join(parts)} SELECT 1`.execute(tx);
}
