import type { Pool } from "pg";
import { SECOND } from "../src/triage/model/clock.ts";
import { type Standing, whatStands } from "./headless/standing.ts";
import type { Town } from "./town.ts";
import type { Counters } from "./view.ts";

/** A message may be on its way for so long before it counts as lost. */
const ON_ITS_WAY_MS = 10 * SECOND;
/** Counting asks the store: at most so often. */
const COUNT_EVERY_MS = 700;

type Deps = {
  readonly town: Town;
  /** Keys that were planted in posts of the demo. */
  readonly planted: () => readonly string[];
  /** Everything that was logged. */
  readonly logged: () => string;
};

/** Counts what the promises are about, from the simulators and the store; nothing is assumed. */
export function createCounters({ town, planted, logged }: Deps): () => Promise<Counters> {
  const firstSeen = new Map<string, number>();
  let latest: Promise<Counters> | null = null;
  let countedAt = 0;

  async function count(): Promise<Counters> {
    const { store, communityId, database } = town.signalbox();
    const stands = whatStands(town);
    const figures = await store.reports.figures(communityId);
    const skipped = Object.values(figures.skips).reduce((sum, one) => sum + one, 0);
    // Together: when the program ends meanwhile, none of them may fail unheard.
    const [lost, leaks] = await Promise.all([
      store.reports.lost(communityId, "discord", settledIds(stands)),
      Promise.all(planted().map((key) => leaked(key, stands, logged(), database.pool))),
    ]);
    return {
      posts: figures.posts + skipped,
      publicMessages: stands.publicMessages.length,
      issues: stands.issues.length,
      lost: lost.length,
      twice: stands.repeated,
      leaked: leaks.reduce((sum, one) => sum + one, 0),
    };
  }

  /** Messages of members that have stood long enough to be known to the store. */
  function settledIds({ memberMessages }: Standing): string[] {
    const now = Date.now();
    return memberMessages.filter((id) => {
      const seen = firstSeen.get(id) ?? now;
      firstSeen.set(id, seen);
      return now - seen > ON_ITS_WAY_MS;
    });
  }

  return () => {
    if (latest === null || Date.now() - countedAt > COUNT_EVERY_MS) {
      countedAt = Date.now();
      const before = latest;
      // While the program restarts it cannot be asked: what was last counted stands.
      latest = count().catch((error) => {
        if (before) return before;
        throw error;
      });
    }
    return latest;
  };
}

/** In how many places other than its author's own message a planted key stands. */
async function leaked(key: string, stands: Standing, log: string, pool: Pool): Promise<number> {
  const texts = [...stands.botTexts, log];
  const inTables = await tablesWith(key, pool);
  return texts.filter((text) => text.includes(key)).length + inTables.length;
}

/** Every table of the database that holds a text, the queues' among them. */
export async function tablesWith(key: string, pool: Pool): Promise<string[]> {
  const tables = await pool.query<{ name: string }>(
    `SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) AS name
       FROM information_schema.tables
      WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
  );
  const found: string[] = [];
  for (const { name } of tables.rows) {
    const rows = await pool.query<{ found: boolean }>(
      `SELECT EXISTS (SELECT 1 FROM ${name} AS t WHERE t::text LIKE '%' || $1 || '%') AS found`,
      [key],
    );
    if (rows.rows[0]?.found) found.push(name);
  }
  return found;
}
