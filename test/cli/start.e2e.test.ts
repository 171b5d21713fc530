import { readFileSync, statSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { describeWithService } from "../services.ts";
import { aDatabase } from "./a-database.ts";
import { anInstallation, type Child, type Installation } from "./an-installation.ts";

let installation: Installation;
afterEach(() => installation.close());

const RUNS = "Signalbox runs.";
const PATIENCE = { timeout: 60_000, interval: 100 };

/** Where the running program answers, as it says itself. */
function addressOf({ said }: Child): string {
  return /http:\/\/[\d.]+:\d+/.exec(said.out)?.[0] ?? expect.unreachable();
}

describe("signalbox start", { timeout: 300_000 }, () => {
  it("runs, answers commands over its socket meanwhile, and stops in order", async () => {
    installation = await anInstallation({ config: { mode: "shadow" } });
    const { signalbox, folder, discord } = installation;
    const program = signalbox(["start"]);
    await program.says(RUNS);
    expect(program.said.out).toMatch(/server\s+Acme \(shadow: .*nothing is said in public\)/);

    const url = addressOf(program);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const figures = await (await fetch(`${url}/metrics`)).text();
    expect(figures).toContain("signalbox_oldest_due_seconds 0");
    expect(figures).toContain("nodejs_eventloop_lag_seconds");

    const data = join(folder, ".signalbox");
    expect(statSync(data).mode & 0o777).toBe(0o700);
    expect(statSync(join(data, "signalbox.sock")).mode & 0o777).toBe(0o600);

    const ana = discord.addMember({ name: "Ana" });
    await ana.createForumPost(installation.forumId, { title: "It crashes", content: "TypeError" });
    const status = async () => {
      const { out, code } = await signalbox(["status", "--json"]).done();
      expect(code).toBe(0);
      return JSON.parse(out);
    };
    await vi.waitFor(async () => expect((await status()).posts).toBe(1), PATIENCE);
    expect(await status()).toMatchObject({ mode: "shadow", paused: false, running: true });
    const report = await signalbox(["report", "--out", "pages/week.html"]).done();
    expect(report).toMatchObject({ code: 0, err: "" });
    expect(report.out).toMatch(/no reply after 24 h +no data/);
    expect(readFileSync(join(folder, "pages/week.html"), "utf8")).toContain("You said, we did");
    const nobody = await signalbox(["report", "--team", "web"]).done();
    expect(nobody).toMatchObject({ code: 2, out: "" });
    expect(nobody.err).toContain("There is no team called web: there are sdk.");
    expect((await signalbox(["pause"]).done()).out).toContain("Paused");
    expect(await status()).toMatchObject({ paused: true });
    const second = await signalbox(["start"]).done();
    expect(second).toMatchObject({ code: 1, out: "" });
    expect(second.err).toContain("in use by process");

    program.signal("SIGTERM");
    expect(await program.ended).toBe(0);
    expect(program.said.out).toContain("Stopped.");
    // Now nobody holds the database, so the command opens it itself.
    expect((await signalbox(["resume"]).done()).out).toContain("Resumed");
    const story = await signalbox(["explain", "sb-1"]).done();
    expect(story.out).toMatch(/^SB-1 {2}/);
    expect((await signalbox(["explain", "SB-99"]).done()).code).toBe(2);
    const short = await signalbox(["report", "--short", "sdk"]).done();
    expect(short).toMatchObject({ code: 0, err: "" });
    expect(short.out).toContain("**The week for sdk**");

    const { file } = JSON.parse((await signalbox(["backup", "--json"]).done()).out);
    expect((await signalbox(["restore", file]).done()).err).toContain("there already");
    await rename(join(data, "db"), join(data, "db.before"));
    expect(await signalbox(["restore", file]).done()).toMatchObject({ code: 0, err: "" });
    expect(await status()).toMatchObject({ posts: 1, running: false });
    for (const secret of [discord.token, "only for this test"]) {
      expect(program.said.out + program.said.err).not.toContain(secret);
    }
  });

  it("ended while it acts goes on where it was: nothing is lost, nothing twice", async () => {
    installation = await anInstallation({
      // Alike as they are, they must not be taken for one.
      config: { acts: { "file-private": "auto" }, thresholds: { same_ask: 1 } },
    });
    const { signalbox, discord, github, repository, forumId } = installation;
    github.configureRepository(repository, { private: true });
    await installation.rewrite({ fallback: { visibility: "private" } });
    const parts = [
      "upload",
      "login",
      "export",
      "search",
      "billing page",
      "webhook",
      "editor",
      "cli",
    ];
    // The first issue is written and the answer never comes: the others wait for their turn.
    github.faults.failNext("POST /repos/*/*/issues", { status: "hang", when: "after" });
    let program = signalbox(["start"]);
    await program.says(RUNS);
    const threads: string[] = [];
    for (const part of parts) {
      const member = discord.addMember({ name: `Reports ${part}` });
      const title = `The ${part} crashes with a stack trace`;
      const text = `Since version 1.2.3 the ${part} crashes: TypeError: ${part.replaceAll(" ", "")}Handler is not a function. It worked in 1.2.2. Steps: open the ${part}, press save. Expected: saved.`;
      threads.push(await member.createForumPost(forumId, { title, content: text }));
    }
    const issues = () => github.issues(repository);
    await vi.waitFor(() => expect(issues()).toHaveLength(1), PATIENCE);
    program.signal("SIGTERM");
    expect(await program.ended).toBe(0);
    expect(issues()).toHaveLength(1);

    program = signalbox(["start"]);
    await program.says(RUNS);
    const told = (thread: string) =>
      discord.messages(thread).filter((message) => JSON.stringify(message).includes("SB-"));
    await vi.waitFor(() => {
      expect(issues()).toHaveLength(parts.length);
      for (const thread of threads) expect(told(thread)).toHaveLength(1);
    }, PATIENCE);
    program.signal("SIGTERM");
    await program.ended;
    expect(new Set(issues().map(({ title }) => title)).size).toBe(parts.length);
    for (const thread of threads) expect(told(thread)).toHaveLength(1);
  });

  it("ends with a sentence and exit code 1 when Discord will not have it any more", async () => {
    installation = await anInstallation();
    for (const [code, words] of [
      [4_012, "invalid API version"],
      [4_014, "switch on Message Content Intent"],
    ] as const) {
      const program = installation.signalbox(["start"]);
      await program.says(RUNS);
      installation.discord.faults.closeWith(code);
      expect({ code, exit: await program.ended }).toEqual({ code, exit: 1 });
      expect(program.said.err).toContain(words);
      expect(program.said.err).not.toContain(installation.discord.token);
    }
  });

  it("ends when it has grown and needs shards, and has them when it is started again", async () => {
    installation = await anInstallation();
    const { signalbox, discord } = installation;
    const small = signalbox(["start"]);
    await small.says(RUNS);
    discord.faults.requireShards(2);
    expect(await small.ended).toBe(1);
    expect(small.said.err).toContain("4011, sharding required");
    const grown = signalbox(["start"]);
    await grown.says(RUNS);
    expect(discord.stats().shards).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ]);
    grown.signal("SIGTERM");
    expect(await grown.ended).toBe(0);
  });
});

describeWithService("postgresql", "signalbox start on a server", (url) => {
  it("shares its work between a gateway and a worker", { timeout: 300_000 }, async () => {
    const own = await aDatabase(url);
    try {
      installation = await anInstallation({ env: { DATABASE_URL: own.url } });
      const { signalbox, discord, forumId, reviewId } = installation;
      const gateway = signalbox(["start", "--role", "gateway", "--data", "one"]);
      const worker = signalbox(["start", "--role", "worker", "--data", "two"]);
      await gateway.says(RUNS);
      await worker.says(/role\s+worker[\s\S]*PostgreSQL at/);
      expect(discord.stats().connections).toBe(1);
      const ana = discord.addMember({ name: "Ana" });
      const content = "Since 1.2.3 the upload crashes: TypeError: x is not a function.";
      await ana.createForumPost(forumId, { title: "Upload crashes", content });
      await vi.waitFor(() => expect(discord.messages(reviewId)).toHaveLength(1), PATIENCE);
      const status = JSON.parse((await signalbox(["status", "--json"]).done()).out);
      expect(status).toMatchObject({ posts: 1, running: false, review: { open: 1 } });
      for (const one of [gateway, worker]) one.signal("SIGTERM");
      expect([await gateway.ended, await worker.ended]).toEqual([0, 0]);
      expect(gateway.said.out + worker.said.out).not.toContain(own.url);
    } finally {
      await own.drop();
    }
  });

  it("has one gateway: a second one waits and takes over when that one is killed", {
    timeout: 300_000,
  }, async () => {
    const own = await aDatabase(url);
    try {
      installation = await anInstallation({ env: { DATABASE_URL: own.url } });
      const { signalbox, discord, forumId, reviewId } = installation;
      const first = signalbox(["start", "--data", "one"]);
      await first.says(RUNS);
      const second = signalbox(["start", "--data", "two"]);
      await second.says(/gateway +waits: signalbox gateway \d+ on /);
      expect(second.said.err.match(/Another process listens to Discord/g)).toHaveLength(1);
      expect(second.said.err).toContain("--role worker");
      expect((await fetch(`${addressOf(second)}/healthz`)).status).toBe(200);
      expect(discord.stats()).toMatchObject({ identifies: 1, connections: 1 });

      first.signal("SIGKILL");
      await first.ended;
      await vi.waitFor(() => expect(discord.stats().identifies).toBe(2), PATIENCE);
      await vi.waitFor(() => expect(discord.stats().connections).toBe(1), PATIENCE);
      const ana = discord.addMember({ name: "Ana" });
      const content = "Since 1.2.3 the upload crashes: TypeError: x is not a function.";
      await ana.createForumPost(forumId, { title: "Upload crashes", content });
      await vi.waitFor(() => expect(discord.messages(reviewId)).toHaveLength(1), PATIENCE);
      const reply = await ana.command("status", {}, forumId).reply(PATIENCE.timeout);
      expect(JSON.stringify(reply)).toContain("SB-1");

      const third = signalbox(["start", "--role", "gateway", "--data", "three"]);
      await third.says(/gateway +waits: /);
      third.signal("SIGTERM");
      expect(await third.ended).toBe(0);
      second.signal("SIGTERM");
      expect(await second.ended).toBe(0);
      expect(discord.stats()).toMatchObject({ identifies: 2, violations: [], crashes: [] });
    } finally {
      await own.drop();
    }
  });
});

describe("signalbox start, when something has to be mended first", { timeout: 120_000 }, () => {
  it.each([
    ["a wrong token", { env: { DISCORD_TOKEN: "wrong.token" } }, "refused the bot's token"],
    ["no token", { env: { DISCORD_TOKEN: "" } }, "DISCORD_TOKEN is not set"],
    [
      "a missing intent",
      { discord: { messageContentEnabled: false } },
      "switch on Message Content Intent",
    ],
    ["another server", { discord: { guildName: "Other" } }, 'not a member of a server "Acme"'],
  ] as const)("says so in a sentence: %s", async (_, overrides, words) => {
    installation = await anInstallation(overrides);
    const ended = await installation.signalbox(["start"], { LOG_LEVEL: "error" }).done();
    expect(ended).toMatchObject({ code: 1, out: "" });
    expect(ended.err).toContain(words);
    expect(ended.err).not.toMatch(/\n\s+at /);
    expect(ended.err).not.toContain("wrong.token");
  });

  it("says so in a sentence: no config, a wrong one, docs that are not there", async () => {
    installation = await anInstallation({ config: { docs: [{ name: "a", path: "./none" }] } });
    const { signalbox, folder } = installation;
    expect(await signalbox(["start"]).done()).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^In the config's docs:\n {2}a: there is no .*none\n$/),
    });
    await writeFile(join(folder, "wrong.yaml"), "community: ACME\n");
    expect(await signalbox(["start", "--config", "wrong.yaml"]).done()).toMatchObject({
      code: 1,
      err: expect.stringMatching(/wrong\.yaml:1 {2}community: must be/),
    });
    expect(await signalbox(["start", "--config", "none.yaml"]).done()).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^none\.yaml: there is no such file/),
    });
    expect((await signalbox(["start", "--role", "worker"]).done()).err).toContain("DATABASE_URL");
    expect((await signalbox(["start", "--role", "captain"]).done()).code).toBe(2);
  });
});
