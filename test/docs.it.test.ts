import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Config } from "../src/config/schema.ts";
import { docsPlaces, refreshDocs, startDocsRefresh, withSolved } from "../src/docs.ts";
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

  it("are left as they were when the look is broken off, and looked at again after it", async () => {
    await refreshDocs(data(), places("guide"));
    const ending = new AbortController();
    const looking = refreshDocs(data(), places("guide", "api"), {
      signal: ending.signal,
      progress: { total: () => ending.abort(), page() {} },
    });
    await expect(looking).rejects.toThrow(/ended/);
    expect(await sources()).toEqual(["guide"]);
    expect(await refreshDocs(data(), places("guide", "api"))).toMatchObject({ added: 1 });
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

  it("are looked at soon when an answer was kept or taken back, sites left alone", async () => {
    const clock = createManualClock();
    const log = { info: vi.fn(), warn: vi.fn(), error: vi.fn() };
    const solved = [
      {
        code: "SB-1",
        title: "Uploads hang behind a proxy",
        ask: "Why do uploads hang behind a proxy?",
        answer: "Set the part size to 8 MB.",
        permalink: "https://discord.example/1",
        acceptedAt: 0,
      },
    ];
    let standing: typeof solved = [];
    const places = docsPlaces(
      { docs: Config.shape.docs.parse([{ name: "solved", tickets: "accepted" }]) },
      join(folder, "signalbox.config.yaml"),
    );
    const refresh = vi.fn((how) => refreshDocs(data(), withSolved(places, standing), how));
    let news = false;
    const hasNews = async () => news;
    const schedule = startDocsRefresh({ everyMs: 3_600_000, clock, refresh, hasNews, log });
    const index = await openIndex(data());
    const found = () => index.search({ title: "upload hangs with proxy", text: "", top: 3 });

    clock.advance(60_000);
    await vi.waitFor(() => expect(clock.waiting()).toBe(2));
    expect(refresh).not.toHaveBeenCalled();
    [standing, news] = [solved, true];
    clock.advance(60_000);
    await vi.waitFor(async () => expect(await found()).toHaveLength(1), { timeout: 20_000 });
    expect(refresh.mock.calls[0]?.[0]).toMatchObject({ scope: "local" });
    expect((await found())[0]?.passage).toMatchObject({
      source: "solved",
      official: false,
      url: "https://discord.example/1",
      text: "Set the part size to 8 MB.",
      breadcrumbs: ["Uploads hang behind a proxy", "Why do uploads hang behind a proxy?"],
    });
    await vi.waitFor(() => expect(clock.waiting()).toBe(2));
    standing = [];
    clock.advance(60_000);
    await vi.waitFor(async () => expect(await found()).toEqual([]), { timeout: 20_000 });
    await schedule.stop();
  });

  it("keep kept answers while the store is not read yet", async () => {
    const places = docsPlaces(
      { docs: Config.shape.docs.parse([{ name: "solved", tickets: "accepted" }]) },
      join(folder, "signalbox.config.yaml"),
    );
    const ask = {
      code: "SB-1",
      title: "T",
      ask: "A?",
      answer: "B.",
      permalink: "https://d.example",
    };
    await refreshDocs(data(), withSolved(places, [{ ...ask, acceptedAt: 0 }]));
    expect(await refreshDocs(data(), places, { scope: "local" })).toMatchObject({ pages: 1 });
  });
});
