import {
  type BackendFactory,
  type ConnectionOptions,
  createPostgresBackend,
  createRedisBackend,
  DEFAULT_SCHEMA,
  runMigrations,
} from "bullmq";
import { Redis } from "ioredis";
import type pg from "pg";
import { UserError } from "../../triage/model/errors.ts";

/** A PostgreSQL or embedded database, as far as the queues need it. */
export type QueueDatabase = {
  readonly kind: "postgresql" | "pglite";
  createPool(options: { readonly searchPath: string; readonly max: number }): pg.Pool;
};

export type QueueConnections = {
  readonly backend: "redis" | "postgresql" | "pglite";
  readonly forProducers: ConnectionOptions;
  readonly forWorkers: ConnectionOptions;
  readonly factory: BackendFactory;
  close(): Promise<void>;
};

/** A worker on PostgreSQL keeps one connection for listening; the others are for its statements. */
const POOL_SIZE = 12;

/** Redis when there is a URL, otherwise BullMQ's tables in the database, in a schema of their own. */
export async function connectQueues(
  redisUrl: string | undefined,
  database: QueueDatabase | undefined,
  onError: (error: Error) => void,
): Promise<QueueConnections> {
  if (redisUrl !== undefined) return connectRedis(redisUrl, onError);
  if (database) return connectDatabase(database, onError);
  throw new Error("The queues need a Redis URL or a database");
}

async function connectRedis(
  url: string,
  onError: (error: Error) => void,
): Promise<QueueConnections> {
  // Workers wait for Redis as long as it takes; whoever adds a job wants to know soon.
  const forWorkers = new Redis(url, { maxRetriesPerRequest: null });
  const forProducers = new Redis(url, { maxRetriesPerRequest: 3 });
  const disconnect = () => {
    forWorkers.disconnect();
    forProducers.disconnect();
  };
  for (const client of [forWorkers, forProducers]) client.on("error", onError);
  await forProducers.ping().catch((error: Error) => {
    disconnect();
    const where = URL.canParse(url) ? new URL(url).host : "the given URL";
    throw new UserError(`Redis at ${where} cannot be used: ${error.message} Check REDIS_URL.`);
  });
  return {
    backend: "redis",
    forProducers,
    forWorkers,
    factory: createRedisBackend,
    close: async () => disconnect(),
  };
}

async function connectDatabase(
  database: QueueDatabase,
  onError: (error: Error) => void,
): Promise<QueueConnections> {
  const pool = database.createPool({ searchPath: DEFAULT_SCHEMA, max: POOL_SIZE });
  pool.on("error", onError);
  pool.setMaxListeners(0); // Every queue and every worker listens for errors.
  const client = await pool.connect();
  try {
    await runMigrations(client);
  } finally {
    client.release();
  }
  return {
    backend: database.kind,
    forProducers: pool,
    forWorkers: pool,
    // Its own connection type is a pool, which it tells apart when it is called.
    factory: createPostgresBackend as unknown as BackendFactory,
    close: () => pool.end(),
  };
}
