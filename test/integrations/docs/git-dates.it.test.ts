import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { buildIndex } from "../../../src/integrations/docs/build-index.ts";
import { readGitDates } from "../../../src/integrations/docs/git-dates.ts";
import { openIndex } from "../../../src/integrations/docs/open-index.ts";
import { pagesInFolder } from "../../../src/integrations/docs/page-sources.ts";
import { aSource } from "./a-page.ts";

let root: string;
let repo: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "git-dates-"));
  repo = join(root, "repo");
  await mkdir(join(repo, "docs"), { recursive: true });
  git(repo, "init", "-q", "-b", "main");
});
afterEach(() => rm(root, { recursive: true, force: true }));

function git(folder: string, ...args: readonly string[]): void {
  const who = [
    "-c",
    "user.name=Ada",
    "-c",
    "user.email=ada@acme.example",
    "-c",
    "commit.gpgsign=false",
  ];
  execFileSync("git", ["-C", folder, ...who, ...args], { stdio: "ignore" });
}

async function commit(day: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) await writeFile(join(repo, name), text);
  git(repo, "add", "-A");
  const at = `${day}T12:00:00+02:00`;
  execFileSync(
    "git",
    ["-C", repo, "-c", "user.name=Ada", "-c", "user.email=ada@acme.example", "commit", "-qm", day],
    { env: { PATH: "/usr/bin:/bin:/usr/local/bin", GIT_COMMITTER_DATE: at, GIT_AUTHOR_DATE: at } },
  );
}

const INSTALL = "docs/install.md";
const NEWS = "docs/größe news.md";

async function aHistory(): Promise<void> {
  await commit("2024-03-01", { [INSTALL]: "# Install\n\nRun it.", [NEWS]: "# News\n\nOld." });
  await commit("2025-05-02", { [NEWS]: "# News\n\nNewer.", "README.md": "# Acme" });
}

describe("when a page last changed", () => {
  it("is read from the history, by its path in the folder, in universal time", async () => {
    await aHistory();
    await writeFile(join(repo, "docs/draft.md"), "# Draft\n\nNever committed.");
    expect(Object.fromEntries(await readGitDates(join(repo, "docs")))).toEqual({
      "install.md": "2024-03-01T10:00:00.000Z",
      "größe news.md": "2025-05-02T10:00:00.000Z",
    });
  });

  it("is not known at the beginning of a shallow clone", async () => {
    await aHistory();
    const clone = join(root, "clone");
    execFileSync("git", ["clone", "-q", "--depth", "1", `file://${repo}`, clone], {
      stdio: "ignore",
    });
    expect(await readGitDates(join(clone, "docs"))).toEqual(new Map());
  });

  it("is not known outside of git, whatever the file on disk says", async () => {
    const folder = join(root, "plain");
    await mkdir(folder);
    await writeFile(join(folder, "a.md"), "# A\n\nWords.");
    expect(await readGitDates(folder)).toEqual(new Map());
    const { value } = await pagesInFolder(folder, null).next();
    expect(value).toMatchObject({ type: "page", page: { changedAt: null } });
  });

  it("travels with the passages, and a checkout that only touches files changes nothing", async () => {
    await aHistory();
    const data = join(root, "data");
    const build = () =>
      buildIndex(data, [{ source: aSource, pages: pagesInFolder(join(repo, "docs"), null) }]);
    await build();
    const [hit] = await (await openIndex(data)).search({ title: "install", text: "", top: 1 });
    expect(hit?.passage.changedAt).toBe("2024-03-01T10:00:00.000Z");
    await utimes(join(repo, INSTALL), new Date(), new Date());
    expect(await build()).toMatchObject({ unchanged: 2, bytesWritten: 0 });
  });
});
