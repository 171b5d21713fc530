import { PortError } from "../model/errors.ts";
import type { EngineFailure } from "../ports/engines.ts";

/** A port that fails for now is an engine that failed; anything else is a mistake of ours. */
export async function attempt<T>(call: () => Promise<T>): Promise<T | EngineFailure> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof PortError)) throw error;
    return {
      type: "failed",
      reason: "dropped",
      detail: error.advice,
      retryAfterMs: error.retryAfterMs ?? null,
    };
  }
}
