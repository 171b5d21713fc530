import type { Duplex } from "node:stream";
import type pg from "pg";
import { UserError } from "../../triage/model/errors.ts";
import { GuardedPool } from "./guarded-pool.ts";
import { type Embedded, openEmbedded } from "./pglite/embedded.ts";

export type DatabaseOptions = {
  /** A PostgreSQL server; without it the embedded database is used. */
  readonly url?: string | undefined;
  /** The embedded database's folder; in memory when left out. */
  readonly dataDir?: string | undefined;
  /** A dump for the embedded database to begin from. */
  readonly snapshot?: Uint8Array<ArrayBuffer> | undefined;
  /** The schema in which names without one are looked up. */
  readonly searchPath?: string | undefined;
  /** How many connections to a server; the embedded database shares one among all. */
  readonly max?: number | undefined;
  /** How long the embedded database lets a query wait for a transaction that has fallen silent. */
  readonly patienceMs?: number | undefined;
  /** Told of connections that broke while nobody was using them. */
  readonly onError?: (error: Error) => void;
  /** Told when the embedded database is gone for good; a server's connections come back. */
  readonly onDeath?: ((error: Error) => void) | undefined;
};

export type PoolOptions = Pick<DatabaseOptions, "searchPath" | "max">;

export type Database = {
  readonly kind: "postgresql" | "pglite";
  readonly pool: pg.Pool;
  /** Another pool on the same database, with a search path of its own; the caller ends it. */
  createPool(options: PoolOptions): pg.Pool;
  /** The whole database as a tar archive; only the embedded one can give it. */
  readonly dump: Embedded["dump"] | undefined;
  /** Bytes of JavaScript's heap that the embedded one uses beside the program's own. */
  readonly heapUsed: Embedded["heapUsed"] | undefined;
  close(): Promise<void>;
};

const OLDEST_SERVER = 15;
const SERVER_CONNECTIONS = 10;
/** Connections to the embedded database are a number each; BullMQ keeps one a worker for listening. */
const EMBEDDED_CONNECTIONS = 64;

/** Opens PostgreSQL when given a URL, the embedded database otherwise; both are a `pg.Pool`. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  return options.url === undefined ? openPglite(options) : openServer(options.url, options);
}

async function openServer(url: string, options: DatabaseOptions): Promise<Database> {
  const createPool = (own: PoolOptions) =>
    newPool(
      { connectionString: url, keepAlive: true },
      { max: SERVER_CONNECTIONS, ...own },
      options,
    );
  const pool = createPool(options);
  await checkServer(pool, url).catch(async (error) => {
    await pool.end();
    throw error;
  });
  return {
    kind: "postgresql",
    pool,
    createPool,
    dump: undefined,
    heapUsed: undefined,
    close: () => pool.end(),
  };
}

/** A server that cannot be used is told of at once, by its host and never by its whole URL. */
async function checkServer(pool: pg.Pool, url: string): Promise<void> {
  const where = URL.canParse(url) ? new URL(url).host : "the given URL";
  const { rows } = await pool
    .query("SELECT current_setting('server_version_num')::int AS number")
    .catch((error: Error & { code?: string }) => {
      const why = error.message || error.code;
      throw new UserError(`PostgreSQL at ${where} cannot be used: ${why}. Check DATABASE_URL.`);
    });
  const [{ number }] = rows;
  if (number >= OLDEST_SERVER * 10_000) return;
  const major = Math.floor(number / 10_000);
  throw new UserError(
    `PostgreSQL at ${where} is version ${major}, and ${OLDEST_SERVER} is the oldest that will do.`,
  );
}

async function openPglite(options: DatabaseOptions): Promise<Database> {
  const embedded = await openEmbedded(options);
  const stream = (): Duplex => embedded.connect();
  const createPool = ({ searchPath }: PoolOptions) =>
    newPool(
      { stream, ssl: false, host: "localhost", user: "postgres", database: "postgres" },
      { searchPath, max: EMBEDDED_CONNECTIONS },
      options,
    );
  const pool = createPool(options);
  return {
    kind: "pglite",
    pool,
    createPool,
    dump: (compression) => embedded.dump(compression),
    heapUsed: () => embedded.heapUsed(),
    async close() {
      await pool.end();
      await embedded.close();
    },
  };
}

function newPool(
  server: pg.PoolConfig,
  { searchPath, max }: PoolOptions,
  { onError = () => {} }: Pick<DatabaseOptions, "onError">,
): pg.Pool {
  const pool = new GuardedPool({
    ...server,
    max,
    application_name: "signalbox",
    ...(searchPath === undefined ? {} : { options: `-c search_path=${searchPath}` }),
  });
  pool.on("error", onError);
  return pool;
}
