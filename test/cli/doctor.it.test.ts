import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { commandList } from "../../src/bot/commands/commands.ts";
import { examine } from "../../src/cli/doctor/examine.ts";
import type { Finding } from "../../src/cli/doctor/finding.ts";
import { readSetup } from "../../src/cli/setup.ts";
import { createConsole, startConsole } from "../../src/console/server.ts";
import { openDatabase } from "../../src/integrations/store/database.ts";
import { migrate } from "../../src/integrations/store/migrate.ts";
import { createStore } from "../../src/integrations/store/store.ts";
import { createManualClock } from "../fakes/clock.ts";
import { createTestIds, NOON } from "../fakes/samples.ts";
import { describeWithService } from "../services.ts";
import { startOpenAiSimulator } from "../simulators/openai/server.ts";
import { anInstallation, type Installation } from "./an-installation.ts";
import { startFakeRedis } from "./fake-redis.ts";

let installation: Installation;
const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of closers.splice(0)) await close();
  await installation.close();
});

async function anOperator(...args: Parameters<typeof anInstallation>) {
  installation = await anInstallation(...args);
  return installation;
}

async function theDoctor(
  { configFile, env }: Installation,
  more: Record<string, string> = {},
): Promise<Finding[]> {
  const given = { ...env, DATABASE_URL: "", REDIS_URL: "", OPENAI_API_KEY: "", ...more };
  for (const [name, value] of Object.entries(given)) vi.stubEnv(name, value);
  return examine({ config: configFile });
}

const wrong = (findings: readonly Finding[]) => findings.filter(({ level }) => level !== "ok");

/** The one finding that is not well, as words. */
function only(findings: readonly Finding[], area: Finding["area"]): string {
  const found = wrong(findings).filter((finding) => finding.area === area);
  expect(found.map(({ what }) => what)).toHaveLength(1);
  expect(found[0]?.mend).not.toBe("");
  return `${found[0]?.level}: ${found[0]?.what} → ${found[0]?.mend}`;
}

/** What an admin saved of the acts, as it is stored. */
async function save({ folder, discord }: Installation, acts: Record<string, string>) {
  const dataDir = join(folder, ".signalbox");
  await mkdir(dataDir, { recursive: true });
  const database = await openDatabase({ dataDir: join(dataDir, "db") });
  await migrate(database.pool);
  const clock = createManualClock(NOON);
  const { tickets } = createStore({ pool: database.pool, ids: createTestIds(), clock });
  const change = { key: "acts", value: acts, by: "Ada", at: NOON };
  await tickets.changeSetting(discord.guildId, change);
  await database.close();
}

describe("signalbox doctor", () => {
  it("finds nothing wrong with a sound installation", async () => {
    const findings = await theDoctor(await anOperator());
    expect(wrong(findings)).toEqual([
      // There is nothing to answer from.
      expect.objectContaining({ area: "docs", level: "warning" }),
    ]);
    expect(findings.map(({ what }) => what).join("\n")).toMatch(
      /no mistakes[\s\S]*Message Content[\s\S]*Acme[\s\S]*help is there[\s\S]*not open to all[\s\S]*may do[\s\S]*signalbox\[bot\][\s\S]*acme\/sdk is ready/,
    );
  });

  it("names what was saved in /setup over a lower value of the file, and how to undo it", {
    timeout: 120_000,
  }, async () => {
    const operator = await anOperator({ config: { acts: { answer: "draft", ask: "draft" } } });
    await save(operator, { answer: "auto", ask: "off" });
    const findings = await theDoctor(operator);
    expect(only(findings, "config")).toMatch(
      /^warning: acts\.answer is auto, .* not draft, .* → .*"signalbox settings reset acts"/,
    );
    expect(findings.map(({ what }) => what)).toContainEqual(
      expect.stringContaining("acts.ask is off"),
    );
  });

  it("names what was saved in /setup and means nothing to this release", {
    timeout: 120_000,
  }, async () => {
    const operator = await anOperator();
    await save(operator, { answer: "off", sing: "auto" });
    expect(only(await theDoctor(operator), "config")).toMatch(
      /^warning: acts\.sing, as saved in \/setup, .* → Choose it again/,
    );
  });

  it("reports everything that is wrong in one run", async () => {
    const operator = await anOperator({
      config: {
        discord: {
          server: "Acme",
          api_url: "http://127.0.0.1:1",
          channels: { help: "forum" },
          review_channel: "review",
          roles: { staff: ["Staff"] },
        },
        docs: [{ name: "guide", path: "./nowhere" }],
        engine: "openai",
      },
      env: { GITHUB_APP_PRIVATE_KEY: "not a key" },
    });
    vi.stubEnv("CONSOLE_PORT", new URL(operator.discord.restBase).port);
    const areas = new Set(
      wrong(await theDoctor(operator, { REDIS_URL: "redis://127.0.0.1:1" })).map(
        ({ area }) => area,
      ),
    );
    expect([...areas]).toEqual(["discord", "github", "openai", "redis", "docs", "console"]);
  }, 60_000);

  it("looks at the rest although the config has mistakes", async () => {
    const operator = await anOperator();
    await writeFile(operator.configFile, "community: ACME\nmode: loud\n");
    const findings = await theDoctor(operator, { DISCORD_TOKEN: "" });
    const config = only(findings, "config");
    expect(config).toMatch(/:1 {2}community[\s\S]*:2 {2}mode/);
    expect(only(findings, "discord")).toContain("DISCORD_TOKEN");
    expect(findings.some(({ area }) => area === "disk")).toBe(true);
  });

  it.each([
    [
      "a wrong token",
      { env: { DISCORD_TOKEN: "wrong.token" } },
      /refused the bot's token.*Reset Token/,
    ],
    ["a missing intent", { discord: { messageContentEnabled: false } }, /Message Content Intent/],
    [
      "a server that it is not in",
      { discord: { guildName: "Other" } },
      /no server called "Acme".*oauth2\/authorize/,
    ],
  ] as const)("tells of %s", async (_, overrides, words) => {
    expect(only(await theDoctor(await anOperator(overrides)), "discord")).toMatch(words);
  });

  it("has a line for every channel, tag, role, permission and command", async () => {
    const operator = await anOperator();
    const { discord } = operator;
    discord.addForum({ name: "ideas", tags: ["Answered"] });
    discord.addTextChannel({ name: "news" });
    await operator.rewrite({
      discord: {
        channels: { help: "forum", ideas: "forum" },
        announcements_channel: "news",
        state_tags: { answered: "Answered" },
      },
    });
    await registerOldCommands(discord);
    const said = (await theDoctor(operator))
      .filter(({ area }) => area === "discord")
      .map(({ level, what }) => `${level}: ${what}`);
    expect(said).toEqual(
      expect.arrayContaining([
        "ok: Channel help is there (forum).",
        "warning: The forum help has no tag Answered, so that state is shown by a reaction there.",
        "ok: Channel ideas is there (forum).",
        "ok: The forum ideas has the tag Answered.",
        "ok: Review channel review is there and not open to all.",
        "ok: Announcements channel news is there.",
        "ok: Role Staff is there (staff).",
        "ok: The bot may do what it has to in #help.",
        "ok: The bot may do what it has to in #ideas.",
        "ok: The bot may do what it has to in #review.",
        "ok: The bot may do what it has to in #news.",
        "ok: Command /status is registered.",
        "warning: Command /next is registered as another release had it.",
        "warning: Command /setup is not registered.",
        "warning: Command /old is registered, but it is none of this release.",
      ]),
    );
    expect(discord.stats().violations).toEqual([]);
  });

  it("tells of a timeout, and of a report that could not be posted in a forum", async () => {
    const operator = await anOperator();
    const { discord, forumId } = operator;
    discord.denyBot(forumId, ["sendMessages"]);
    expect(only(await theDoctor(operator), "discord")).toMatch(
      /In #help .* lacks: Send Messages\. /,
    );
    discord.timeOut(discord.botUserId, Date.now() + 60_000);
    const [first] = wrong(await theDoctor(operator)).filter(({ area }) => area === "discord");
    expect(first?.what).toContain("in a timeout until");
    expect(first?.mend).toContain("Remove Timeout");
  });

  it("tells of channels, roles and permissions that are not as the config says", async () => {
    const operator = await anOperator({
      config: {
        discord: {
          server: "Acme",
          api_url: "placeholder",
          channels: { help: "forum", nowhere: "forum", chat: "forum" },
          review_channel: "open-review",
          roles: { staff: ["Staff"], helper: ["Nobody"] },
        },
      },
    });
    const { discord, forumId } = operator;
    discord.addTextChannel({ name: "chat" });
    discord.addTextChannel({ name: "open-review" });
    discord.denyBot(forumId, ["manageThreads"]);
    await operator.rewrite({ discord: { api_url: discord.restBase } });
    const said = wrong(await theDoctor(operator))
      .filter(({ area }) => area === "discord")
      .map(({ level, what }) => `${level}: ${what}`);
    expect(said).toEqual([
      expect.stringMatching(/^failure: There is no channel nowhere/),
      expect.stringMatching(/^warning: chat is listened to as a forum/),
      expect.stringMatching(/^failure: Everybody can see the review channel/),
      expect.stringMatching(/^warning: There is no role Nobody/),
      expect.stringMatching(/^failure: In #help .*Manage Threads/),
    ]);
  });

  it.each([
    [
      "public where the route says private",
      { private: false },
      "private",
      /is public, but a route says private/,
    ],
    ["private where the route says public", { private: true }, "public", /cannot open/],
    ["archived", { archived: true }, "public", /is archived/],
    ["without issues", { hasIssues: false }, "public", /switched off/],
    ["not open to the app", { installed: false }, "public", /is not installed on acme\/sdk/],
  ] as const)("tells of a repository that is %s", async (_, change, visibility, words) => {
    const operator = await anOperator();
    operator.github.configureRepository(operator.repository, change);
    await operator.rewrite({ fallback: { visibility } });
    expect(only(await theDoctor(operator), "github")).toMatch(words);
  });

  it("tells of labels, assignees, issue types and a webhook secret that are missing", async () => {
    const operator = await anOperator({ env: { GITHUB_WEBHOOK_SECRET: "" } });
    await operator.rewrite({
      fallback: { labels: ["bug", "triage me"], assignees: ["stranger"], type: "Epic" },
    });
    const said = wrong(await theDoctor(operator)).filter(({ area }) => area === "github");
    expect(said.map(({ what }) => what)).toEqual([
      expect.stringContaining("GITHUB_WEBHOOK_SECRET"),
      expect.stringContaining("triage me"),
      expect.stringContaining("stranger"),
      expect.stringContaining("no issue type Epic"),
    ]);
    expect(said[1]?.mend).toBe('gh label create "triage me" --repo acme/sdk');
  });

  it("tells of permissions that the app lacks, and asks for advisories only where they are routed", async () => {
    const operator = await anOperator({
      app: { permissions: { issues: "write", metadata: "read" } },
    });
    const said = async () =>
      wrong(await theDoctor(operator))
        .filter(({ area }) => area === "github")
        .map(({ level, what }) => `${level}: ${what}`);
    const helpful = [
      expect.stringMatching(/^warning: The app lacks Contents: read in acme\/sdk/),
      expect.stringMatching(/^warning: The app lacks Pull requests: read in acme\/sdk/),
    ];
    expect(await said()).toEqual(helpful);
    const route = { team: "sdk", repository: "acme/sdk", visibility: "private", as: "advisory" };
    await operator.rewrite({ routing: [{ when: { lane: ["security"] }, route }] });
    operator.github.configureRepository("acme/sdk", { privateReporting: false });
    expect(await said()).toEqual([
      ...helpful,
      "failure: The app may not report vulnerabilities in acme/sdk.",
      "failure: acme/sdk takes no private vulnerability reports.",
    ]);
  });

  it("tells of a token that may only read, and of one that GitHub refuses", async () => {
    const app = { GITHUB_APP_ID: "", GITHUB_APP_PRIVATE_KEY: "" };
    const operator = await anOperator();
    const reader = { ...app, GITHUB_TOKEN: operator.github.tokenFor("passer-by") };
    expect(only(await theDoctor(operator, reader), "github")).toMatch(/may not write issues/);
    const refused = { ...app, GITHUB_TOKEN: "wrong" };
    expect(only(await theDoctor(operator, refused), "github")).toMatch(/refuses our credentials/);
    expect(only(await theDoctor(operator, { ...app, GITHUB_TOKEN: "" }), "github")).toMatch(
      /no access/,
    );
  });

  it("tells of a model that the key may not use, and of a refused key", async () => {
    const openai = await startOpenAiSimulator();
    closers.push(() => openai.close());
    const operator = await anOperator({
      config: {
        engine: "openai",
        openai: {
          base_url: openai.url,
          draft_model: "gpt-imaginary-2020-01-01",
          logprobs: true,
          budget: { per_day: null, per_person: null },
        },
      },
    });
    const key = { OPENAI_API_KEY: "for this test" };
    const told = (await theDoctor(operator, key)).filter(({ area }) => area === "openai");
    const said = (level: string) =>
      told.flatMap((one) => (one.level === level ? [one.what] : [])).join("\n");
    expect(said("failure")).toMatch(/gpt-imaginary-2020-01-01 does not exist/);
    expect(said("failure")).toMatch(/gpt-5-mini-2025-08-07 gives no log-probabilities/);
    expect(said("warning")).toMatch(/gpt-imaginary-2020-01-01 has no price in openai.prices/);
    await operator.rewrite({ openai: { logprobs: false } });
    openai.always({ twist: "status", status: 401 });
    expect(only(await theDoctor(operator, key), "openai")).toMatch(/refuses the key/);
    expect(only(await theDoctor(operator), "openai")).toMatch(/OPENAI_API_KEY is not set/);
  });

  it("tells of images that are meant for models, where none looks at them", async () => {
    const operator = await anOperator({ config: { attachments: { images: "model" } } });
    expect(only(await theDoctor(operator), "openai")).toMatch(
      /warning: attachments.images is model, but the offline engine sees no images/,
    );
    await operator.rewrite({ attachments: { images: "keep" } });
    expect(wrong(await theDoctor(operator)).filter(({ area }) => area === "openai")).toEqual([]);
  });

  it.each([
    { reads_images: false, warned: true },
    { reads_images: true, warned: false },
  ])("asks whether the models see images: $reads_images", async ({ reads_images, warned }) => {
    const openai = await startOpenAiSimulator();
    closers.push(() => openai.close());
    const operator = await anOperator({
      config: {
        engine: "openai",
        attachments: { images: "model" },
        openai: { base_url: openai.url, reads_images },
      },
    });
    const findings = await theDoctor(operator, { OPENAI_API_KEY: "for this test" });
    const said = findings.map(({ what }) => what).join("\n");
    expect(said.includes("is known to see images")).toBe(warned);
  });

  it("tells of a Redis that throws jobs away or forgets them", async () => {
    const operator = await anOperator();
    const redis = await startFakeRedis({
      redis_version: "7.4.0",
      maxmemory_policy: "allkeys-lru",
      aof_enabled: "0",
    });
    closers.push(() => redis.close());
    const found = wrong(await theDoctor(operator, { REDIS_URL: redis.url }));
    const said = found
      .filter(({ area }) => area === "redis")
      .map(({ level, what }) => `${level}: ${what}`);
    expect(said).toEqual([
      expect.stringMatching(/^failure: .*allkeys-lru/),
      expect.stringMatching(/^warning: .*append-only/),
    ]);
  });

  it("tells of a database that cannot be reached, without its password", async () => {
    const operator = await anOperator();
    const url = "postgres://someone:hush-hush@127.0.0.1:1/signalbox";
    const said = only(await theDoctor(operator, { DATABASE_URL: url }), "database");
    expect(said).toContain("127.0.0.1:1");
    expect(said).not.toContain("hush-hush");
  });

  it("names the half of a setting that is missing, and what else is set wrongly", async () => {
    const operator = await anOperator();
    const findings = await theDoctor(operator, {
      GITHUB_APP_PRIVATE_KEY: "",
      DATABASE_URL: "nonsense",
      REDIS_URL: "http://127.0.0.1",
    });
    expect(only(findings, "github")).toMatch(/^failure: .*GITHUB_APP_ID.*GITHUB_APP_PRIVATE_KEY/);
    expect(only(findings, "database")).toContain("postgresql://USER:PASSWORD@HOST");
    expect(only(findings, "redis")).toContain("REDIS_URL begins with http://");
    expect(() => readSetup({ config: operator.configFile })).toThrow(
      /GITHUB_APP_ID[\s\S]*DATABASE_URL/,
    );
  });

  it("knows its own program by its port, whatever else may hold it", async () => {
    const operator = await anOperator();
    const deps = {
      receiveWebhook: async () => ({ status: 202 as const, words: "" }),
      health: async () => {},
      metrics: async () => "signalbox_paused 0\n",
      onError: () => {},
    };
    const running = await startConsole(createConsole(deps), { host: "127.0.0.1", port: 0 });
    closers.push(() => running.close());
    const findings = await theDoctor(operator, { CONSOLE_PORT: new URL(running.url).port });
    expect(findings.find(({ area }) => area === "console")?.what).toContain("running Signalbox");
    const other = { CONSOLE_PORT: new URL(operator.github.url).port };
    expect(only(await theDoctor(operator, other), "console")).toContain("EADDRINUSE");
  });

  it("tells of docs that are not there or empty", async () => {
    const operator = await anOperator({
      config: {
        docs: [
          { name: "guide", path: "./nowhere" },
          { name: "api", path: "." },
        ],
      },
    });
    await operator.rewrite({ docs: [{ name: "guide", path: join(operator.folder, "nowhere") }] });
    const said = wrong(await theDoctor(operator)).filter(({ area }) => area === "docs");
    expect(said[0]).toMatchObject({ level: "failure", what: expect.stringContaining("nowhere") });
  });
});

describeWithService("postgresql", "signalbox doctor on PostgreSQL", (url) => {
  it("tells the version, and whether pgvector is there", async () => {
    const findings = await theDoctor(await anOperator(), { DATABASE_URL: url });
    const said = findings.filter(({ area }) => area === "database").map(({ what }) => what);
    expect(said[0]).toMatch(/^PostgreSQL 1\d/);
    expect(said[1]).toMatch(/pgvector/);
  });
});

describeWithService("redis", "signalbox doctor on Redis", (url) => {
  it("reads what a real one says of itself", async () => {
    const findings = await theDoctor(await anOperator(), { REDIS_URL: url });
    const said = findings.filter(({ area }) => area === "redis").map(({ what }) => what);
    expect(said[0]).toMatch(/^Redis \d+\.\d+/);
    expect(said).toContain("It evicts nothing.");
  });
});

/** As an earlier release left them: one as it is now, one otherwise, one that is gone. */
async function registerOldCommands(
  discord: Awaited<ReturnType<typeof anOperator>>["discord"],
): Promise<void> {
  const commands = commandList();
  const named = (name: string) => commands.find((one) => one.name === name);
  const body = [
    named("status"),
    { ...named("next"), description: "Another" },
    { name: "old", description: "Of an earlier release" },
  ];
  const path = `/v10/applications/${discord.applicationId}/guilds/${discord.guildId}/commands`;
  const answer = await fetch(`${discord.restBase}${path}`, {
    method: "PUT",
    headers: { authorization: `Bot ${discord.token}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(answer.status).toBe(200);
}
