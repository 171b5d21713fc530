import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { expect, it, vi } from "vitest";
import { SECOND } from "../../src/triage/model/clock.ts";
import { describeWithService } from "../services.ts";
import { aCutLine, type CutLine } from "../simulators/cut-line.ts";
import { type ATown, aTown } from "./a-town.ts";

/** How long the service is away, in real milliseconds. */
const AWAY_MS = Number(process.env["SIGNALBOX_TEST_OUTAGE_MS"] ?? 4_000);
const PATIENCE = { timeout: 60_000, interval: 100 };

/** A draft is approved, and something is asked, while the service is away. */
async function play(town: ATown, line: CutLine, how: "cut" | "silence"): Promise<void> {
  const { thread } = await town.ask("How do I upload?");
  const [card] = town.cards();
  line[how]();
  const draft = { title: "Help, please", content: "It crashes" };
  const during = await town.member().createForumPost(town.channels.get("help") ?? "", draft);
  town.posted.push(during);
  town.press(card, "send");
  await wait(AWAY_MS);
  line.mend();
  const { store, communityId, bot } = town.signalbox();
  await vi.waitFor(() => store.tickets.settings(communityId), PATIENCE);
  await bot?.catchUpNow();
  await town.later(30 * SECOND);
  // What was pressed meanwhile counted, or whoever pressed it was told that it did not work.
  if (town.said(thread).length === 0) await town.press(town.cards()[0], "send").ack();
  await town.later(15 * SECOND);
  expect(town.said(thread)).toHaveLength(1);
  expect(town.said(during)).toHaveLength(1);
  const after = await town.ask("It crashes once more");
  expect(town.said(after.thread)).toHaveLength(1);
  // The log tells of it, and is not flooded.
  expect(town.lines.length).toBeLessThan(100 + AWAY_MS / 100);
  town.expectOrder({ errors: [/connect|terminat|could not|fail|error/i] });
}

async function withDatabase(server: string, use: (url: URL) => Promise<void>): Promise<void> {
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  const name = `town_${randomBytes(4).toString("hex")}`;
  await admin.query(`CREATE DATABASE ${name}`);
  try {
    const url = new URL(server);
    url.pathname = `/${name}`;
    await use(url);
  } finally {
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
    await admin.end();
  }
}

describeWithService("postgresql", "a PostgreSQL server", (server) => {
  it.each([
    ["that goes away and comes back", "cut"],
    ["that falls silent", "silence"],
  ] as const)(
    "%s: nothing is lost and nothing happens twice",
    async (_, how) => {
      await withDatabase(server, async (url) => {
        const line = await aCutLine(Number(url.port));
        url.port = String(line.port);
        const town = await aTown({ databaseUrl: url.toString() });
        try {
          await play(town, line, how);
        } finally {
          await town.close();
          await line.close();
        }
      });
    },
    240_000 + 2 * AWAY_MS,
  );
});

describeWithService("redis", "a Redis", (server) => {
  it.each([
    ["that goes away and comes back", "cut"],
    ["that falls silent", "silence"],
  ] as const)(
    "%s: nothing is lost and nothing happens twice",
    async (_, how) => {
      const url = new URL(server);
      const line = await aCutLine(Number(url.port));
      url.port = String(line.port);
      url.pathname = "/10";
      const town = await aTown({ redisUrl: url.toString() });
      try {
        await play(town, line, how);
      } finally {
        await town.close();
        await line.close();
      }
    },
    240_000 + 2 * AWAY_MS,
  );
});
