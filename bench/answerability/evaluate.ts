import type { DocsIndex } from "../../src/integrations/docs/open-index.ts";
import { verifyDraft } from "../../src/triage/answers/verify-draft.ts";
import type { Drafter } from "../../src/triage/ports/engines.ts";
import type { Judged } from "./judge.ts";
import { isAnswerable, type Row, turnsOf } from "./questions.ts";

type Post = { readonly title: string; readonly text: string };

/** How a row becomes a post: the last turn alone, or with the two turns before it as its body. */
export const POSTS = {
  last: (turns: readonly string[]): Post => ({ title: "", text: turns.at(-1) ?? "" }),
  talk: (turns: readonly string[]): Post => ({
    title: turns.at(-1) ?? "",
    text: turns.slice(-3, -1).join("\n"),
  }),
} as const;

/** Asks every question of one index, as triage would: search, draft, verify. */
export async function evaluate(
  rows: readonly Row[],
  toPost: (turns: readonly string[]) => Post,
  index: Pick<DocsIndex, "search">,
  drafter: Drafter,
): Promise<{ readonly judged: readonly Judged[]; readonly failed: number }> {
  const judged: Judged[] = [];
  let failed = 0;
  for (const row of rows) {
    const post = toPost(turnsOf(row));
    const passages = await index.search({ ...post, top: 8 });
    const drafted = await drafter.draft({ ...post, language: "en", passages, instruction: null });
    if (drafted.type === "failed") failed += 1;
    const sent = passages.map(({ passage }) => passage);
    const verified = drafted.type === "drafted" ? verifyDraft(drafted.draft, sent) : null;
    const draft = verified?.type === "verified" ? verified.draft : null;
    const gold = new Set(row.contexts.map(({ document_id }) => document_id));
    const cited = sent.filter(({ id }) =>
      draft?.claims.some(({ passageIds }) => passageIds.includes(id)),
    );
    judged.push({
      answerable: isAnswerable(row),
      confidence: draft?.confidence ?? 0,
      citesGold: cited.some(({ page }) => gold.has(page)),
    });
  }
  return { judged, failed };
}
