import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { snowflakeAt } from "../../src/bot/discord/snowflake.ts";
import { openDatabase } from "../../src/integrations/store/database.ts";
import { migrate } from "../../src/integrations/store/migrate.ts";
import { createStore } from "../../src/integrations/store/store.ts";
import type { TicketStore } from "../../src/triage/ports/ticket-store.ts";
import { createManualClock } from "../fakes/clock.ts";
import { createTestIds, NOON } from "../fakes/samples.ts";
import { anInstallation, type Installation } from "./an-installation.ts";

let installation: Installation;
beforeAll(async () => {
  installation = await anInstallation({
    config: {
      areas: [{ name: "sdk", keywords: ["upload"] }],
      routing: [
        {
          when: { kind: ["docs"] },
          route: { team: "sdk", repository: "acme/docs", visibility: "public" },
        },
        {
          when: { kind: ["bug"], area: ["sdk"] },
          route: { team: "sdk", repository: "acme/sdk", visibility: "public" },
        },
      ],
    },
    env: { CONSOLE_HOST: "0.0.0.0" },
  });
});
afterAll(() => installation.close());

const run = (...args: string[]) => installation.signalbox(args).done();

describe("signalbox config", { timeout: 60_000 }, () => {
  it("says that there are no mistakes, or lists each with its line", async () => {
    expect(await run("config")).toMatchObject({
      code: 0,
      out: expect.stringContaining("no mistakes"),
    });
    await writeFile(join(installation.folder, "wrong.yaml"), "mode: loud\nspeed: 3\n");
    const wrong = await run("config", "--config", "wrong.yaml");
    expect(wrong).toMatchObject({ code: 2, out: "" });
    expect(wrong.err).toMatch(/wrong\.yaml:1 {2}mode: /);
  });

  it("lists what is wrong with the community's own words, and remarks on their tone", async () => {
    const file = join(installation.folder, "words.yaml");
    const config = await readFile(join(installation.folder, "signalbox.config.yaml"), "utf8");
    await writeFile(file, `${config}texts:\n  gonne: Late\n  de:\n    filed: Beim Team\n`);
    const { length } = config.split("\n");
    const wrong = await run("config", "--config", "words.yaml");
    expect(wrong).toMatchObject({ code: 2, out: "" });
    expect(wrong.err).toContain("2 mistakes");
    expect(wrong.err).toContain(
      `words.yaml:${length + 1}  texts.gonne: there is no such sentence, did you mean gone?`,
    );
    expect(wrong.err).toContain(`words.yaml:${length + 3}  texts.de.filed: lacks {where}`);

    await writeFile(file, `${config}texts: {gone: "Sorry, closed."}\n`);
    expect(await run("config", "--config", "words.yaml")).toMatchObject({
      code: 0,
      out: expect.stringContaining("Worth a look: texts.gone apologises"),
    });
    const listed = await run("texts", "--config", "words.yaml", "--json");
    const rows = listed.out
      .trim()
      .split("\n")
      .map((row) => JSON.parse(row));
    expect(rows.filter((row) => row.inForce !== row.ships)).toEqual([
      expect.objectContaining({ key: "gone", inForce: "Sorry, closed.", longest: 300 }),
    ]);
  });

  it("shows each value with where it comes from", async () => {
    const { code, out, err } = await run("config", "--effective", "--json");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const { settings, store } = JSON.parse(out);
    const found = (key: string) => settings.find((one: { key: string }) => one.key === key);
    expect(store).toContain("no database yet");
    expect(found("mode")).toMatchObject({ value: "live", origin: "signalbox.config.yaml:2" });
    expect(found("limits.settle")).toMatchObject({ value: "5m", origin: "default" });
    expect(found("acts.file-public")).toMatchObject({ value: "draft", origin: "default" });
    expect(found("console.host")).toMatchObject({ value: "0.0.0.0", origin: "environment" });
  });
});

describe("signalbox route", { timeout: 60_000 }, () => {
  const POST = "The upload crashes with TypeError: x is not a function since 2.1";

  it("tells by which rule a post goes where", async () => {
    const { code, out } = await run(
      "route",
      "--json",
      "--text",
      POST,
      "--kind",
      "bug",
      "--area",
      "sdk",
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      route: { repository: "acme/sdk" },
      why: "bugs in the area “sdk” go to acme/sdk (rule 2)",
      rules: [{ matches: false }, { matches: true }],
    });
  });

  it("goes through every rule when asked to explain, reading standard input", async () => {
    const child = installation.signalbox(["route", "--explain", "--kind", "question"]);
    child.write(POST);
    const { code, out } = await child.done();
    expect(code).toBe(0);
    expect(out).toContain("no rule is about this: it goes to the fallback");
    expect(out).toContain("rule 1 does not: not for kind question → acme/docs");
  });

  it("refuses what is not in the configuration, and an empty post", async () => {
    expect(await run("route", "--text", POST, "--area", "moon")).toMatchObject({ code: 2 });
    expect(await run("route", "--text", POST, "--place", "moon")).toMatchObject({ code: 2 });
    expect((await run("route", "--text", " ")).err).toContain("empty");
  });
});

describe("signalbox github-app", { timeout: 60_000 }, () => {
  it("prints the manifest and a link that fills in the form", async () => {
    const { out } = await run("github-app", "--url", "https://bot.example.com/", "--org", "acme");
    const link = /https:\/\/github\.com\/organizations\/acme\/settings\/apps\/new\?\S+/.exec(
      out,
    )?.[0];
    const query = new URL(link ?? "").searchParams;
    expect(query.get("issues")).toBe("write");
    expect(query.get("webhook_url")).toBe("https://bot.example.com/github/webhook");
    expect(query.getAll("events[]")).toEqual([
      "issues",
      "issue_comment",
      "release",
      "pull_request",
      "repository",
    ]);
    expect((await run("github-app", "--url", "bot.example.com")).code).toBe(2);
    expect(out).not.toContain("repository_advisories");
    const more = await run("github-app", "--url", "https://bot.example.com/", "--advisories");
    expect(more.out).toContain('"repository_advisories": "write"');
    expect(more.out).toContain("&repository_advisories=write");
  });
});

describe("signalbox, with what it cannot do anything with", { timeout: 60_000 }, () => {
  it("says so and ends with 2", async () => {
    expect((await run("dance")).code).toBe(2);
    expect((await run("status", "--loud")).err).toContain("unknown option");
    const nowhere = await run("settings", "reset", "nowhere");
    expect(nowhere).toMatchObject({ code: 2, err: expect.stringContaining("acts, mode") });
    expect(await run("status")).toMatchObject({
      code: 2,
      err: expect.stringContaining("no database yet"),
    });
    const noToken = { DISCORD_TOKEN: "" };
    const doctor = installation.signalbox(["doctor", "--config", "none.yaml"], noToken);
    expect(await doctor.done()).toMatchObject({
      code: 1,
      out: expect.stringContaining("no such file"),
    });
  });
});

describe("signalbox settings", { timeout: 150_000 }, () => {
  it("tells what admins set and who changed what, and lets the file's value stand again", async () => {
    const own = await anInstallation();
    const run = (...args: string[]) => own.signalbox(args).done();
    try {
      await setInDiscord(join(own.folder, "data"));
      const data = ["--data", "data"] as const;
      expect(await run("settings", ...data)).toMatchObject({
        code: 0,
        out: "discord.channels.ideas: forum\nmode: shadow\n",
      });
      expect((await run("config", "--effective", ...data)).out).toContain(
        'mode: "shadow"  (store)\n',
      );
      expect((await run("settings", "reset", "mode", ...data)).out).toContain(
        "as in the file again",
      );
      expect((await run("settings", "reset", "mode", ...data)).out).toContain("already");
      const { changes } = JSON.parse((await run("settings", "--history", "--json", ...data)).out);
      expect(changes).toMatchObject([
        { key: "mode", before: "shadow", after: null, by: expect.stringContaining("command line") },
        { key: "discord.channels", by: "Ada" },
        { key: "mode", before: null, after: "shadow", by: "Ada" },
      ]);
      expect((await run("config", "--effective", ...data)).out).toMatch(/mode: "live" {2}\(.*yaml/);
    } finally {
      await own.close();
    }
  });
});

describe("signalbox settings reset discord.channels", { timeout: 150_000 }, () => {
  it("lets a channel that was switched off begin at now, and leaves the others where they are", async () => {
    const own = await anInstallation();
    const inStore = async <T>(use: (tickets: TicketStore) => Promise<T>) => {
      const database = await openDatabase({ dataDir: join(own.folder, "data", "db") });
      try {
        await migrate(database.pool);
        const clock = createManualClock(NOON);
        return await use(createStore({ pool: database.pool, ids: createTestIds(), clock }).tickets);
      } finally {
        await database.close();
      }
    };
    try {
      await mkdir(join(own.folder, "data"), { recursive: true });
      await inStore(async (tickets) => {
        const value = {
          "7": { name: "ideas", listening: "forum" },
          "8": { name: "help", listening: "off" },
          "9": { name: "new", listening: "off" },
        };
        await tickets.changeSetting("1", { key: "discord.channels", value, by: "Ada", at: NOON });
        for (const key of ["7", "7/threads", "8", "8/threads"]) {
          await tickets.moveCursor("1", key, "100");
        }
      });
      const before = snowflakeAt(Date.now());
      const args = ["settings", "reset", "discord.channels", "--data", "data"];
      expect(await own.signalbox(args).done()).toMatchObject({ code: 0 });
      await inStore(async (tickets) => {
        for (const key of ["7", "7/threads"]) expect(await tickets.cursor("1", key)).toBe("100");
        for (const key of ["8", "8/threads"]) {
          const cursor = (await tickets.cursor("1", key)) ?? "0";
          expect(BigInt(cursor)).toBeGreaterThanOrEqual(BigInt(before));
        }
        expect(await tickets.cursor("1", "9")).toBeNull();
      });
    } finally {
      await own.close();
    }
  });
});

/** What a walk through `/setup` leaves behind. */
async function setInDiscord(dataDir: string): Promise<void> {
  await mkdir(dataDir, { recursive: true });
  const database = await openDatabase({ dataDir: join(dataDir, "db") });
  try {
    await migrate(database.pool);
    const clock = createManualClock(NOON);
    const { tickets } = createStore({ pool: database.pool, ids: createTestIds(), clock });
    const ideas = { "9": { name: "ideas", listening: "forum" } };
    for (const [key, value] of Object.entries({ mode: "shadow", "discord.channels": ideas })) {
      await tickets.changeSetting("1", { key, value, by: "Ada", at: NOON });
    }
  } finally {
    await database.close();
  }
}
