import type { Environment } from "./config/environment.ts";
import type { Config } from "./config/schema.ts";
import { createOfflineClassifier } from "./integrations/offline/classifier.ts";
import { createExtractiveDrafter } from "./integrations/offline/extractive-drafter.ts";
import { createBatchClassifier } from "./integrations/openai/batch-classifier.ts";
import { capabilitiesOf } from "./integrations/openai/capabilities.ts";
import { createOpenAiClassifier } from "./integrations/openai/classifier.ts";
import { createOpenAiClient } from "./integrations/openai/client.ts";
import { createOpenAiDrafter } from "./integrations/openai/drafter.ts";
import type { ModelSettings } from "./integrations/openai/model-settings.ts";
import type { Prompt } from "./integrations/openai/prompt.ts";
import { createOpenAiReranker } from "./integrations/openai/reranker.ts";
import { createOpenAiTranslator } from "./integrations/openai/translator.ts";
import { warmUp } from "./integrations/openai/warm-up.ts";
import { createCascade, type Traffic } from "./triage/decide/cascade.ts";
import { withFallback } from "./triage/decide/fallback.ts";
import type { Meter } from "./triage/decide/meter.ts";
import type { Clock } from "./triage/model/clock.ts";
import { UserError } from "./triage/model/errors.ts";
import type { Classifier, Drafter, Reranker, Translator } from "./triage/ports/engines.ts";

/** What the engines ask of the store; without it nothing is written down and no budget is kept. */
export type EngineBooks = { readonly meter: Meter; readonly traffic: Traffic };

const MODEL = { reasoningEffort: null, maxOutputTokens: 4_000, timeoutMs: 60_000 } as const;

export type Engines = {
  readonly classifier: Classifier;
  readonly drafter: Drafter;
  /** Quotes and costs nothing: for asking the same again and again. */
  readonly quoter: Drafter;
  /** Orders what the docs hold for a post, where the config names a model for it. */
  readonly reranker?: Reranker;
  /** Translates posts for staff, on demand; the offline engine cannot. */
  readonly translator?: Translator;
  /** Readies the models for their schemas; absent when there is nothing to ready. */
  readonly warmUp?: (communityId: string) => ReturnType<typeof warmUp>;
};

/**
 * The engines that the config asks for. A key alone never switches the paid one on: it costs
 * money. The offline engine stands in whenever the other fails, and says so.
 */
export function createEngines(
  config: Pick<Config, "engine" | "openai"> &
    Partial<Pick<Config, "attachments">> & {
      readonly products?: Config["products"] | undefined;
      /** Classifies by this prompt in place of the one in use. */
      readonly classifyPrompt?: Prompt | undefined;
    },
  env: Pick<Environment, "openaiKey">,
  index: { readonly rarity: (term: string) => number },
  clock: Clock,
  books?: EngineBooks,
): Engines {
  const quoter = createExtractiveDrafter({ rarity: index.rarity });
  const plain = createOfflineClassifier(config.products);
  const offline: Engines = { classifier: plain, drafter: quoter, quoter };
  if (config.engine === "offline") return offline;
  const { openai, classifyPrompt: prompt } = config;
  const { strong_model: strong, gate } = openai;
  const { busy_from: busyFrom } = gate;
  const deps = { client: openClient(openai, env), clock, meter: books?.meter };
  const classifying = seeing(modelOf(openai, openai.classify_model, openai.logprobs), config);
  const drafting = seeing(modelOf(openai, openai.draft_model), config);
  const stronger = strong ? seeing(modelOf(openai, strong), config) : null;
  const classifier = createCascade({
    model: createOpenAiClassifier({ ...deps, prompt, model: classifying }),
    strong: stronger && createOpenAiClassifier({ ...deps, prompt, model: stronger }),
    plain: offline.classifier,
    sureFrom: openai.strong_below,
    gate: books && busyFrom !== null ? { busyFrom, certainty: gate.certainty } : null,
    traffic: books?.traffic ?? (async () => 0),
    now: clock.now,
  });
  const drafter = createOpenAiDrafter({ ...deps, model: drafting });
  const engines = withFallback({ classifier, drafter }, offline);
  const models = { classify: [classifying, ...(stronger ? [stronger] : [])], draft: drafting };
  const { rerank_model: reranking } = openai;
  return {
    ...engines,
    quoter,
    translator: createOpenAiTranslator({ ...deps, model: drafting }),
    ...(reranking
      ? { reranker: createOpenAiReranker({ ...deps, model: modelOf(openai, reranking) }) }
      : {}),
    ...(openai.warm_up ? { warmUp: (communityId) => warmUp(models, deps, communityId) } : {}),
  };
}

/** Classifying many posts at once through the Batch API, and the program's own path around its answers. */
export function createBatchEngine(
  { openai, products }: Pick<Config, "openai"> & Partial<Pick<Config, "products">>,
  env: Pick<Environment, "openaiKey">,
  clock: Clock,
  meter: Meter,
) {
  const model = modelOf(openai, openai.classify_model, openai.logprobs);
  const plain = createOfflineClassifier(products);
  const offline = { classifier: plain, drafter: createExtractiveDrafter({ rarity: () => 1 }) };
  return {
    model,
    batch: createBatchClassifier({ client: openClient(openai, env), model, clock, meter }),
    /** The classifier that a batch's answers stand in for the model of. */
    around(answers: Classifier): Classifier {
      const classifier = createCascade({
        model: answers,
        strong: null,
        plain,
        sureFrom: openai.strong_below,
        gate: null,
        traffic: async () => 0,
        now: clock.now,
      });
      return withFallback({ ...offline, classifier }, offline).classifier;
    },
  };
}

function openClient(openai: Config["openai"], env: Pick<Environment, "openaiKey">) {
  if (env.openaiKey === undefined) {
    throw new UserError(
      "engine is openai, but OPENAI_API_KEY is not set. Set it, or use engine: offline.",
    );
  }
  const { base_url: baseUrl } = openai;
  return createOpenAiClient({ apiKey: env.openaiKey, ...(baseUrl ? { baseUrl } : {}) });
}

function modelOf({ prices }: Config["openai"], name: string, logprobs = false): ModelSettings {
  return { ...MODEL, name, logprobs, price: prices[name] ?? null };
}

/** A model with whether, and how closely, it looks at images: only where the admin agreed. */
function seeing(
  model: ModelSettings,
  { openai, attachments }: Pick<Config, "openai"> & Partial<Pick<Config, "attachments">>,
): ModelSettings {
  const can = openai.reads_images ?? capabilitiesOf(model.name).images ?? false;
  if (attachments?.images !== "model" || !can) return model;
  return { ...model, imageDetail: openai.image_detail };
}
