import { APIError } from "openai";
import type { Environment } from "../../config/environment.ts";
import type { Config } from "../../config/schema.ts";
import { capabilitiesOf } from "../../integrations/openai/capabilities.ts";
import { createOpenAiClient } from "../../integrations/openai/client.ts";
import { toFailure } from "../../integrations/openai/failure.ts";
import { type Finding, reporter } from "./finding.ts";

const { ok, warning, failure } = reporter("openai");

/** Key and models, when the config asks for them; nothing that costs money is called. */
export async function checkOpenAi(
  { engine, openai, attachments }: Pick<Config, "engine" | "openai" | "attachments">,
  { openaiKey }: Pick<Environment, "openaiKey">,
): Promise<Finding[]> {
  const blind = attachments.images === "model" ? checkEyes(engine, openai) : [];
  if (engine === "offline") return [ok("The engine is offline: no model is called."), ...blind];
  if (openaiKey === undefined) {
    return [
      failure(
        "engine is openai, but OPENAI_API_KEY is not set.",
        "Set the key in the environment, or use engine: offline.",
      ),
    ];
  }
  const client = createOpenAiClient({
    apiKey: openaiKey,
    ...(openai.base_url ? { baseUrl: openai.base_url } : {}),
  });
  const findings: Finding[] = [...blind];
  const { classify_model, draft_model, strong_model, rerank_model } = openai;
  const optional = [strong_model, rerank_model].filter((model) => model !== null);
  const named = [classify_model, draft_model, ...optional];
  findings.push(...checkOdds(openai));
  for (const model of new Set(named)) {
    findings.push(...checkAbilities(model, openai));
    try {
      await client.models.retrieve(model);
      findings.push(ok(`The model ${model} is there.`));
      if (!/\d{4}-\d{2}-\d{2}$/.test(model)) {
        findings.push(
          warning(
            `${model} names no date, so what it does may change under you.`,
            "Use a dated name, such as the ones in the config's defaults.",
          ),
        );
      }
    } catch (error) {
      const finding = troubleOf(error, model);
      findings.push(finding);
      // A refused key is refused for every model.
      if (error instanceof APIError && error.status === 401) break;
    }
  }
  return findings;
}

/** What a model is asked for and may not be able to do, and what it costs. */
function checkAbilities(model: string, { prices, base_url }: Config["openai"]): Finding[] {
  const { structuredOutputs } = capabilitiesOf(model);
  const findings: Finding[] = [];
  if (structuredOutputs === false) {
    findings.push(
      failure(
        `${model} takes no JSON schema, so every answer of it would be refused.`,
        "Name a model with structured outputs, such as the ones in the config's defaults.",
      ),
    );
  }
  if (structuredOutputs === null && base_url === undefined) {
    findings.push(
      warning(
        `Whether ${model} takes a JSON schema is not known here.`,
        "Classify a post with it: signalbox classify --engine openai.",
      ),
    );
  }
  if (prices[model] === undefined) {
    findings.push(
      warning(
        `${model} has no price in openai.prices, so its cost is not known and no budget holds it.`,
        "Add its dollars a million tokens under openai.prices.",
      ),
    );
  }
  return findings;
}

/** Images are for models, and none would look at them: they lie there for staff alone. */
function checkEyes(engine: Config["engine"], openai: Config["openai"]): Finding[] {
  if (engine === "offline") {
    return [
      warning(
        "attachments.images is model, but the offline engine sees no images: they are only kept.",
        "Set attachments.images to keep, or engine to openai.",
      ),
    ];
  }
  const { classify_model, draft_model, strong_model, reads_images } = openai;
  const seen = [classify_model, draft_model, strong_model].some(
    (model) => model !== null && (reads_images ?? capabilitiesOf(model).images ?? false),
  );
  return seen
    ? []
    : [
        warning(
          `attachments.images is model, but neither ${classify_model} nor ${draft_model} is known to see images: they are only kept.`,
          "Set openai.reads_images to true if they do, name a model that sees images, or set attachments.images to keep.",
        ),
      ];
}

/** Asking a model for odds that it does not give fails every call. */
function checkOdds({ classify_model: model, logprobs }: Config["openai"]): Finding[] {
  const able = capabilitiesOf(model).logprobs;
  if (logprobs && able === false) {
    return [
      failure(
        `openai.logprobs is true, but ${model} gives no log-probabilities: every call would fail.`,
        "Set openai.logprobs to false, or take a model that does not reason.",
      ),
    ];
  }
  if (!logprobs && able === true) {
    return [
      warning(
        `${model} can tell how sure it is of a label, and is not asked to.`,
        "Set openai.logprobs to true.",
      ),
    ];
  }
  return [];
}

function troubleOf(error: unknown, model: string): Finding {
  if (error instanceof APIError && (error.status === 404 || error.status === 403)) {
    return failure(
      `The model ${model} does not exist, or the key may not use it.`,
      "Correct openai.classify_model and openai.draft_model, or give the key's project access.",
    );
  }
  if (error instanceof APIError && error.status === 401) {
    return failure("OpenAI refuses the key.", "Make a new key and set OPENAI_API_KEY.");
  }
  const reason = toFailure(error)?.detail ?? "no answer";
  return warning(
    `OpenAI cannot be asked about ${model} (${reason}).`,
    "Try again later; until it answers, the offline engine stands in.",
  );
}
