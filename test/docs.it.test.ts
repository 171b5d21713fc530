import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Config } from "../src/config.ts";
import { docsPlaces, refreshDocs, startDocsRefresh } from "../src/docs.ts";
import { openIndex } from "../src/integrations/docs/open-index.ts";
import { createManualClock } from "./fakes/clock.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "signalbox-docs-"));
  for (const name of ["guide", "api"]) {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, "index.md"), `# ${name}\n\nHow to upload with ${name}.\n`);
  }
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const data = () => join(folder, "data");
const places = (...names: string[]) =>
  docsPlaces(
    { docs: Config.shape.docs.parse(names.map((name) => ({ name, path: `./${name}` }))) },
    join(folder, "signalbox.config.yaml"),
  );

async function sources(): Promise<string[]> {
  const index = await openIndex(data());
  const hits = await index.search({ title: "upload", text: "", top: 10 });
  return hits.map(({ passage }) => passage.source).toSorted();
}

describe("the docs of the config", () => {
  it("are indexed beside the program, telling how far it is", async () => {
    const progress = { total: vi.fn(), page: vi.fn() };
    const report = await refreshDocs(data(), places("guide", "api"), { progress });
    expect(report).toMatchObject({ pages: 2, added: 2, empty: [] });
    expect(progress.total).toHaveBeenLastCalledWith(2);
    expect(progress.page).toHaveBeenCalledTimes(2);
    expect(await sources()).toEqual(["api", "guide"]);
  });

  it("are forgotten once the config names them no more", async () => {
    await refreshDocs(data(), places("guide", "api"));
    expect(await refreshDocs(data(), places("guide"))).toMatchObject({ removed: 1 });
    expect(await sources()).toEqual(["guide"]);
  });

  it("are kept while their folder is empty or away", async () => {
    await refreshDocs(data(), places("guide", "api"));
    await rm(join(folder, "api"), { recursive: true });
    const report = await refreshDocs(data(), places("guide", "api"));
    expect(report).toMatchObject({ removed: 0, empty: ["api"] });
    expect(await sources()).toEqual(["api", "guide"]);
  });

  it("leave alone what was indexed by hand when the config names none", async () => {
    expect(await refreshDocs(data(), [])).toBeNull();
  });

  it("are looked at again on a schedule, also after a failure", async () => {
    const clock = createManualClock();
    const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
    const refresh = vi.fn(() => refreshDocs(data(), places("guide")));
    refresh.mockRejectedValueOnce(new Error("no such disk"));
    const schedule = startDocsRefresh({ everyMs: 1_000, clock, refresh, log });
    clock.advance(1_000);
    await vi.waitFor(() => expect(log.error).toHaveBeenCalledOnce());
    await vi.waitFor(() => expect(clock.waiting()).toBe(1));
    clock.advance(1_000);
    await vi.waitFor(() => expect(log.info).toHaveBeenCalledOnce(), { timeout: 20_000 });
    await schedule.stop();
    expect(clock.waiting()).toBe(0);
    expect(await sources()).toEqual(["guide"]);
  });
});
