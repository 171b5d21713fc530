import { APIError } from "openai";
import type { Config, Environment } from "../../config.ts";
import { createOpenAiClient } from "../../integrations/openai/client.ts";
import { toFailure } from "../../integrations/openai/failure.ts";
import { type Finding, reporter } from "./finding.ts";

const { ok, warning, failure } = reporter("openai");

/** Key and models, when the config asks for them; nothing that costs money is called. */
export async function checkOpenAi(
  { engine, openai }: Pick<Config, "engine" | "openai">,
  { openaiKey }: Pick<Environment, "openaiKey">,
): Promise<Finding[]> {
  if (engine === "offline") return [ok("The engine is offline: no model is called.")];
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
  const findings: Finding[] = [];
  for (const model of new Set([openai.classify_model, openai.draft_model])) {
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
