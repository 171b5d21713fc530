import { z } from "zod";
import { SECOND } from "../triage/model/clock.ts";
import { Duration } from "./values.ts";

/** Which models are asked for what, and what they may cost. */
export const OpenAi = z
  .strictObject({
    classify_model: z.string().default("gpt-5-mini-2025-08-07"),
    draft_model: z.string().default("gpt-5-2025-08-07"),
    /** Reviewed asks, corrected ones first, that it is shown beside the one to classify. */
    examples: z.number().int().min(0).max(10).default(4),
    /** Asked once more when the first is unsure; null asks nobody. */
    strong_model: z.string().nullable().default("gpt-5-2025-08-07"),
    /** How sure the first must be not to ask it. */
    strong_below: z.number().min(0).max(1).default(0.6),
    /** Orders the passages that a search found before a draft is made from them; null: nobody does. */
    rerank_model: z.string().nullable().default(null),
    /** Sends each schema once at the start, so that the first post need not wait for it. */
    warm_up: z.boolean().default(true),
    /** Spares the model what is clearly chatter in a busy channel. */
    gate: z
      .strictObject({
        /** Posts an hour from which a channel is busy; null: none ever is. */
        busy_from: z.number().int().min(0).nullable().default(20),
        /** From `bench/gate`: every post that it spares there asks for nothing. */
        certainty: z.number().min(0).max(1).default(0.5),
      })
      .prefault({}),
    /** Whether the classification model gives log-probabilities. */
    logprobs: z.boolean().default(false),
    /** Whether the models see images; null goes by what is known of their names. */
    reads_images: z.boolean().nullable().default(null),
    image_detail: z.enum(["low", "high", "auto"]).default("high"),
    base_url: z.url().optional(),
    /** Dollars a million tokens, by model; `cached` for input that the vendor had cached. */
    prices: z
      .record(
        z.string(),
        z.strictObject({
          input: z.number().min(0),
          cached: z.number().min(0).optional(),
          output: z.number().min(0),
        }),
      )
      .default({
        "gpt-5-mini-2025-08-07": { input: 0.25, cached: 0.025, output: 2 },
        "gpt-5-2025-08-07": { input: 1.25, cached: 0.125, output: 10 },
      }),
    /** Dollars a day; null is no limit. */
    budget: z
      .strictObject({
        per_day: z.number().min(0).nullable().default(5),
        per_server: z.number().min(0).nullable().default(null),
        per_person: z.number().min(0).nullable().default(1),
      })
      .prefault({}),
  })
  .prefault({});

/** Searching by meaning as well as by words. */
export const Embeddings = z
  .strictObject({
    /** `auto`: with the engine openai and a key; `always`: with the offline engine too. */
    use: z.enum(["auto", "always", "never"]).default("auto"),
    model: z.string().min(1).default("text-embedding-3-small"),
    /** Up to what pgvector can index. */
    dimensions: z.number().int().min(1).max(2_000).default(512),
    /** Whether the endpoint is asked to shorten its vectors; not all can. */
    send_dimensions: z.boolean().default(true),
    /** Any OpenAI-compatible endpoint; that of the models where it is left out. */
    base_url: z.url().optional(),
    /** Dollars a million tokens, to tell what indexing costs. */
    price: z.number().min(0).default(0.02),
    /** How long a search waits for the vector of its query; then words alone have to do. */
    query_timeout: Duration.default(1.5 * SECOND),
  })
  .prefault({});
