import { randomBytes } from "node:crypto";
import pg from "pg";
import { expect, it } from "vitest";
import { MINUTE, SECOND } from "../../src/triage/clock.ts";
import { describeWithService } from "../services.ts";
import { aTown } from "./a-town.ts";

/** One story from a post to "This is fixed", with a restart on the way. */
async function smoke(services: { readonly databaseUrl?: string; readonly redisUrl?: string }) {
  const town = await aTown({ lasting: services.databaseUrl === undefined, ...services });
  try {
    const { thread } = await town.ask("It hangs");
    const { thread: asked } = await town.ask("How do I upload?");
    await town.restart();
    for (const card of town.cards()) await town.press(card, "send").ack();
    await town.later(10 * SECOND);
    expect(town.said(asked)).toHaveLength(1);
    const { issue } = await town.ticketOf(thread);
    town.github.as("kaja").closeIssue("acme/sdk", issue?.number ?? 0);
    await town.github.webhooks.settled();
    await town.later(5 * MINUTE);
    expect(town.texts(thread).join()).toContain("This is fixed");
    town.expectOrder({ errors: [/Queue connection/, /Worker error/] });
  } finally {
    await town.close();
  }
}

/** A database that nobody else uses, gone afterwards. */
async function withDatabase(server: string, use: (url: string) => Promise<void>): Promise<void> {
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  const name = `town_${randomBytes(4).toString("hex")}`;
  await admin.query(`CREATE DATABASE ${name}`);
  try {
    const url = new URL(server);
    url.pathname = `/${name}`;
    await use(url.toString());
  } finally {
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
  }
}

describeWithService("postgresql", "a town on PostgreSQL", (server) => {
  it("plays its story", () => withDatabase(server, (databaseUrl) => smoke({ databaseUrl })));
});

describeWithService("redis", "a town on Redis", (server) => {
  it("plays its story", () => {
    // Nobody else's: the names of the program's queues are the same wherever it runs.
    const url = new URL(server);
    url.pathname = "/9";
    return smoke({ redisUrl: url.toString() });
  });
});
