import { Failure } from "./failure.ts";

type Model = {
  /** What an undated name stands for. */
  readonly dated: string;
  readonly does: "text" | "embeddings";
  /** Reasoning models take no temperature and give no log-probabilities. */
  readonly reasoning: boolean;
  /** Whether it takes images. */
  readonly images: boolean;
};

const MODELS: Readonly<Record<string, Model>> = {
  "gpt-4.1": { dated: "gpt-4.1-2025-04-14", does: "text", reasoning: false, images: true },
  "gpt-4.1-mini": {
    dated: "gpt-4.1-mini-2025-04-14",
    does: "text",
    reasoning: false,
    images: true,
  },
  "gpt-4.1-nano": {
    dated: "gpt-4.1-nano-2025-04-14",
    does: "text",
    reasoning: false,
    images: true,
  },
  "gpt-4o-mini": { dated: "gpt-4o-mini-2024-07-18", does: "text", reasoning: false, images: true },
  "gpt-5": { dated: "gpt-5-2025-08-07", does: "text", reasoning: true, images: true },
  "gpt-5-mini": { dated: "gpt-5-mini-2025-08-07", does: "text", reasoning: true, images: true },
  "gpt-5-nano": { dated: "gpt-5-nano-2025-08-07", does: "text", reasoning: true, images: true },
  "o3-mini": { dated: "o3-mini-2025-01-31", does: "text", reasoning: true, images: false },
  "text-embedding-3-small": {
    dated: "text-embedding-3-small",
    does: "embeddings",
    reasoning: false,
    images: false,
  },
  "text-embedding-3-large": {
    dated: "text-embedding-3-large",
    does: "embeddings",
    reasoning: false,
    images: false,
  },
  "text-embedding-ada-002": {
    dated: "text-embedding-ada-002",
    does: "embeddings",
    reasoning: false,
    images: false,
  },
};

/** Finds a model by its name with or without date. */
export function modelNamed(name: string): Model {
  const found = MODELS[name] ?? Object.values(MODELS).find((model) => model.dated === name);
  if (found) return found;
  const message = `The model \`${name}\` does not exist or you do not have access to it.`;
  throw new Failure(404, message, { code: "model_not_found" });
}
