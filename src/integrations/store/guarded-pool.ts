import { AsyncLocalStorage } from "node:async_hooks";
import pg from "pg";
import { opensTransaction } from "./statement.ts";

type OpenTransaction = { open: boolean };
const transactions = new AsyncLocalStorage<OpenTransaction>();

/** A query went to the pool while the same flow of control had a transaction open. */
export class PoolInsideTransactionError extends Error {
  override readonly name = "PoolInsideTransactionError";
  constructor() {
    super(
      "The pool was asked for a connection inside a transaction: use the transaction's own client, or end it first",
    );
  }
}

/**
 * A `pg.Pool` that refuses to be used inside a transaction of the same async context. On the
 * embedded database, which has one connection, such a query would wait for ever; on a server it
 * would quietly run outside the transaction and could exhaust the pool.
 */
export class GuardedPool extends pg.Pool {
  constructor(options: pg.PoolConfig) {
    super(options);
    this.on("connect", watchTransactions);
    // A connection that breaks while somebody has it fails that one's query, which tells of it. The
    // event besides that would end the process, since nobody listens for it then.
    this.on("connect", (client) => client.on("error", () => {}));
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: ConnectCallback): void;
  override connect(callback?: ConnectCallback): unknown {
    if (transactions.getStore()?.open) {
      const error = new PoolInsideTransactionError();
      return callback ? callback(error, undefined, () => {}) : Promise.reject(error);
    }
    return callback ? super.connect(callback) : super.connect();
  }
}

type ConnectCallback = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: (release?: unknown) => void,
) => void;

type AnyQuery = (...parameters: unknown[]) => unknown;

function watchTransactions(client: pg.PoolClient): void {
  const query = client.query.bind(client) as AnyQuery;
  let current: OpenTransaction | undefined;
  const endIfOver = () => {
    if (current && client.getTransactionStatus() === "I") current.open = false;
  };

  const watched: AnyQuery = (...parameters) => {
    const text = textOf(parameters[0]);
    if (text !== undefined && opensTransaction(text)) {
      current = { open: true };
      transactions.enterWith(current);
    }
    const result = query(...parameters);
    return result instanceof Promise ? result.finally(endIfOver) : result;
  };
  client.query = watched as typeof client.query;
  client.on("end", () => {
    if (current) current.open = false;
  });
}

function textOf(query: unknown): string | undefined {
  if (typeof query === "string") return query;
  const named = typeof query === "object" && query !== null && "text" in query;
  return named && typeof query.text === "string" ? query.text : undefined;
}
