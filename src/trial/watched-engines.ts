import { z } from "zod";
import { CLASSIFY_PROMPT, toQuestion } from "../integrations/openai/classifier.ts";
import { ClassifyAnswer } from "../integrations/openai/classify-schema.ts";
import { DraftAnswer } from "../integrations/openai/draft-schema.ts";
import { DRAFT_PROMPT } from "../integrations/openai/drafter.ts";
import { loadPrompt } from "../integrations/openai/prompt.ts";
import type { Passage } from "../triage/model/passage.ts";
import type { PassageIndex } from "../triage/ports/docs.ts";
import type { Classifier, Drafter } from "../triage/ports/engines.ts";
import type { CallSize, NearPassage } from "./tried-post.ts";

export type TrialEngines = {
  readonly classifier: Classifier;
  readonly drafter: Drafter;
  readonly passages: PassageIndex;
  /** Which share of an ask stands in a passage, 0 to 1. */
  readonly shareOf: (
    ask: { readonly title: string; readonly text: string },
    passage: Passage,
  ) => number;
};

/** What the last post asked of the engines. */
export type Seen = {
  classifying: CallSize;
  drafting: CallSize | null;
  nearest: NearPassage | null;
};

/** The engines as they are, with a note of what a model would have been sent in their place. */
export function watched(engines: TrialEngines): TrialEngines & { readonly seen: Seen } {
  const classifyPrompt = fixedPart(CLASSIFY_PROMPT, ClassifyAnswer);
  const draftPrompt = fixedPart(DRAFT_PROMPT, DraftAnswer);
  const seen: Seen = { classifying: { sent: 0, answered: 0 }, drafting: null, nearest: null };
  return {
    ...engines,
    seen,
    classifier: {
      async classify(input) {
        const answer = await engines.classifier.classify(input);
        const { stamp: _stamp, ...labels } =
          answer.type === "classified" ? answer.classification : { stamp: null };
        seen.classifying = {
          sent: classifyPrompt + size(toQuestion(input)),
          answered: size(labels),
        };
        return answer;
      },
    },
    drafter: {
      async draft(input) {
        const answer = await engines.drafter.draft(input);
        const { title, text, passages } = input;
        const sent = passages.map(({ passage }) => ({
          page: passage.pageTitle,
          heading: passage.breadcrumbs.join(" > "),
          text: passage.text,
        }));
        seen.drafting = {
          sent: draftPrompt + size({ passages: sent, post: { title, text } }),
          answered: answer.type === "drafted" ? size(answer.draft.claims) : 0,
        };
        return answer;
      },
    },
    passages: {
      ...engines.passages,
      async search(query) {
        const hits = await engines.passages.search(query);
        const passage = hits[0]?.passage;
        seen.nearest = passage ? { passage, share: engines.shareOf(query, passage) } : null;
        return hits;
      },
    },
  };
}

/** The prompt and the shape of the answer go along with every call. */
function fixedPart(prompt: string, answer: z.ZodType): number {
  return loadPrompt(prompt).text.length + size(z.toJSONSchema(answer));
}

function size(value: unknown): number {
  return JSON.stringify(value).length;
}
