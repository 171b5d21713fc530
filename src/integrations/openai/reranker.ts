import type { Reranker } from "../../triage/ports/engines.ts";
import { callModel, createTask, type ModelDeps } from "./call-model.ts";
import { withoutMiddle } from "./excerpt.ts";
import { loadPrompt } from "./prompt.ts";
import { RerankAnswer } from "./rerank-schema.ts";

const RERANK = createTask("rerank", loadPrompt("rerank@1"), RerankAnswer);

/** What a passage is about shows early; whole ones would cost as much as the draft. */
const LONGEST_PASSAGE = 1_200;

/** Puts passages into a better order with a model: one call, whose ids are checked here. */
export function createOpenAiReranker(deps: ModelDeps): Reranker {
  return {
    async rerank({ title, text, passages, who }) {
      const sent = new Map(passages.map((passage, at) => [`p${at + 1}`, passage]));
      const question = {
        passages: Array.from(sent, ([id, { pageTitle, version, breadcrumbs, text: said }]) => ({
          id,
          page: version === null ? pageTitle : `${pageTitle} (${version})`,
          heading: breadcrumbs.join(" > "),
          text: said.slice(0, LONGEST_PASSAGE).toWellFormed(),
        })),
        post: { title, text: withoutMiddle(text) },
      };
      const outcome = await callModel(RERANK, question, deps, who);
      if (outcome.type === "failed") return outcome;
      // An id that was not sent is invented; one that comes twice counts where it came first.
      const ids = [...new Set(outcome.value.helpful)].flatMap((id) => sent.get(id)?.id ?? []);
      return { type: "reranked", ids, call: outcome.call };
    },
  };
}
