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
const DOWN: readonly FailureReason[] = [
  "timeout",
  "unauthorized",
  "rate-limited",
  "server-error",
  "dropped",
];

export function isDown(reason: FailureReason): boolean {
  return DOWN.includes(reason);
}
