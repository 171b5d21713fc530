import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startDiscordSimulator } from "../simulators/discord/server.ts";
import { startGitHubSimulator } from "../simulators/github/server.ts";
import { startOpenAiSimulator } from "../simulators/openai/server.ts";

const CLI = join(import.meta.dirname, "../../src/cli.ts");
const folder = mkdtempSync(join(tmpdir(), "signalbox-trial-test-"));
const run = promisify(execFile);
const page = join(folder, "out", "page.html");
const posts = join(folder, "posts.jsonl");
const docs = join(folder, "docs");
const leaked = ["sk", "proj", "Zx8Qw3Er7Ty2Ui9Op4As6Df1Gh5Jk0LzZx8Qw3Er7Ty2Ui9Op4As6"].join("-");

beforeAll(() => {
  mkdirSync(docs);
  const resume = "To resume an upload, call `resume(id)` with the id of the upload.";
  writeFileSync(join(docs, "uploads.md"), `# Uploads\n\n## Resume an upload\n\n${resume}\n`);
  const rows = [
    { title: "How do I resume an upload?", text: "How do I resume an upload?" },
    { title: "Crash on start", text: "TypeError: x is undefined since 2.4.1" },
    { title: "My key", text: `It fails with ${leaked} <script>alert(1)</script>` },
  ];
  writeFileSync(posts, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
});
afterAll(() => rmSync(folder, { recursive: true }));

type Finished = { readonly code: number; readonly stdout: string; readonly stderr: string };

async function signalbox(
  words: readonly string[],
  env: Record<string, string> = {},
  flags: readonly string[] = [],
): Promise<Finished> {
  const all = [...flags, CLI, "trial", ...words];
  const options = { cwd: folder, env: { PATH: process.env["PATH"], ...env } };
  try {
    return { code: 0, ...(await run(process.execPath, all, options)) };
  } catch (error) {
    return error as Finished;
  }
}
const usual = ["--posts", posts, "--docs", docs, "--out", page];

describe("signalbox trial", () => {
  it("writes one page that holds no secret and no stranger's markup", async () => {
    const { code, stdout } = await signalbox(usual);
    expect(code).toBe(0);
    expect(stdout).toContain("3 rows: 3 posts, 0 left out, 0 unreadable");
    const written = readFileSync(page, "utf8");
    expect(written).toContain("<h1>What a triage bot would have done with 3 posts</h1>");
    expect(written).not.toContain(leaked);
    expect(written).not.toContain("<script");
    expect(readdirSync(join(folder, "out"))).toEqual(["page.html"]);
  });

  it("prints the report as JSON, and reads only the first rows when told so", async () => {
    const { stdout } = await signalbox([...usual, "--json", "--limit", "2"]);
    const docsRead = { name: "docs", pages: 1 };
    expect(JSON.parse(stdout)).toMatchObject({ rows: 2, posts: 2, about: { docs: docsRead } });
  });

  it("lists rows that it cannot read and says so with its exit code", async () => {
    const broken = join(folder, "broken.jsonl");
    writeFileSync(broken, '{"text":"How do I resume?"}\n{"words":1}\n');
    const { code, stdout } = await signalbox(["--posts", broken, "--docs", docs, "--out", page]);
    expect(code).toBe(1);
    expect(stdout).toContain("unreadable: broken.jsonl:2: row: has neither `text` nor `body`");
  });

  it.each([
    { words: [], says: "required option '--posts <file>'" },
    { words: ["--posts", "gone.jsonl", "--docs", docs], says: "there is no such file" },
    { words: ["--posts", posts, "--docs", "gone"], says: "there is no such folder" },
    { words: ["--posts", posts, "--docs", docs, "--repo", "acme"], says: "named OWNER/NAME" },
    { words: ["--posts", posts, "--docs", docs, "--config", "gone.yaml"], says: "no such file" },
    { words: ["--posts", posts, "--docs", docs, "--limit", "0"], says: "whole number" },
  ])("exits with 2 and says: $says", async ({ words, says }) => {
    const { code, stderr } = await signalbox(words);
    expect(code).toBe(2);
    expect(stderr).toContain(says);
  });
});

describe("a trial's reach", () => {
  it("goes nowhere, whatever tokens and addresses lie about", async () => {
    const discord = await startDiscordSimulator();
    const openai = await startOpenAiSimulator();
    const github = await startGitHubSimulator({ repositories: [{ name: "acme/sdk" }] });
    const proxied = await startRecorder(github.url);
    try {
      const words = [...usual, "--config", writeConfig(proxied.url, openai.url)];
      const env = {
        DISCORD_TOKEN: discord.token,
        DISCORD_API: discord.restBase,
        OPENAI_API_KEY: leaked,
        OPENAI_BASE_URL: openai.url,
        GITHUB_TOKEN: github.tokenFor("ada"),
        GITHUB_API_URL: proxied.url,
      };
      expect(await signalbox(words, env)).toMatchObject({ code: 0 });
      expect(discord.stats().requests).toBe(0);
      expect(openai.requests()).toEqual([]);
      expect(proxied.asked).toEqual([]);

      // Nor to anybody else: the first connection ends the program.
      const guard =
        'import net from "node:net"; net.Socket.prototype.connect = () => process.exit(99);';
      const flags = ["--import", `data:text/javascript,${encodeURIComponent(guard)}`];
      expect(await signalbox(words, env, flags)).toMatchObject({ code: 0 });
      expect(await signalbox([...words, "--repo", "acme/sdk"], env, flags)).toMatchObject({
        code: 99,
      });
    } finally {
      await Promise.all([discord.close(), openai.close(), github.close(), proxied.close()]);
    }
  });

  it("reads a repository's open issues with GET alone", async () => {
    const github = await startGitHubSimulator({ repositories: [{ name: "acme/sdk" }] });
    github.as("ada").openIssue("acme/sdk", { title: "Crash on start: TypeError x is undefined" });
    const { url, asked, close } = await startRecorder(github.url);
    try {
      const words = [...usual, "--repo", "acme/sdk", "--json", "--config", writeConfig(url, url)];
      const { stdout } = await signalbox(words, { GITHUB_TOKEN: github.tokenFor("ada") });
      const { repository } = JSON.parse(stdout).about;
      expect(repository).toEqual({ read: true, name: "acme/sdk", issues: 1 });
      expect(asked.length).toBeGreaterThan(0);
      expect(asked.filter((one) => !one.startsWith("GET "))).toEqual([]);
    } finally {
      await Promise.all([close(), github.close()]);
    }
  });

  it.each([
    { why: "without a token", env: { GITHUB_TOKEN: "" }, says: "GITHUB_TOKEN is not set" },
    { why: "without a network", env: { GITHUB_TOKEN: "t0" }, says: "acme/sdk were not read" },
  ])("goes on $why and says so", async ({ env, says }) => {
    // A port that nobody listens on any more.
    const { url, close } = await startRecorder("http://127.0.0.1");
    await close();
    const words = [...usual, "--repo", "acme/sdk", "--config", writeConfig(url, url)];
    const { code, stdout } = await signalbox(words, env);
    expect(code).toBe(0);
    expect(stdout).toContain(says);
  });
});

function writeConfig(github: string, openai: string): string {
  const file = join(folder, "signalbox.config.yaml");
  const lines = [
    "community: acme",
    "mode: live",
    "engine: openai",
    "discord: { server: Acme, channels: { help: forum }, review_channel: review }",
    `openai: { base_url: "${openai}" }`,
    `github: { base_url: "${github}" }`,
    "acts: { ask: auto, redirect: auto, answer: auto, file-private: auto }",
    "fallback: { team: sdk, repository: acme/sdk, visibility: private }",
  ];
  writeFileSync(file, `${lines.join("\n")}\n`);
  return file;
}

/** Passes requests on and keeps how each began. */
async function startRecorder(target: string) {
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const headers = { authorization: request.headers.authorization ?? "" };
    const answer = await fetch(`${target}${request.url}`, { headers });
    response.writeHead(answer.status, { "content-type": "application/json" });
    response.end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: () => new Promise<void>((resolve) => void server.close(() => resolve())),
  };
}
