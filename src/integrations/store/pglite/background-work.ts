import type pg from "pg";
import { type Clock, MINUTE } from "../../../triage/model/clock.ts";

type Deps = {
  readonly pool: Pick<pg.Pool, "query">;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
};

const EVERY_MS = MINUTE;

/**
 * Tables that PostgreSQL's autovacuum would look after by now, with its own thresholds
 * (`autovacuum_vacuum_threshold` and `_scale_factor`, and the same for analyze).
 */
const WORN = `
  SELECT quote_ident(schemaname) || '.' || quote_ident(relname) AS name FROM pg_stat_user_tables
   WHERE n_dead_tup > 50 + 0.2 * n_live_tup OR n_mod_since_analyze > 50 + 0.1 * n_live_tup
   ORDER BY n_dead_tup DESC`;

/**
 * Vacuums and analyzes the tables that need it. PGlite has no background processes, so nobody else
 * does: what jobs leave behind would make each query a little slower than the one before.
 * @param isStopped asked before each table
 * @returns their names, once all were tried
 * @throws what the first of them failed with that could not be vacuumed
 */
export async function vacuumWorn(
  pool: Deps["pool"],
  isStopped: () => boolean = () => false,
): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(WORN);
  const errors: unknown[] = [];
  // One after the other, so that everybody else has a turn in between; one that is damaged, or held
  // by a long transaction, keeps the others from nothing.
  for (const { name } of rows) {
    if (isStopped()) break;
    await pool.query(`VACUUM (ANALYZE) ${name}`).catch((error: unknown) => errors.push(error));
  }
  if (errors.length > 0) throw errors[0];
  return rows.map(({ name }) => name);
}

/** How much may be written before the next checkpoint; a server bounds it by `max_wal_size`. */
const MOST_WAL = 32 * 1_048_576;

/**
 * Ends the log of what was written so far, so that its files are used again: without it they would
 * grow until the program ends, and be replayed in full after a crash.
 * @returns whether it was due
 */
export async function checkpointIfDue(pool: Deps["pool"]): Promise<boolean> {
  const { rows } = await pool.query<{ bytes: string }>(
    "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), redo_lsn) AS bytes FROM pg_control_checkpoint()",
  );
  const isDue = Number(rows[0]?.bytes ?? 0) > MOST_WAL;
  if (isDue) await pool.query("CHECKPOINT");
  return isDue;
}

/** Does both every minute. @returns what ends it, once the statement at hand is done */
export function startBackgroundWork({ pool, clock, onError }: Deps): () => Promise<void> {
  let stopped = false;
  let running: Promise<unknown> = Promise.resolve();
  let cancel = clock.after(EVERY_MS, run);

  function run(): void {
    running = vacuumWorn(pool, () => stopped)
      // Whatever cannot be vacuumed, the log has to end now and then.
      .catch(onError)
      .then(() => (stopped ? false : checkpointIfDue(pool)))
      .catch(onError);
    void running.then(() => {
      if (!stopped) cancel = clock.after(EVERY_MS, run);
    });
  }

  return async () => {
    stopped = true;
    cancel();
    await running;
  };
}
