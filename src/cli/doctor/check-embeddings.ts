import { APIError } from "openai";
import type { Environment } from "../../config/environment.ts";
import type { Config } from "../../config/schema.ts";
import { createOpenAiClient } from "../../integrations/openai/client.ts";
import { toFailure } from "../../integrations/openai/failure.ts";
import { embeddingsAccess } from "../../vectors.ts";
import { type Finding, reporter } from "./finding.ts";

const { ok, warning, failure } = reporter("embeddings");

/** The endpoint that embeds docs and asks, when the config wants one; nothing is embedded. */
export async function checkEmbeddings(
  config: Pick<Config, "engine" | "openai" | "embeddings">,
  env: Pick<Environment, "openaiKey" | "embeddingsKey">,
): Promise<Finding[]> {
  const access = embeddingsAccess(config, env);
  if (access === null) {
    if (config.embeddings.use !== "always") {
      return [ok("Embeddings are off: docs and asks are searched by words.")];
    }
    return [
      failure(
        "embeddings.use is always, but there is neither a key nor an endpoint.",
        "Set OPENAI_API_KEY or EMBEDDINGS_API_KEY, or embeddings.base_url for an endpoint of your own.",
      ),
    ];
  }
  const { model } = config.embeddings;
  const own = config.embeddings.base_url !== undefined;
  try {
    await createOpenAiClient(access).models.retrieve(model);
    return [ok(`The embedding model ${model} is there.`)];
  } catch (error) {
    if (error instanceof APIError && error.status === 401) {
      return [
        failure(
          "The embeddings endpoint refuses the key.",
          "Make a new key and set OPENAI_API_KEY, or EMBEDDINGS_API_KEY for an endpoint of its own.",
        ),
      ];
    }
    const missing = error instanceof APIError && (error.status === 404 || error.status === 403);
    // Compatible servers need not tell of their models.
    if (missing && !own) {
      return [
        failure(
          `The embedding model ${model} does not exist, or the key may not use it.`,
          "Correct embeddings.model, or give the key's project access.",
        ),
      ];
    }
    const reason = toFailure(error)?.detail ?? "no answer";
    return [
      warning(
        `The embeddings endpoint cannot be asked about ${model} (${reason}).`,
        "Check embeddings.base_url and embeddings.model; until it answers, docs are searched by words.",
      ),
    ];
  }
}
