import { hostname } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import type { Database } from "./database.ts";

/** Whoever has what somebody else waits for. */
export type Holder = {
  /** Process and machine, as it calls itself; null when the server does not tell. */
  readonly name: string | null;
  readonly since: string | null;
};

/** Something that one process has at a time, among all that share a database. */
export type Lease = {
  /** Tries once. Null: it is ours from now on. Rejects when the database cannot be asked. */
  take(): Promise<Holder | null>;
  /** Tries until it is ours; false when it was released before. */
  wait(): Promise<boolean>;
  /** It was ours, and since the connection broke somebody else may have it. */
  isInDoubt(): boolean;
  /** Lets go of it, or of waiting for it. */
  release(): Promise<void>;
};

type Options = {
  readonly database: Pick<Database, "kind" | "createPool">;
  /** What it is about; whoever uses the same name means the same thing. */
  readonly name: string;
  /** It was ours, the connection broke, and by now somebody else has it. */
  readonly onLost: (holder: Holder) => void;
  /** The database cannot be asked; told once each time. */
  readonly onError: (error: unknown) => void;
  /** The server takes it from a holder that it has not heard of for so long. */
  readonly lapseMs?: number;
  readonly lookEveryMs?: number;
};

const LAPSE_MS = 15_000;
const LOOK_EVERY_MS = 1_000;
/** The server cuts what is longer. */
const LONGEST_NAME = 63;
/** The holder is heard of several times before the lease lapses. */
const BEATS_IN_A_LAPSE = 4;

/** The embedded database belongs to one process already; its folder is locked before it opens. */
const ALONE: Lease = {
  take: async () => null,
  wait: async () => true,
  isInDoubt: () => false,
  release: async () => {},
};

/**
 * A lock that a connection of its own holds, so that a process that is killed loses it at once. The
 * server also takes it from one that is frozen or cut off, since it ends connections that are silent.
 * It goes by real time, as the server does, and not by the program's clock.
 */
export function createLease(options: Options): Lease {
  if (options.database.kind === "pglite") return ALONE;
  const { name, onLost, onError, lapseMs = LAPSE_MS, lookEveryMs = LOOK_EVERY_MS } = options;
  const pool = options.database.createPool({ max: 1 });
  const us = `signalbox gateway ${process.pid} on ${hostname()}`.slice(0, LONGEST_NAME);
  let client: pg.PoolClient | undefined;
  let isOurs = false;
  let isInDoubt = false;
  let released = false;
  let beating: NodeJS.Timeout | undefined;
  let trying: Promise<unknown> = Promise.resolve();

  /** The connection is of no use any more, and with it went the lock. */
  function drop(broken: pg.PoolClient): void {
    if (broken !== client) return;
    client = undefined;
    clearInterval(beating);
    broken.release(true);
    const had = isOurs;
    isOurs = false;
    if (!had || released) return;
    isInDoubt = true;
    void regain();
  }

  async function connect(): Promise<pg.PoolClient> {
    if (client) return client;
    const fresh = await pool.connect();
    fresh.on("error", () => drop(fresh));
    client = fresh;
    await fresh.query(
      "SELECT set_config('application_name', $1, false), set_config('idle_session_timeout', $2, false)",
      [us, `${lapseMs}ms`],
    );
    return fresh;
  }

  async function tryOnce(): Promise<Holder | null> {
    try {
      const on = await connect();
      const { rows } = await on.query<{ got: boolean }>(
        "SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS got",
        [name],
      );
      if (!rows[0]?.got) return await holderOf(on, name);
      isOurs = true;
      isInDoubt = false;
      beating = setInterval(() => void beat(on), lapseMs / BEATS_IN_A_LAPSE);
      beating.unref();
      return null;
    } catch (error) {
      if (client) drop(client);
      throw error;
    }
  }

  async function beat(on: pg.PoolClient): Promise<void> {
    const late = AbortSignal.timeout(lapseMs / 2);
    const tooLate = new Promise<"late">((resolve) => {
      late.addEventListener("abort", () => resolve("late"));
    });
    const heard = on.query("SELECT 1").catch(() => "failed" as const);
    if (typeof (await Promise.race([heard, tooLate])) === "string") drop(on);
  }

  /** The connection broke: if nobody has taken it meanwhile, all goes on as it was. */
  async function regain(): Promise<void> {
    // Until the server has noticed too, it is our own broken connection that has it.
    const holder = await until((found) => found?.name !== us);
    if (holder && !released) onLost(holder);
  }

  /** Asks again and again. @returns the last answer; undefined when it was released before one */
  async function until(
    enough: (found: Holder | null | undefined) => boolean,
  ): Promise<Holder | null | undefined> {
    let isDown = false;
    while (!released) {
      try {
        const asking = tryOnce();
        trying = asking.catch(() => {});
        const found = await asking;
        isDown = false;
        if (enough(found)) return found;
      } catch (error) {
        if (!isDown && !released) onError(error);
        isDown = true;
      }
      await pause(lookEveryMs, undefined, { ref: false });
    }
    return undefined;
  }

  return {
    take: tryOnce,
    wait: async () => (await until((found) => found === null)) === null,
    isInDoubt: () => isInDoubt,
    async release() {
      if (released) return;
      released = true;
      await trying;
      clearInterval(beating);
      // Whoever waits has it as soon as the connection is gone.
      client?.release(true);
      client = undefined;
      await pool.end();
    },
  };
}

async function holderOf(client: pg.PoolClient, name: string): Promise<Holder> {
  const { rows } = await client.query<{ name: string | null; since: Date | null }>(
    `SELECT a.application_name AS name, a.backend_start AS since
      FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
      WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND ((l.classid::bigint << 32) | l.objid::bigint) = hashtextextended($1, 0)`,
    [name],
  );
  const [row] = rows;
  return { name: row?.name || null, since: row?.since?.toISOString() ?? null };
}
