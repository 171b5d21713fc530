import { type Clock, MINUTE } from "../../triage/model/clock.ts";

/** Discord looks at so long, and shuts out an address that it refused 10,000 times in it. */
const WINDOW_MS = 10 * MINUTE;
/** A fifth of that: other processes may work from the same address. */
const MOST = 2_000;

/** Discord refused so much that it would soon shut this address out: nothing is asked for a while. */
export class TooManyRefusals extends Error {
  override readonly name = "TooManyRefusals";
  readonly retryAfterMs: number;

  constructor(retryAfterMs: number) {
    super("Discord has refused too many requests; none is made until it has forgotten some");
    this.retryAfterMs = retryAfterMs;
  }
}

export type Refusals = {
  /** Throws TooManyRefusals while there were too many of late. */
  check(): void;
  /** Counts an answer, if it is one that Discord counts. */
  note(answer: { readonly status: number; readonly scope: string | null }): void;
};

/** Counts what Discord calls invalid requests: 401, 403, and 429 unless its limit is a shared one. */
export function createRefusals(clock: Pick<Clock, "now">, most = MOST): Refusals {
  /** When, oldest first. */
  const at: number[] = [];
  return {
    check() {
      while (at[0] !== undefined && at[0] <= clock.now() - WINDOW_MS) at.shift();
      const [oldest] = at;
      if (oldest === undefined || at.length < most) return;
      throw new TooManyRefusals(oldest + WINDOW_MS - clock.now());
    },
    note({ status, scope }) {
      const counts = status === 401 || status === 403 || (status === 429 && scope !== "shared");
      if (counts) at.push(clock.now());
    },
  };
}
