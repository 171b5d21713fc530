import type pg from "pg";

export type Statements = { statements: number; transactions: number };

/** Counts what goes over a pool from now on. A statement outside BEGIN is a transaction as well. */
export function countStatements(pool: pg.Pool): Statements {
  const counted: Statements = { statements: 0, transactions: 0 };
  const seen = new WeakSet<object>();
  pool.on("acquire", (client) => {
    if (seen.has(client)) return;
    seen.add(client);
    let open = false;
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    const counting = (...args: unknown[]): unknown => {
      const text = textOf(args[0]);
      if (/^\s*begin\b/i.test(text)) {
        open = true;
        counted.transactions += 1;
      } else if (/^\s*(commit|rollback)\b/i.test(text)) {
        open = false;
      } else {
        counted.statements += 1;
        if (!open) counted.transactions += 1;
      }
      return query(...args);
    };
    client.query = counting as typeof client.query;
  });
  return counted;
}

function textOf(query: unknown): string {
  if (typeof query === "string") return query;
  if (query !== null && typeof query === "object" && "text" in query) return String(query.text);
  return "";
}
