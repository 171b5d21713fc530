import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Config } from "../src/config/schema.ts";
import { fileGap, listGaps } from "../src/triage/gaps/gap-desk.ts";
import { GAP_PAGE } from "./community/gap-story.ts";
import { indexDemoDocs } from "./index-docs.ts";
import type { Town } from "./town.ts";
import type { GapView } from "./view.ts";
import type { GapControls } from "./worlds.ts";

const CLOSED_SHOWN = 3;

/** The config with the sample docs copied into a folder, so that a visitor may add pages. */
export async function withOwnDocs(config: Config, dataDir: string): Promise<Config> {
  const folder = join(dataDir, "docs");
  await rm(folder, { recursive: true, force: true });
  const docs = config.docs.map((source, at) =>
    source.path === undefined ? source : { ...source, path: join(folder, String(at)) },
  );
  for (const [at, { path }] of config.docs.entries()) {
    if (path === undefined) continue;
    const from = new URL(path, import.meta.url).pathname;
    await cp(from, docs[at]?.path ?? folder, { recursive: true });
  }
  return { ...config, docs };
}

/** What the page can do about gaps: the same use-cases that `signalbox gaps` and `/gaps` call. */
export function createGapControls(town: Town, config: Config, dataDir: string): GapControls {
  const here = () => town.signalbox();
  return {
    async view() {
      const { communityId, deps, store } = here();
      const open = await listGaps(communityId, deps);
      const closed = await store.gaps.closed(communityId, CLOSED_SHOWN);
      return {
        open: open.map((gap): GapView => {
          const isStory = gap.title.toLowerCase().includes(GAP_PAGE.about);
          const suggested = isStory
            ? GAP_PAGE
            : { path: pathFor(gap.title), text: `# ${gap.title}\n\n${gap.answer ?? ""}` };
          return {
            code: gap.code,
            title: gap.title,
            askers: gap.askers,
            asks: gap.asks.map(({ code, ask, reason }) => ({ code, ask, reason })),
            words: gap.words,
            nearest: gap.nearest && { title: gap.nearest.title, url: gap.nearest.url },
            filing: gap.filing,
            issueUrl: gap.issueUrl,
            page: { path: suggested.path, text: suggested.text },
          };
        }),
        closed: closed.map(({ code, title, closedBecause, issue }) => ({
          code,
          title,
          because: closedBecause ?? "",
          issueUrl: issue?.url ?? null,
        })),
      };
    },
    async file(code, by) {
      const { communityId, deps } = here();
      const filing = await fileGap(communityId, code, by, deps);
      if (filing.type === "refused") throw new Error(`${code} cannot be filed: ${filing.why}`);
      if (filing.type === "unknown") throw new Error(`There is no open gap ${code}`);
    },
    async addPage({ path, text }) {
      const folder = config.docs[0]?.path ?? "";
      const file = join(folder, `${path}.md`);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
      await indexDemoDocs(config, dataDir);
      const checked = await here().checkDocs();
      return { closed: checked?.closed ?? [] };
    },
  };
}

function pathFor(title: string): string {
  const slug = title.toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return `guides/${slug.replace(/^-|-$/g, "").slice(0, 48) || "new-page"}`;
}
