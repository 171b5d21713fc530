import { execFileSync } from "node:child_process";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { buttonsOf } from "../../demo/headless/buttons.ts";
import { untilQuiet } from "../../demo/headless/quiet.ts";
import { whatStands } from "../../demo/headless/standing.ts";
import { indexDemoDocs } from "../../demo/index-docs.ts";
import { DEMO_CONFIG, startTown, type Town } from "../../demo/town.ts";
import { createWarpClock } from "../../demo/warp-clock.ts";
import { loadConfig } from "../../src/config/load.ts";
import type { Config } from "../../src/config/schema.ts";
import { createEngines } from "../../src/engines.ts";
import { openIndex } from "../../src/integrations/docs/open-index.ts";
import { createLog } from "../../src/log.ts";
import { MINUTE, SECOND } from "../../src/triage/model/clock.ts";

const PATIENCE_MS = 50_000;
const PAGE = `# Importing transcripts from a spreadsheet

To import transcripts from a spreadsheet, save the spreadsheet as CSV and run \`wren import transcripts.csv\`.

Each row of the spreadsheet becomes one transcript.
`;

let folder: string;
let config: Config;
let town: Town;
const lines: string[] = [];

/** The demo community as it comes, with its own docs in a folder that may be changed. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "signalbox-gaps-"));
  const docs = join(folder, "docs");
  await cp(new URL("../../demo/docs", import.meta.url), docs, { recursive: true });
  const base = loadConfig(DEMO_CONFIG);
  config = { ...base, docs: base.docs.map((source) => ({ ...source, path: docs })) };
  const clock = createWarpClock();
  const passages = await openIndex(await indexDemoDocs(config, folder));
  town = await startTown({
    config,
    clock,
    engines: createEngines(config, { openaiKey: undefined }, passages, clock),
    passages,
    log: createLog("warn", { write: (line) => void lines.push(line) }),
    dataDir: null,
  });
});

afterAll(async () => {
  await town.close();
  await rm(folder, { recursive: true, force: true });
});

async function later(ms: number, posted: readonly string[]): Promise<void> {
  await untilQuiet(town, posted, Date.now() + PATIENCE_MS);
  town.clock.advance(ms);
  await untilQuiet(town, posted, Date.now() + PATIENCE_MS);
}

it("asks what the docs do not say, files the gap, adds the page, and sees it close", async () => {
  const { discord, github, channels, roles } = town;
  const review = channels.get("review") ?? "";
  const rita = discord.addMember({ name: "Rita", roles: [roles.get("DevRel") ?? ""] });
  const posted: string[] = [];
  const asks = async (name: string, title: string, content: string) => {
    const person = discord.addMember({ name });
    posted.push(await person.createForumPost(channels.get("help") ?? "", { title, content }));
    await later(25 * SECOND, posted);
  };
  const gaps = async () => rita.command("gaps", {}, review).reply();

  await asks("Ann", "How do I import transcripts from a spreadsheet?", "We keep them in one.");
  await asks("Ben", "How can I import transcripts from spreadsheets?", "There are hundreds.");
  expect(town.discord.messages(review)).toEqual([]);

  const listed = await gaps();
  expect(String(listed["content"])).toMatch(/\*\*G-1\*\*[^\n]*spreadsheet[^\n]*2 people/);
  const [button] = buttonsOf(listed);
  const filing = await rita.click(String(listed["id"]), button?.customId ?? "").reply();
  expect(filing["content"]).toBe("G-1 is being filed in wrenfield/docs.");
  await later(SECOND, posted);
  const issue = () => github.issues("wrenfield/docs")[0];
  expect(github.issues("wrenfield/docs")).toHaveLength(1);
  expect(issue()?.title).toMatch(/^Docs: .*spreadsheet/);
  expect(issue()?.labels).toContain("docs");
  expect(issue()?.body).toMatch(/2 people asked, in 2 posts/);
  expect(issue()?.body).toMatch(/### Outline/);
  expect(String((await gaps())["content"])).toContain(issue()?.url ?? "no issue");

  await writeFile(join(folder, "docs", "guides", "importing.md"), PAGE);
  await indexDemoDocs(config, folder);
  town.clock.advance(MINUTE);
  await vi.waitFor(
    async () => expect(String((await gaps())["content"])).toMatch(/The docs have no open gap/),
    { timeout: PATIENCE_MS, interval: 250 },
  );
  await later(SECOND, posted);
  expect(JSON.stringify(discord.messages(review))).toContain(
    "**G-1** is closed: the docs answer its 2 questions now.",
  );
  const { store, communityId } = town.signalbox();
  const [closed] = await store.gaps.closed(communityId, 1);
  const story = await store.gaps.story(communityId, closed?.id ?? "");
  expect(story.at(-1)).toMatchObject({
    what: "closed",
    detail: expect.stringContaining("https://docs.wrenfield.example/guides/importing"),
  });
  expect(
    issue()
      ?.comments.map(({ body }) => body)
      .join(),
  ).toContain("guides/importing");

  expect(whatStands(town).repeated).toBe(0);
  const { violations, crashes } = discord.stats();
  expect({ violations, crashes }).toEqual({ violations: [], crashes: [] });
  expect(github.stats().violations).toEqual([]);
  expect(lines.filter((line) => JSON.parse(line).level >= 50)).toEqual([]);
});

it("files what staff answered as a patch, which closes the gap once it is applied", async () => {
  const { discord, github, channels, roles } = town;
  const review = channels.get("review") ?? "";
  const rita = discord.addMember({ name: "Rita", roles: [roles.get("DevRel") ?? ""] });
  const posted: string[] = [];
  const cleo = discord.addMember({ name: "Cleo" });
  const thread = await cleo.createForumPost(channels.get("help") ?? "", {
    title: "How do I sign the audit trail with a hardware token?",
    content: "Our auditors want a hardware token to sign the audit trail.",
  });
  posted.push(thread);
  await later(25 * SECOND, posted);
  posted.push(
    rita.post(
      thread,
      "To sign the audit trail with a hardware token, plug in the token and run `wren audit sign --token`.",
    ),
  );
  await later(SECOND, posted);

  const listed = await rita.command("gaps", {}, review).reply();
  const code = /\*\*(G-\d+)\*\*[^\n]*hardware token/.exec(String(listed["content"]))?.[1] ?? "";
  await rita.command("gaps", { file: code }, review).reply();
  await later(SECOND, posted);
  const issue = github.issues("wrenfield/docs").find(({ title }) => title.includes("hardware"));
  expect(issue?.body).toContain("staff answered it in the thread");
  const diff = /```diff\n([\s\S]*?)\n```/.exec(issue?.body ?? "")?.[1] ?? "";
  execFileSync("git", ["apply", "-"], { cwd: join(folder, "docs"), input: `${diff}\n` });
  await indexDemoDocs(config, folder);
  expect(await town.signalbox().checkDocs()).toMatchObject({ closed: [code] });
});
