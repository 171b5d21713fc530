/** What befalls a request in place of an honest answer. */
export type Twist =
  | { readonly twist: "refusal"; readonly text?: string }
  /** The text stops in the middle: the cap on output tokens is reached. */
  | { readonly twist: "cut-off" }
  | { readonly twist: "filtered" }
  /** Complete, and not JSON. */
  | { readonly twist: "malformed" }
  /** Answers just this, schema or not: wrong enum values, invented ids. */
  | { readonly twist: "answer"; readonly json: unknown }
  /** HTTP 200 whose response says that it failed. */
  | { readonly twist: "failed" }
  /** HTTP 200 with a body that is no JSON. */
  | { readonly twist: "broken-body" }
  | {
      readonly twist: "status";
      readonly status: number;
      readonly retryAfterSeconds?: number;
      readonly code?: string;
      readonly message?: string;
    }
  | { readonly twist: "hang" }
  /** The headers come, the body stops half-way. */
  | { readonly twist: "stall" }
  | { readonly twist: "drop" }
  /** An honest answer, late by this much on the simulator's clock. */
  | { readonly twist: "slow"; readonly ms: number };

/** The twists of the next requests, and the one that holds until it is lifted. */
export function createScript() {
  const queue: Twist[] = [];
  let standing: Twist | null = null;

  return {
    next(twist: Twist, times = 1): void {
      for (let left = times; left > 0; left--) queue.push(twist);
    },
    always(twist: Twist | null): void {
      standing = twist;
    },
    take: (): Twist | null => queue.shift() ?? standing,
  };
}
