import { createAskIndex } from "../../src/integrations/same-asks/ask-index.ts";
import { chance, chanceByMeaning, withMeaning } from "../../src/integrations/same-asks/likeness.ts";
import { NEAR_IN_MEANING } from "../../src/integrations/same-asks/same-asks.ts";
import { readTerms } from "../../src/integrations/same-asks/terms.ts";
import { textOf } from "../../src/integrations/same-asks/to-embed.ts";
import { UserError } from "../../src/triage/model/errors.ts";
import { type EmbeddedOptions, openBenchVectors } from "../open-vectors.ts";
import type { Project, Report } from "./data.ts";
import { measureRecall, type RecallRow } from "./recall.ts";

/** How many of the known duplicates a real model finds: by meaning alone, and joined with words as in production. */
export async function recallEmbedded(
  projects: readonly Project[],
  options: EmbeddedOptions,
): Promise<RecallRow[]> {
  const vectors = await openBenchVectors(options);
  try {
    const found = new Map<string, { readonly alone: string[]; readonly joined: string[] }>();
    for (const { name, reports, pairs } of projects) {
      const items = reports.map((report) => ({
        key: report.id,
        text: asText(report),
        origin: null,
      }));
      const ids = new Set(reports.map(({ id }) => id));
      const shelf = await vectors.shelf(`duplicates-${name}`, "asks", {
        total: items.length,
        count: items.length,
        items: (from, most) => items.slice(from, from + most),
        gone: null,
        has: (key) => ids.has(key),
      });
      const index = createAskIndex();
      for (const { id, title, body } of reports) index.put(id, readTerms(title, body));
      const asked = new Set(pairs.map(({ query }) => query));
      for (const report of reports.filter(({ id }) => asked.has(id))) {
        const nearest = await shelf.near.near(asText(report), { top: NEAR_IN_MEANING });
        if (nearest === null) throw new UserError("the endpoint gave no vector for a report");
        const hits = nearest.hits.filter(({ key }) => key !== report.id);
        const around = hits.map(({ similarity }) => similarity);
        const similar = new Map(hits.map(({ key, similarity }) => [key, similarity]));
        const joined = index
          .near(readTerms(report.title, report.body), [...similar.keys()])
          .filter(({ key }) => key !== report.id)
          .map((one) => {
            const similarity = similar.get(one.key);
            const meaning = similarity === undefined ? 0 : chanceByMeaning(similarity, around);
            return { key: one.key, score: withMeaning(chance(one), meaning) };
          })
          .toSorted((a, b) => b.score - a.score)
          .map(({ key }) => key);
        found.set(`${name} ${report.id}`, { alone: hits.map(({ key }) => key), joined });
      }
    }
    const rank =
      (which: "alone" | "joined") => (project: Project) => (query: Report, top: number) =>
        (found.get(`${project.name} ${query.id}`)?.[which] ?? []).slice(0, top);
    return [
      ...measureRecall(`${options.model} alone`, projects, rank("alone")),
      ...measureRecall(`signalbox with ${options.model}`, projects, rank("joined")),
    ];
  } finally {
    await vectors.close();
  }
}

function asText({ title, body }: Report): string {
  return textOf({ title, text: body });
}
