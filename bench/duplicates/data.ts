import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

const Report = z.object({
  project: z.string(),
  id: z.string(),
  title: z.string(),
  body: z.string(),
});
const Pair = z.object({
  project: z.string(),
  query: z.string(),
  dup_of: z.string(),
  group: z.enum(["similar", "dissimilar"]),
});

export type Report = z.infer<typeof Report>;
export type Pair = z.infer<typeof Pair>;

/** One project's reports, the pairs among them, and which reports belong together. */
export type Project = {
  readonly name: string;
  readonly reports: readonly Report[];
  readonly pairs: readonly Pair[];
  /** Equal for two reports that are duplicates, of each other or of a third. */
  readonly clusterOf: (id: string) => string;
};

export async function readProjects(folder: string): Promise<Project[]> {
  const reports = await readRows(join(folder, "reports.jsonl"), Report);
  const pairs = await readRows(join(folder, "pairs.jsonl"), Pair);
  return [...Map.groupBy(reports, ({ project }) => project)].map(([name, own]) => {
    const ownPairs = pairs.filter(({ project }) => project === name);
    return { name, reports: own, pairs: ownPairs, clusterOf: cluster(ownPairs) };
  });
}

async function readRows<T>(path: string, schema: z.ZodType<T>): Promise<T[]> {
  const lines = (await readFile(path, "utf8")).split("\n").filter((line) => line !== "");
  return lines.map((line) => schema.parse(JSON.parse(line)));
}

function cluster(pairs: readonly Pair[]): (id: string) => string {
  const parents = new Map<string, string>();
  const find = (id: string): string => {
    const parent = parents.get(id);
    return parent === undefined ? id : find(parent);
  };
  for (const { query, dup_of } of pairs) {
    const [a, b] = [find(query), find(dup_of)];
    if (a !== b) parents.set(a, b);
  }
  return find;
}
