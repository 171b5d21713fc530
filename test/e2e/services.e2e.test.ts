import { randomBytes } from "node:crypto";
import pg from "pg";
import { expect, it } from "vitest";
import { MINUTE, SECOND } from "../../src/triage/model/clock.ts";
import { markersIn } from "../../src/triage/text/marker.ts";
import { describeWithService } from "../services.ts";
import { aTown } from "./a-town.ts";
import { beginWalk } from "./a-walk.ts";

/** One story from a post to "This is fixed", with a restart on the way. */
async function smoke(services: { readonly databaseUrl?: string; readonly redisUrl?: string }) {
  const town = await aTown({ lasting: services.databaseUrl === undefined, ...services });
  try {
    const { thread } = await town.ask("It hangs");
    const { thread: asked } = await town.ask("How do I upload?");
    await town.restart();
    // The card is redrawn once everything on it is decided; the delay counts from then.
    for (const card of town.cards()) await town.press(card, "send").updated(20 * SECOND);
    await town.later(11 * SECOND);
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

/** Three processes work at once, and two reviewers press at once, while answers are lost. */
async function crowd(services: { readonly databaseUrl: string; readonly redisUrl?: string }) {
  const town = await aTown(services);
  try {
    await town.addWorker();
    await town.addWorker();
    const theo = town.staff("Theo");
    const threads: string[] = [];
    for (let n = 0; n < 6; n += 1) threads.push((await town.ask(`It hangs, number ${n}`)).thread);
    town.github.faults.failNext("POST /repos/*/*/issues", { status: 502, when: "after", times: 2 });
    expect(town.cards()).toHaveLength(threads.length);
    for (const card of town.cards()) {
      const presses = [town.press(card, "send"), town.press(card, "send", theo)];
      await Promise.all(presses.map((press) => press.ack()));
    }
    await town.later(MINUTE);
    await town.later(5 * MINUTE);
    const markers = town.issues().flatMap(({ body }) => markersIn(body ?? ""));
    expect(markers).toHaveLength(threads.length);
    expect(new Set(markers).size).toBe(threads.length);
    for (const thread of threads) {
      const { actions, ticket } = await town.ticketOf(thread);
      expect(ticket.state).toBe("with-team");
      const filings = actions.filter(({ deed }) => deed.do === "open-issue");
      expect(filings.map(({ state }) => state)).toEqual(["done"]);
      expect(town.texts(thread)).toHaveLength(1);
    }
    town.expectOrder({ errors: [/Queue connection/, /Worker error/] });
  } finally {
    await town.close();
  }
}

/** What an admin saves is in force in every process, and only the one with the gateway answers. */
async function processes(databaseUrl: string) {
  const town = await aTown({ databaseUrl, settings: { mode: "shadow" } });
  try {
    await town.addWorker();
    await town.addWorker();
    const council = town.discord.addRole("Council", ["manageGuild", "manageMessages"]);
    const admin = town.discord.addMember({ name: "Ada", roles: [council] });
    const desk = town.discord.addTextChannel({
      name: "desk",
      onlyRoles: [town.roles.get("DevRel") ?? ""],
    });
    const walk = await beginWalk(admin, town.channels.get("general") ?? "");
    await walk.go(1);
    await walk.choose("setup-review", desk);
    await walk.go(6);
    await walk.choose("setup-mode", "live");
    await walk.press("setup-save");
    expect(walk.text()).toContain("Saved and in force");
    // As long as another process may remember the settings of before.
    await town.later(3 * SECOND);
    for (let n = 0; n < 6; n += 1) await town.ask(`It hangs, number ${n}`);
    expect(town.discord.messages(desk)).toHaveLength(6);
    expect(town.discord.messages(town.review)).toEqual([]);

    const asked = town.rita.command("next", {}, desk);
    await asked.reply();
    await town.quiet();
    expect(asked.outcome().replies).toHaveLength(1);
    expect(town.discord.stats()).toMatchObject({ identifies: 1, connections: 1 });
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

describeWithService("postgresql", "one gateway process and two workers", (server) => {
  it("take settings from the store and answer once", { timeout: 120_000 }, () =>
    withDatabase(server, processes),
  );
});

describeWithService("postgresql", "three processes and two reviewers", (server) => {
  it("file one issue for one ask, on PostgreSQL alone", { timeout: 120_000 }, () =>
    withDatabase(server, (databaseUrl) => crowd({ databaseUrl })),
  );

  describeWithService("redis", "with queues on Redis", (redis) => {
    it("file one issue for one ask", { timeout: 120_000 }, () => {
      const url = new URL(redis);
      url.pathname = "/8";
      return withDatabase(server, (databaseUrl) =>
        crowd({ databaseUrl, redisUrl: url.toString() }),
      );
    });
  });
});

describeWithService("redis", "a town on Redis", (server) => {
  it("plays its story", () => {
    // Nobody else's: the names of the program's queues are the same wherever it runs.
    const url = new URL(server);
    url.pathname = "/9";
    return smoke({ redisUrl: url.toString() });
  });
});
