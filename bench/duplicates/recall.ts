import type { Project, Report } from "./data.ts";

export const CUTS = [1, 5, 10] as const;

export type RecallRow = { readonly ranking: string; readonly pairs: string; readonly n: number } & {
  readonly [cut in `@${(typeof CUTS)[number]}`]: number;
};

type Ranker = (project: Project) => (query: Report, top: number) => readonly string[];

/** For how many pairs the known duplicate is among the first few, by project and kind of pair. */
export function measureRecall(
  ranking: string,
  projects: readonly Project[],
  createRanker: Ranker,
): RecallRow[] {
  const ranks = projects.flatMap((project) => {
    const rank = createRanker(project);
    const reports = new Map(project.reports.map((report) => [report.id, report]));
    return project.pairs.flatMap(({ query, dup_of, group }) => {
      const report = reports.get(query);
      if (!report) return [];
      const at = rank(report, Math.max(...CUTS)).indexOf(dup_of);
      return [{ group: `${project.name}, ${group}`, at: at < 0 ? Number.POSITIVE_INFINITY : at }];
    });
  });
  const groups = [...Map.groupBy(ranks, ({ group }) => group), ["all", ranks] as const];
  return groups.map(([pairs, some]) => {
    const share = (cut: number) => some.filter(({ at }) => at < cut).length / some.length;
    return {
      ranking,
      pairs,
      n: some.length,
      "@1": round(share(1)),
      "@5": round(share(5)),
      "@10": round(share(10)),
    };
  });
}

const round = (share: number) => Math.round(share * 10_000) / 10_000;
