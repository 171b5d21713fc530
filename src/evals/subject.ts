import { Config, type Environment } from "../config.ts";
import { createEngines } from "../engines.ts";
import { CLASSIFYING } from "../integrations/openai/classifier.ts";
import type { Clock } from "../triage/clock.ts";
import { UserError } from "../triage/errors.ts";
import type { Classifier, Drafter } from "../triage/ports.ts";
import type { AskedOf } from "./answer-cache.ts";
import { notingMeter } from "./call-notes.ts";

/** An engine that is to be measured, with its model. */
export type Subject = {
  /** As asked for: `offline`, `openai`, `openai:MODEL`. */
  readonly name: string;
  readonly engine: Config["engine"];
  /** Whether asking costs money, so that answers are worth keeping. */
  readonly paid: boolean;
  readonly asked: AskedOf;
  readonly classifier: Classifier;
  readonly drafter: Drafter;
};

const ENGINES = ["offline", "openai"] as const;

/**
 * The engine behind `offline`, `openai` or `openai:MODEL`: the one that the bot would start with
 * this config, its prompt and schema included.
 * @throws UserError when there is no such engine, or its key is missing
 */
export function openSubject(
  name: string,
  config: Pick<Config, "openai" | "products"> | null,
  env: Pick<Environment, "openaiKey">,
  index: { readonly rarity: (term: string) => number },
  clock: Clock,
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
    },
    env,
    index,
    clock,
    { meter: notingMeter, traffic: async () => 0 },
  );
  const paid = found === "openai";
  return {
    name,
    engine: found,
    paid,
    asked: {
      engine: found,
      model: paid ? model : null,
      settings: paid
        ? [settings.strong_model ?? null, settings.strong_below, settings.logprobs]
        : [],
      promptHash: paid ? CLASSIFYING.promptHash : null,
      schemaHash: paid ? CLASSIFYING.schemaHash : null,
    },
    ...engines,
  };
}
