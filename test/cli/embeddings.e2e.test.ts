import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { checkEmbeddings } from "../../src/cli/doctor/check-embeddings.ts";
import { loadConfig } from "../../src/config/load.ts";
import { type OpenAiSimulator, startOpenAiSimulator } from "../simulators/openai/server.ts";
import { anInstallation, type Installation } from "./an-installation.ts";

const PATIENCE = { timeout: 60_000, interval: 200 };

let installation: Installation;
let openai: OpenAiSimulator;
beforeAll(async () => {
  openai = await startOpenAiSimulator();
  installation = await anInstallation({
    config: {
      docs: [{ name: "guide", path: "docs" }],
      embeddings: { use: "always", base_url: openai.url },
    },
  });
  await mkdir(join(installation.folder, "docs"));
  await aPage("uploads.md", "# Uploads\n\nUploads over 1 GB are sent in parts.");
  await aPage("keys.md", "# Keys\n\nRotate credentials every month.");
});
afterAll(async () => {
  await installation.close();
  const { violations, undescribed } = openai.stats();
  await openai.close();
  expect({ violations, undescribed }).toEqual({ violations: [], undescribed: [] });
});

const aPage = (name: string, text: string) =>
  writeFile(join(installation.folder, "docs", name), text);
const index = (...more: string[]) =>
  installation.signalbox(["index", "docs", "--name", "guide", ...more]).done();

it("embeds docs while it runs, shows how far it is, and tells what indexing costs", {
  timeout: 120_000,
}, async () => {
  expect((await index()).out).toContain("the program embeds them once it runs");

  const program = installation.signalbox(["start"]);
  await program.says("Signalbox runs.");
  const vectors = async () => {
    const { out } = await installation.signalbox(["status", "--json"]).done();
    return JSON.parse(out).vectors;
  };
  await vi.waitFor(
    async () =>
      expect(await vectors()).toContainEqual(
        expect.objectContaining({ collection: "passages", ready: 2, total: 2, trouble: null }),
      ),
    PATIENCE,
  );
  expect((await index()).out).toContain("the running program embeds what changed");
  await program.kill();

  await aPage("keys.md", "# Keys\n\nRotate credentials every week.");
  expect((await index()).out).toMatch(/1 of 2 passages embedded, \d+ tokens, under \$0\.0001\./);
  const { out } = await index("--json");
  expect(JSON.parse(out).embedding).toMatchObject({
    type: "done",
    embedded: 0,
    tokens: 0,
    dollars: 0,
  });

  await aPage("keys.md", "# Keys\n\nRotate credentials every day.");
  openai.always({ twist: "status", status: 401 });
  const refused = await index();
  expect(refused.code).toBe(1);
  expect(refused.out).toMatch(/0 of 2 passages embedded.*unauthorized, the API key was refused/);
  expect((await installation.signalbox(["status"]).done()).out).toMatch(
    /passages: .* by text-embedding-3-small.*searched by words for now: unauthorized/,
  );
  openai.always(null);
  expect((await index("--no-embed")).out).not.toContain("Vectors");
});

it("has its endpoint looked at by the doctor, which embeds nothing", async () => {
  const config = loadConfig(installation.configFile);
  const env = { openaiKey: undefined, embeddingsKey: undefined };
  const before = openai.requests().length;
  const check = (embeddings: object, keys: object = {}) =>
    checkEmbeddings(
      { ...config, embeddings: { ...config.embeddings, ...embeddings } },
      { ...env, ...keys },
    );
  const { base_url: _, ...elsewhere } = config.embeddings;
  expect(await check({})).toMatchObject([{ level: "ok" }]);
  expect(await check({ use: "auto" })).toMatchObject([
    { level: "ok", what: expect.stringContaining("off") },
  ]);
  expect(await check({ model: "nothing-like-it" })).toMatchObject([{ level: "warning" }]);
  expect(await checkEmbeddings({ ...config, embeddings: elsewhere }, env)).toMatchObject([
    { level: "failure" },
  ]);
  openai.next({ twist: "status", status: 401 });
  expect(await check({})).toMatchObject([
    { level: "failure", what: expect.stringContaining("key") },
  ]);
  expect(
    openai
      .requests()
      .slice(before)
      .every(({ path }) => path.startsWith("/models/")),
  ).toBe(true);
});
