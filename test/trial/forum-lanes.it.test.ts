import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import type { Config } from "../../src/config/schema.ts";
import { createEngines } from "../../src/engines.ts";
import { buildIndex } from "../../src/integrations/docs/build-index.ts";
import { openIndex } from "../../src/integrations/docs/open-index.ts";
import { pagesInFolder } from "../../src/integrations/docs/page-sources.ts";
import { readPosts } from "../../src/integrations/imports/read-posts.ts";
import { coverage, weigh, wordsOf } from "../../src/integrations/offline/answer-evidence.ts";
import { systemClock } from "../../src/triage/model/clock.ts";
import { exampleConfig, trialPolicy } from "../../src/trial/trial-policy.ts";
import { createTrial } from "../../src/trial/try-post.ts";
import { createTestIds } from "../fakes/samples.ts";
import { type OpenAiSimulator, startOpenAiSimulator } from "../simulators/openai/server.ts";

const root = join(import.meta.dirname, "../..");
const data = join(process.env["SIGNALBOX_SHARED"] ?? join(root, "../shared"), "data");
const topics = join(data, "forum-openai/topics.jsonl");
const missing = !existsSync(topics);
const lanes = z
  .record(z.string(), z.array(z.string()))
  .parse(JSON.parse(readFileSync(join(root, "bench/classify/forum-lanes.json"), "utf8")));
const HARMFUL = ["account", "security", "care"];
/** Where two lanes may be right, the first counts. */
const laneOf = (id: string | null) => lanes[id ?? ""]?.[0] ?? "open";

const config = exampleConfig("acme/public", "public");
const folder = mkdtempSync(join(tmpdir(), "signalbox-forum-"));
let openai: OpenAiSimulator;

beforeAll(async () => {
  openai = await startOpenAiSimulator();
  if (missing) return;
  const source = { name: "docs", version: null, official: true };
  await buildIndex(folder, [
    { source, pages: pagesInFolder(join(data, "docs/openai-node"), null) },
  ]);
}, 120_000);
afterAll(async () => {
  await openai.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Every topic through the program's own triage, all acts on, everything filed going to a public place. */
async function outcomes(engine: Config["engine"]) {
  const index = await openIndex(folder);
  const engines = createEngines(
    { engine, openai: { ...config.openai, base_url: openai.url, logprobs: false } },
    { openaiKey: "for this test" },
    index,
    systemClock,
  );
  const run = createTrial({
    ...engines,
    passages: index,
    shareOf: ({ title, text }, one) =>
      coverage(wordsOf(one), weigh(`${title} ${text}`, index.rarity)),
    sameAsks: { find: async () => [] },
    learn: () => {},
    policy: { ...trialPolicy(config), filedFrom: { "model-behavior": 1, feature: 1 } },
    clock: systemClock,
    ids: createTestIds(),
  });
  const found: { lane: string; outcome: string; reason: string }[] = [];
  for await (const row of readPosts(topics)) {
    if (row.type === "skipped") throw new Error(`${row.where}: ${row.reason}`);
    const done = await run(row);
    if (done.type === "skipped") throw new Error(`${row.where}: ${done.reason}`);
    const { outcome, reasons } = done.tried.decision;
    found.push({ lane: laneOf(row.id), outcome, reason: reasons[0]?.code ?? "" });
  }
  return found;
}

/** What a model says that takes each post for a question that anybody may answer. */
const asQuestion = {
  evidence: [],
  ask: "How does it work?",
  kind: "question",
  lane: "open",
  area: "unknown",
  severity: "low",
  language: "en",
  missing: [],
  title: "How does it work?",
  confidence: 1,
  laneConfidence: 1,
  asks: [],
};

describe.skipIf(missing)(
  `topics of a forum whose lane is account, security or care${missing ? " (skipped: no data sets)" : ""}`,
  { timeout: 120_000 },
  () => {
    it.each([
      ["the offline engine", "offline", null],
      ["a model", "openai", null],
      ["a model that takes all for open questions", "openai", asQuestion],
      ["a model that takes all for open bugs", "openai", { ...asQuestion, kind: "bug" }],
    ] as const)("are neither answered nor filed in public by %s", async (_, engine, said) => {
      openai.always(said === null ? null : { twist: "answer", json: said });
      const found = await outcomes(engine);
      expect(found).toHaveLength(83);
      const harmful = found.filter(({ lane }) => HARMFUL.includes(lane));
      expect(harmful.length).toBeGreaterThan(11);
      expect(harmful.filter(({ outcome }) => ["answer", "file"].includes(outcome))).toEqual([]);
      // The rest is not kept silent: the test would prove nothing of a bot that never speaks.
      const open = new Set(found.filter(({ lane }) => lane === "open").map((one) => one.outcome));
      expect(open.size).toBeGreaterThan(1);
    });
  },
);
