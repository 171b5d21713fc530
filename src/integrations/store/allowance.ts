import { sql } from "kysely";
import { z } from "zod";
import { type Allowance, pauseMs } from "../../triage/perform/allowance.ts";
import { moment } from "./columns.ts";
import type { Db } from "./tables.ts";

const Found = z.object({ at: z.number(), pauses: z.number() });

/** Old rows go a few at a time, so that no request waits for a large deletion. */
const CLEARED_AT_ONCE = 10;

/** One account's turns are given one after the other, whoever asks. */
const lock = (account: string) =>
  sql`SELECT pg_advisory_xact_lock(hashtextextended(${`spent:${account}`}, 0))`;

export function createAllowance(db: Db): Allowance {
  return {
    take(communityId, account, cost, limits, now) {
      const longest = Math.max(0, ...limits.map(({ withinMs }) => withinMs));
      // The newest row that has to be out of the span before the cost fits in.
      const full = limits
        .filter(({ counts }) => cost[counts] > 0)
        .map(
          ({ counts, most, withinMs }) => sql`
            SELECT max(at) + ${`${withinMs} milliseconds`}::interval FROM (
              SELECT at, sum(${sql.ref(counts)}) OVER (ORDER BY at DESC, n DESC) AS spent
              FROM spent WHERE account = ${account} AND at > ${moment(now - withinMs)}) w
            WHERE spent + ${cost[counts]} > ${most}`,
        );
      return db.transaction().execute(async (tx) => {
        await lock(account).execute(tx);
        const silent = sql`SELECT max(until) FROM silences WHERE account = ${account}`;
        const moments = [silent, ...full].map((one) => sql`(${one})`);
        const { rows } = await sql<unknown>`SELECT
          (extract(epoch FROM greatest(${moment(now)}::timestamptz, ${sql.join(moments)})) * 1000)::float8 AS at,
          (SELECT coalesce(max(pauses), 0) FROM silences WHERE account = ${account}) AS pauses`.execute(
          tx,
        );
        const turn = Found.parse(rows[0]);
        if (turn.at > now) return { ...turn, at: Math.ceil(turn.at) };
        await sql`WITH old AS (
          DELETE FROM spent WHERE (community_id, account, n) IN (
            SELECT community_id, account, n FROM spent
            WHERE account = ${account} AND at <= ${moment(now - longest)}
            ORDER BY at LIMIT ${CLEARED_AT_ONCE}))
          INSERT INTO spent (community_id, account, at, points, creations)
          VALUES (${communityId}, ${account}, ${moment(now)}, ${cost.points}, ${cost.creations})`.execute(
          tx,
        );
        return { ...turn, at: now };
      });
    },

    async silence(communityId, account, until) {
      await sql`INSERT INTO silences AS s (community_id, account, until, pauses)
        VALUES (${communityId}, ${account}, ${moment(until)}, 0)
        ON CONFLICT (community_id, account)
        DO UPDATE SET until = greatest(s.until, excluded.until)`.execute(db);
    },

    async pause(communityId, account, now) {
      await db.transaction().execute(async (tx) => {
        await lock(account).execute(tx);
        const { rows } = await sql<unknown>`SELECT
          (extract(epoch FROM max(until)) * 1000)::float8 AS at, max(pauses) AS pauses
          FROM silences WHERE account = ${account} HAVING count(*) > 0`.execute(tx);
        const before = rows[0] === undefined ? { at: 0, pauses: 0 } : Found.parse(rows[0]);
        // Another process was asked the same and has noted it.
        if (before.at > now) return;
        const until = moment(now + pauseMs(before.pauses));
        await sql`INSERT INTO silences (community_id, account, until, pauses)
          VALUES (${communityId}, ${account}, ${until}, ${before.pauses + 1})
          ON CONFLICT (community_id, account)
          DO UPDATE SET until = excluded.until, pauses = excluded.pauses`.execute(tx);
      });
    },

    async answered(_, account) {
      await sql`UPDATE silences SET pauses = 0 WHERE account = ${account}`.execute(db);
    },
  };
}
