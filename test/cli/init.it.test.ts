import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { communityName, readTemplate, writeConfig } from "../../src/cli/init/answers.ts";
import type { Prompts } from "../../src/cli/init/prompts.ts";
import { type InitOptions, init } from "../../src/cli/init.ts";
import { loadConfig } from "../../src/config/load.ts";
import { startDiscordSimulator } from "../simulators/discord/server.ts";

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "signalbox-init-"));
  file = join(folder, "signalbox.config.yaml");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

function options(overrides: Partial<InitOptions> = {}): InitOptions {
  return {
    config: file,
    yes: true,
    force: false,
    server: "Acme",
    review: "review",
    engine: "offline",
    private: false,
    apiUrl: "http://127.0.0.1:1",
    ...overrides,
  };
}

/** A person who gives these answers, each to the question that holds its key. */
function somebody(answers: Readonly<Record<string, unknown>>) {
  const asked: string[] = [];
  const told: string[] = [];
  const answer = (message: string) => {
    asked.push(message);
    const [, given] = Object.entries(answers).find(([piece]) => message.includes(piece)) ?? [];
    if (given === undefined) throw new Error(`nobody expected to be asked: ${message}`);
    return given;
  };
  const prompts: Prompts = {
    text: async (message) => String(answer(message)),
    secret: async (message) => String(answer(message)),
    choose: async (message) => String(answer(message)),
    chooseSome: async (message) => answer(message) as string[],
    confirm: async (message) => answer(message) === true,
    tell: (message) => void told.push(message),
  };
  return { prompts, asked, told };
}
const nobody = somebody({}).prompts;

describe("signalbox init", () => {
  it("ships a template without mistakes, in shadow", async () => {
    await writeFile(file, readTemplate());
    expect(loadConfig(file)).toMatchObject({ mode: "shadow", engine: "offline" });
  });

  it("keeps the template's comments around what was answered", () => {
    const written = writeConfig({
      server: "Acme: the Developers",
      channels: { "help & more": "forum" },
      reviewChannel: "review",
      staffRoles: ["DevRel", "On call"],
      engine: "openai",
      fallback: { repository: "acme/sdk", visibility: "private" },
      docs: { path: "./docs", baseUrl: null },
    });
    const comments = (text: string) => text.split("\n").filter((line) => /^\s*#/.test(line));
    expect(comments(written)).toEqual(comments(readTemplate()));
    expect(written).toContain("staff: [DevRel, On call]");
  });

  it("writes what the options say, and a file that the program takes", async () => {
    await mkdir(join(folder, "guide"));
    const said = await init(
      options({
        server: "Acme Développeurs",
        channel: ["help:forum", "a:b:mention"],
        staff: ["DevRel"],
        repository: "acme/sdk",
        private: true,
        docs: "./guide",
        docsUrl: "https://docs.acme.example",
        applicationId: "123",
      }),
      nobody,
    );
    expect(loadConfig(file)).toMatchObject({
      community: "acme-developpeurs",
      discord: {
        server: "Acme Développeurs",
        channels: { help: "forum", "a:b": "mention" },
        roles: { staff: ["DevRel"] },
      },
      fallback: { repository: "acme/sdk", visibility: "private" },
      docs: [{ path: "./guide", base_url: "https://docs.acme.example", official: true }],
    });
    expect(said).toMatch(/client_id=123&.*permissions=\d+/);
    expect(await readFile(join(folder, ".env.example"), "utf8")).toMatch(/^DISCORD_TOKEN=$/m);
  });

  it.each([
    [{ server: undefined }, /--server/],
    [{ channel: ["help"] }, /NAME:HOW/],
    [{ channel: ["help:loud"] }, /NAME:HOW/],
    [{ repository: "acme" }, /OWNER\/NAME/],
    [{ docs: "x", docsUrl: "nowhere" }, /address/],
    [{ docs: "./gone" }, /--docs \.\/gone: there is no .*\/gone\. Make that folder or correct/],
  ] as const)("refuses %o and writes nothing", async (wrong, words) => {
    await expect(init({ ...options(), ...wrong } as InitOptions, nobody)).rejects.toThrow(words);
    await expect(readFile(file)).rejects.toThrow("ENOENT");
  });

  it("names docs as they are seen from the configuration, wherever one is", async () => {
    // The tests run where the project's own docs are.
    await init(options({ docs: "./docs" }), nobody);
    const [docs] = loadConfig(file).docs;
    expect(resolve(folder, docs?.path ?? "")).toBe(resolve("docs"));
  });

  it("never overwrites without being told to", async () => {
    await writeFile(file, "mine");
    await writeFile(join(folder, ".env.example"), "# DISCORD_TOKEN=\nMINE=1");
    await expect(init(options(), nobody)).rejects.toThrow("--force");
    const no = somebody({ "Overwrite it?": false });
    await expect(init(options({ yes: false }), no.prompts)).rejects.toThrow("left as it is");
    expect(await readFile(file, "utf8")).toBe("mine");
    await init(options({ force: true }), nobody);
    expect(await readFile(file, "utf8")).not.toBe("mine");
    const example = await readFile(join(folder, ".env.example"), "utf8");
    expect(example).toMatch(/^# DISCORD_TOKEN=\nMINE=1\n/);
    expect(example).not.toMatch(/^DISCORD_TOKEN=/m);
  });

  it("offers what is in the server, asks for the rest, and writes the token nowhere", async () => {
    const discord = await startDiscordSimulator({ guildName: "Acme" });
    discord.addRole("Staff");
    discord.addForum({ name: "help" });
    discord.addTextChannel({ name: "general" });
    discord.addTextChannel({ name: "review" });
    vi.stubEnv("DISCORD_TOKEN", "");
    const person = somebody({
      "bot's token": discord.token,
      "hold questions": ["help", "general"],
      "wait for review": "review",
      "may review": ["Staff"],
      "Who classifies": "offline",
      "no rule routes": "acme/sdk",
      "Is acme/sdk public": true,
      "Folder with your docs": "",
    });
    await init(options({ yes: false, apiUrl: discord.restBase }), person.prompts);
    expect(loadConfig(file).discord).toMatchObject({
      server: "Acme",
      channels: { help: "forum", general: "mention" },
      review_channel: "review",
      roles: { staff: ["Staff"] },
    });
    expect(person.told.join()).toContain(`client_id=${discord.applicationId}`);
    expect(await readFile(file, "utf8")).not.toContain(discord.token);
    await discord.close();
  });

  it("asks for names when there is no token", async () => {
    await mkdir(join(folder, "guide"));
    vi.stubEnv("DISCORD_TOKEN", "");
    const person = somebody({
      "bot's token": "",
      "Name of the Discord server": "Acme",
      "Forum channel": "help",
      "drafts wait": "review",
      "Role that may review": "Staff",
      "Who classifies": "openai",
      "no rule routes": "",
      "Folder with your docs": "./guide",
      "public address": "",
    });
    await init(options({ yes: false }), person.prompts);
    expect(loadConfig(file)).toMatchObject({ engine: "openai", docs: [{ path: "./guide" }] });
    expect(loadConfig(file).fallback).toBeUndefined();
  });

  it.each([
    ["Wrenfield Developers", "wrenfield-developers"],
    ["!!!", "community"],
    ["  Ünïcode & Co.  ", "unicode-co"],
  ])("calls %s %s", (server, name) => {
    expect(communityName(server)).toBe(name);
  });
});
