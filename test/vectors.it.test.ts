import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { Config } from "../src/config/schema.ts";
import { buildIndex } from "../src/integrations/docs/build-index.ts";
import { type DocsIndex, openIndex } from "../src/integrations/docs/open-index.ts";
import type { Delivery } from "../src/integrations/docs/page-sources.ts";
import { type Database, openDatabase } from "../src/integrations/store/database.ts";
import { createLog } from "../src/log.ts";
import { MINUTE } from "../src/triage/model/clock.ts";
import { createEmbedder, openVectors, passageFeed } from "../src/vectors.ts";
import { createManualClock, type ManualClock } from "./fakes/clock.ts";
import { aPage, aSource } from "./integrations/docs/a-page.ts";
import { type OpenAiSimulator, startOpenAiSimulator } from "./simulators/openai/server.ts";
import { emptySnapshot } from "./snapshot.ts";

const PAGES: Readonly<Record<string, string>> = {
  "websockets.md": "# Websockets\n\nOpen a websocket to hear of changes at once.",
  "sockets.md": "# Plug sockets\n\nThe web of sockets on the wall has a plug each.",
  "keys.md": "# Keys\n\nRotate credentials every month.",
};

let database: Database;
let folder: string;
let sim: OpenAiSimulator;
let clock: ManualClock;
let index: DocsIndex;
let keeping: { stop(): Promise<void> } | null = null;
let community = 0;
const lines: string[] = [];
beforeAll(async () => {
  database = await openDatabase({ snapshot: await emptySnapshot() });
});
afterAll(() => database.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "vectors-"));
  clock = createManualClock();
  sim = await startOpenAiSimulator({ clock });
  community += 1;
  await build(PAGES);
  index = await openIndex(folder);
});
afterEach(async () => {
  await keeping?.stop();
  keeping = null;
  const { violations, undescribed } = sim.stats();
  await sim.close();
  await rm(folder, { recursive: true, force: true });
  expect({ violations, undescribed }).toEqual({ violations: [], undescribed: [] });
});

async function build(pages: Readonly<Record<string, string>>) {
  async function* deliver(): AsyncGenerator<Delivery> {
    for (const [page, text] of Object.entries(pages)) {
      yield { type: "page", page: aPage({ page, text }) };
    }
  }
  await buildIndex(folder, [{ source: aSource, pages: deliver() }]);
}

const aConfig = (embeddings: object = {}, engine = "openai") =>
  Config.parse({
    community: "acme",
    engine,
    openai: { base_url: sim.url },
    embeddings,
    discord: { server: "acme", channels: {}, review_channel: "#review" },
  });

async function start(embeddings: object = {}) {
  const config = aConfig(embeddings);
  const embedder = createEmbedder(config, { openaiKey: "none" }, clock);
  if (!embedder) throw new Error("nobody embeds");
  const log = createLog("info", { write: (line) => void lines.push(line) });
  const communityId = `c${community}`;
  const vectors = await openVectors({ config, embedder, database, communityId, clock, log });
  if (!vectors) throw new Error("no pgvector");
  index.useVectors(vectors.near("passages"));
  const feed = passageFeed(index);
  keeping = vectors.keep("passages", feed);
  clock.advance(1);
  return { vectors, filled: () => vi.waitFor(async () => expect(await feed.next()).toBeNull()) };
}

const embedded = () =>
  sim.requests().flatMap(({ path, body }) => {
    const { input = [] } = body as { input?: string[] };
    return path === "/embeddings" ? input : [];
  });
const find = async (title: string) =>
  (await index.search({ title, text: "", top: 3 })).map(({ passage }) => passage.page);

describe("the docs with vectors", () => {
  it("are found by meaning as well as by words", async () => {
    // By words a page about plugs comes first: it says both.
    expect((await find("web socket"))[0]).toBe("sockets.md");
    const { filled } = await start();
    await filled();
    expect(await find("web socket")).toContain("websockets.md");
    expect(await find("webSocketz")).toContain("websockets.md");
    expect(sim.stats().oddAnswers).toEqual([]);
  });

  it("are embedded once, a changed page by itself, and not again after a restart", async () => {
    const first = await start();
    await first.filled();
    expect(embedded()).toHaveLength(3);
    await build({ ...PAGES, "keys.md": "# Keys\n\nRotate credentials every week." });
    clock.advance(MINUTE);
    await vi.waitFor(() => expect(embedded()).toHaveLength(4));
    await first.filled();
    await keeping?.stop();
    const second = await start();
    await second.filled();
    expect(embedded().slice(3)).toEqual(["Keys\n\nRotate credentials every week."]);
  });

  it.each([
    ["a refused key", { twist: "status", status: 401 }],
    ["too many requests", { twist: "status", status: 429, retryAfterSeconds: 1 }],
    ["a failing server", { twist: "status", status: 500 }],
    ["a broken connection", { twist: "drop" }],
    ["an answer that is none", { twist: "answer", json: { data: [] } }],
  ] as const)(
    "are found by words in spite of %s, and by meaning once it is over",
    async (_, twist) => {
      sim.always(twist);
      const { filled, vectors } = await start();
      await vi.waitFor(async () => {
        const [standing] = await vectors.standings("passages");
        expect(standing?.trouble).toMatch(/\w+: \w+/);
      });
      expect((await find("web socket"))[0]).toBe("sockets.md");
      sim.always(null);
      await vi.waitFor(() => expect(clock.waiting()).toBe(1));
      clock.advance(10 * MINUTE);
      await filled();
      expect(await find("webSocketz")).toContain("websockets.md");
      const [standing] = await vectors.standings("passages");
      expect(standing).toMatchObject({ trouble: null, ready: 3, total: 3, whole: true });
    },
  );
});

it("end at once when the program stops, whatever the endpoint does", async () => {
  sim.always({ twist: "hang" });
  const { vectors } = await start();
  await vi.waitFor(() => expect(sim.requests()).toHaveLength(1));
  await keeping?.stop();
  const [standing] = await vectors.standings("passages");
  expect(standing).toMatchObject({ ready: 0, trouble: null });
  sim.always(null);
  const { filled } = await start();
  await filled();
});

describe("embeddings by the config", () => {
  it.each([
    ["a key alone does not switch them on", {}, "offline", "none", false],
    ["with the engine openai they are on", {}, "openai", "none", true],
    ["without a key they are off", {}, "openai", undefined, false],
    ["they can be wanted with the offline engine", { use: "always" }, "offline", "none", true],
    ["they can be left out", { use: "never" }, "openai", "none", false],
    [
      "an endpoint of one's own needs no key",
      { use: "always", base_url: "http://127.0.0.1:1/v1" },
      "offline",
      undefined,
      true,
    ],
  ])("%s", (_, embeddings, engine, openaiKey, on) => {
    const embedder = createEmbedder(aConfig(embeddings, engine), { openaiKey }, clock);
    expect(embedder !== null).toBe(on);
  });
});
