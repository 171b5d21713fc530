import { attempt } from "../decide/attempt.ts";
import type { CallFor } from "../model/model-call.ts";
import type { PassageHit, PassageQuery } from "../model/passage.ts";
import type { PassageIndex } from "../ports/docs.ts";
import type { Reranker } from "../ports/engines.ts";

/** How many passages a model is shown to choose from. */
const RERANKED = 20;

/**
 * The passages to draft from, best first. With a reranker a model orders more of them than are
 * wanted; what it leaves out keeps its order behind the rest, and so does everything when it fails.
 */
export async function bestPassages(
  query: PassageQuery,
  { passages, reranker }: { readonly passages: PassageIndex; readonly reranker?: Reranker },
  who?: CallFor,
): Promise<readonly PassageHit[]> {
  if (!reranker) return passages.search(query);
  const found = await passages.search({ ...query, top: Math.max(query.top, RERANKED) });
  if (found.length < 2) return found;
  const { title, text } = query;
  const shown = found.map(({ passage }) => passage);
  const answer = await attempt(() =>
    reranker.rerank({ title, text, passages: shown, ...(who ? { who } : {}) }),
  );
  if (answer.type === "failed") return found.slice(0, query.top);
  const place = new Map(answer.ids.map((id, at) => [id, at]));
  const ordered = found.toSorted(
    (a, b) => (place.get(a.passage.id) ?? RERANKED) - (place.get(b.passage.id) ?? RERANKED),
  );
  // Scores follow the order, as everywhere: the best ones were those of the first places.
  return ordered
    .slice(0, query.top)
    .map(({ passage }, at) => ({ passage, score: found[at]?.score ?? 0 }));
}
