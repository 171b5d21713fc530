import { failureWords } from "../model/engine-failure.ts";
import type { Classifier, Drafter, EngineFailure } from "../ports/engines.ts";

type Engines = { readonly classifier: Classifier; readonly drafter: Drafter };

/**
 * The first engines, with the second standing in when they fail; what the second makes says so.
 * A refusal, a filter or an unreadable answer is about the one post: it too is better classified
 * by a plainer engine than by none.
 */
export function withFallback(first: Engines, second: Engines): Engines {
  return {
    classifier: {
      async classify(input) {
        const tried = await first.classifier.classify(input);
        if (tried.type === "classified") return tried;
        const instead = await second.classifier.classify(input);
        if (instead.type === "failed") return tried;
        const { classification } = instead;
        const stamp = { ...classification.stamp, ...standingIn(tried) };
        return { ...instead, classification: { ...classification, stamp } };
      },
    },
    drafter: {
      async draft(input) {
        const tried = await first.drafter.draft(input);
        if (tried.type !== "failed") return tried;
        const instead = await second.drafter.draft(input);
        if (instead.type === "failed") return tried;
        if (instead.type === "none") {
          const { standsInBecause } = standingIn(tried);
          return { ...instead, reason: `${instead.reason} (offline engine: ${standsInBecause})` };
        }
        const stamp = { ...instead.draft.stamp, ...standingIn(tried) };
        return { ...instead, draft: { ...instead.draft, stamp } };
      },
    },
  };
}

function standingIn(tried: EngineFailure) {
  return { standsInBecause: failureWords(tried), standsInAfter: tried.reason };
}
