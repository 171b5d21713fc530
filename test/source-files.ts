import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import type { Node, SourceFile } from "typescript/unstable/ast";
import { API } from "typescript/unstable/sync";

export const ROOT = join(import.meta.dirname, "..");

export type Parsed = {
  /** From the project's root, with slashes. */
  readonly path: string;
  readonly file: SourceFile;
  readonly lines: number;
};

/** The compiler's own trees of all TypeScript files in the folders; nothing is resolved or checked. */
export function parseFolders(...folders: readonly string[]): Parsed[] {
  const place = mkdtempSync(join(tmpdir(), "signalbox-sources-"));
  const config = join(place, "tsconfig.json");
  const include = folders.map((folder) => join(ROOT, folder, "**/*.ts"));
  const compilerOptions = { noResolve: true, noLib: true, types: [], noEmit: true };
  writeFileSync(config, JSON.stringify({ compilerOptions, include }));
  const api = new API({ cwd: place });
  try {
    const project = api.updateSnapshot({ openProject: config }).getProject(config);
    if (!project) throw new Error("the compiler did not open the project");
    return project.program.getSourceFileNames().flatMap((name) => {
      const file = project.program.getSourceFile(name);
      if (!file) return [];
      const lines = readFileSync(name, "utf8").split("\n").length - 1;
      return [{ path: relative(ROOT, name).split(sep).join("/"), file, lines }];
    });
  } finally {
    api.close();
    rmSync(place, { recursive: true });
  }
}

/** Every node of a tree, parents first. */
export function* nodesOf(node: Node): Generator<Node> {
  yield node;
  const children: Node[] = [];
  node.forEachChild((child) => {
    children.push(child);
    return undefined;
  });
  for (const child of children) yield* nodesOf(child);
}
