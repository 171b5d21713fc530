import { readFile, stat } from "node:fs/promises";
import { dirname, join, resolve, sep } from "node:path";
import type { DocsFiles } from "../../triage/ports/docs.ts";

/** Where a source's files lie: its folder, or the one file that it is. */
export type DocsFolder = {
  readonly name: string;
  readonly version: string | null;
  readonly path: string;
};

const MARKDOWN = /\.(mdx?|markdown)$/i;

/** Reads the files behind passages from the folders of the config; nothing outside of them. */
export function createDocsFiles(folders: readonly DocsFolder[]): DocsFiles {
  return {
    async read({ source, version, file }) {
      const folder = folders.find((one) => one.name === source && one.version === version);
      if (!folder || !MARKDOWN.test(file)) return null;
      const found = await stat(folder.path).catch(() => null);
      if (!found) return null;
      const root = resolve(found.isDirectory() ? folder.path : dirname(folder.path));
      const path = resolve(join(root, file));
      if (!path.startsWith(root + sep)) return null;
      return readFile(path, "utf8").catch(() => null);
    },
  };
}
