import { randomBytes } from "node:crypto";
import pg from "pg";

/** A database of its own on a server, for a program that makes its tables there. */
export async function aDatabase(server: string) {
  const name = `signalbox_${randomBytes(6).toString("hex")}`;
  const run = async (statement: string) => {
    const client = new pg.Client(server);
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };
  await run(`CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: String(url), drop: () => run(`DROP DATABASE ${name} WITH (FORCE)`) };
}
