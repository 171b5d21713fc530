import { z } from "zod";

/** Why an engine gave nothing usable; each is shown on the ticket in its own words. */
export const FailureReason = z.enum([
  "refusal",
  "cut-off",
  "filtered",
  "malformed",
  "wrong-enum",
  "timeout",
  "unauthorized",
  "rate-limited",
  "server-error",
  "dropped",
  "budget-spent",
]);
export type FailureReason = z.infer<typeof FailureReason>;

/** Failures after which the next post would fare no better. */
const DOWN: Readonly<Partial<Record<FailureReason, string>>> = {
  timeout: "the model did not answer in time",
  unauthorized: "the vendor refused the API key or the model",
  "rate-limited": "the vendor takes no more calls just now",
  "server-error": "the vendor's server failed",
  dropped: "the connection to the vendor broke",
};

export function isDown(reason: FailureReason): boolean {
  return DOWN[reason] !== undefined;
}

/** Why an engine gave nothing, as the end of a sentence for staff. */
export function failureWords({
  reason,
  detail,
}: {
  readonly reason: FailureReason;
  /** What the engine said of it, or what was wrong with its answer. */
  readonly detail: string;
}): string {
  return DOWN[reason] ?? (reason === "refusal" ? `the model refused: ${detail}` : detail);
}
