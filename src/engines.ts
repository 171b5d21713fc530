import type { Config, Environment } from "./config.ts";
import { createOfflineClassifier } from "./integrations/offline/classifier.ts";
import { createExtractiveDrafter } from "./integrations/offline/extractive-drafter.ts";
import { createOpenAiClassifier } from "./integrations/openai/classifier.ts";
import { createOpenAiClient } from "./integrations/openai/client.ts";
import { createOpenAiDrafter } from "./integrations/openai/drafter.ts";
import type { Clock } from "./triage/clock.ts";
import { UserError } from "./triage/errors.ts";
import { withFallback } from "./triage/fallback.ts";
import type { Classifier, Drafter } from "./triage/ports.ts";

const MODEL = { reasoningEffort: null, maxOutputTokens: 4_000, timeoutMs: 60_000 } as const;

export type Engines = {
  readonly classifier: Classifier;
  readonly drafter: Drafter;
  /** Quotes and costs nothing: for asking the same again and again. */
  readonly quoter: Drafter;
};

/**
 * The engines that the config asks for. A key alone never switches the paid one on: it costs
 * money. The offline engine stands in whenever the other fails, and says so.
 */
export function createEngines(
  config: Pick<Config, "engine" | "openai">,
  env: Pick<Environment, "openaiKey">,
  index: { readonly rarity: (term: string) => number },
  clock: Clock,
): Engines {
  const quoter = createExtractiveDrafter({ rarity: index.rarity });
  const offline: Engines = { classifier: createOfflineClassifier(), drafter: quoter, quoter };
  if (config.engine === "offline") return offline;
  if (env.openaiKey === undefined) {
    throw new UserError(
      "engine is openai, but OPENAI_API_KEY is not set. Set it, or use engine: offline.",
    );
  }
  const { base_url: baseUrl, classify_model, draft_model, logprobs } = config.openai;
  const client = createOpenAiClient({ apiKey: env.openaiKey, ...(baseUrl ? { baseUrl } : {}) });
  const deps = { client, clock };
  const engines = withFallback(
    {
      classifier: createOpenAiClassifier({
        ...deps,
        model: { ...MODEL, name: classify_model, logprobs },
      }),
      drafter: createOpenAiDrafter({
        ...deps,
        model: { ...MODEL, name: draft_model, logprobs: false },
      }),
    },
    offline,
  );
  return { ...engines, quoter };
}
