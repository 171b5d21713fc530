import type { Environment } from "../config/environment.ts";
import { Config } from "../config/schema.ts";
import { createEngines } from "../engines.ts";
import { CLASSIFYING } from "../integrations/openai/classifier.ts";
import type { Prompt } from "../integrations/openai/prompt.ts";
import type { Meter } from "../triage/decide/meter.ts";
import type { Clock } from "../triage/model/clock.ts";
import { UserError } from "../triage/model/errors.ts";
import type { Classifier, Drafter } from "../triage/ports/engines.ts";
import type { AskedOf } from "./answer-cache.ts";

/** An engine that is to be measured, with its model. */
export type Subject = {
  /** As asked for: `offline`, `openai`, `openai:MODEL`, with the prompt where several are tried. */
  readonly name: string;
  readonly engine: Config["engine"];
  /** Whether asking costs money, so that answers are worth keeping. */
  readonly paid: boolean;
  /** Its models whose price nobody named. */
  readonly unpriced: readonly string[];
  readonly asked: AskedOf;
  readonly classifier: Classifier;
  readonly drafter: Drafter;
};

const ENGINES = ["offline", "openai"] as const;

/** What subjects are opened with. */
export type SubjectParts = {
  readonly config: Pick<Config, "openai" | "products"> | null;
  readonly env: Pick<Environment, "openaiKey">;
  readonly index: { readonly rarity: (term: string) => number };
  readonly clock: Clock;
  readonly meter: Meter;
};

/**
 * The engine behind `offline`, `openai` or `openai:MODEL`: the one that the bot would start with
 * this config, its prompt and schema included.
 * @param prompt one to classify by in place of the bot's; null leaves it
 * @throws UserError when there is no such engine, or its key is missing
 */
export function openSubject(
  name: string,
  prompt: Prompt | null,
  { config, env, index, clock, meter }: SubjectParts,
): Subject {
  const [engine, ...rest] = name.split(":");
  const found = ENGINES.find((one) => one === engine);
  if (!found || (found === "offline" && rest.length > 0)) {
    throw new UserError(`${name}: an engine is offline, openai or openai:MODEL`);
  }
  const settings = config?.openai ?? Config.shape.openai.parse({});
  const model = rest.join(":") || settings.classify_model;
  const engines = createEngines(
    {
      engine: found,
      openai: { ...settings, classify_model: model },
      products: config?.products,
      ...(prompt ? { classifyPrompt: prompt } : {}),
    },
    env,
    index,
    clock,
    { meter, traffic: async () => 0 },
  );
  const paid = found === "openai";
  const { strong_model: strong, draft_model: drafting } = settings;
  const models = [model, drafting, ...(strong === null ? [] : [strong])];
  return {
    name: paid && prompt ? `${name} by ${prompt.name}` : name,
    engine: found,
    paid,
    unpriced: paid ? models.filter((one) => !(one in settings.prices)) : [],
    asked: {
      engine: found,
      model: paid ? model : null,
      settings: paid
        ? [settings.strong_model ?? null, settings.strong_below, settings.logprobs]
        : [],
      promptHash: paid ? (prompt?.hash ?? CLASSIFYING.promptHash) : null,
      schemaHash: paid ? CLASSIFYING.schemaHash : null,
    },
    ...engines,
  };
}
