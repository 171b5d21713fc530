import { HOUR, MINUTE } from "../model/clock.ts";

/** So much a service lets one account do within a span of time. */
export type Limit = {
  readonly counts: "points" | "creations";
  readonly most: number;
  readonly withinMs: number;
};

/** What one request costs its account. */
export type Cost = { readonly points: number; readonly creations: 0 | 1 };

export type Turn = {
  /** When it may go out: now, or when to ask again. */
  readonly at: number;
  /** How often in a row the service asked for silence without saying for how long. */
  readonly pauses: number;
};

/** What an account has spent of a service's limits, known to all processes that act as it. */
export interface Allowance {
  /**
   * Spends the cost if the limits and any silence allow it at `now`; spends nothing otherwise.
   * @returns a turn whose `at` is `now` when it may go out, later when it has to ask again then
   */
  take(
    communityId: string,
    account: string,
    cost: Cost,
    limits: readonly Limit[],
    now: number,
  ): Promise<Turn>;
  /** The service asked for silence until then. */
  silence(communityId: string, account: string, until: number): Promise<void>;
  /** It asked for silence and did not say for how long: longer each time in a row. */
  pause(communityId: string, account: string, now: number): Promise<void>;
  /** It answers again: the next pause is a short one. */
  answered(communityId: string, account: string): Promise<void>;
}

/** GitHub's advice: at least a minute, then exponentially longer. */
export function pauseMs(pausesBefore: number): number {
  return Math.min(MINUTE * 2 ** Math.min(pausesBefore, 10), HOUR);
}
