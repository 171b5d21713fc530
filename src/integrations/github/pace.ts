import { type Clock, HOUR, MINUTE, SECOND } from "../../triage/model/clock.ts";
import { PortError } from "../../triage/model/errors.ts";
import type { Allowance, Cost, Limit } from "../../triage/perform/allowance.ts";
import { silenceAskedFor } from "./failure.ts";

/** `documented` keeps to GitHub's published limits; `relaxed` only to what GitHub answers. */
export type LimitsProfile = "documented" | "relaxed";

export type PaceDeps = {
  readonly profile: LimitsProfile;
  readonly allowance: Allowance;
  readonly communityId: string;
  readonly clock: Clock;
};

/**
 * Spans are a little longer than GitHub's: requests take different times to arrive, and the clocks
 * of two processes differ.
 */
const SLACK_MS = 2 * SECOND;
/**
 * From "Rate limits for the REST API": secondary limits of content creation and of points (a read
 * is one, a write five), and a second between writes.
 */
const DOCUMENTED: readonly Limit[] = [
  { counts: "creations", most: 1, withinMs: SECOND },
  { counts: "creations", most: 80, withinMs: MINUTE + SLACK_MS },
  { counts: "creations", most: 500, withinMs: HOUR + SLACK_MS },
  { counts: "points", most: 900, withinMs: MINUTE + SLACK_MS },
];
const READ: Cost = { points: 1, creations: 0 };
const TOKEN: Cost = { points: 5, creations: 0 };
const WRITE: Cost = { points: 5, creations: 1 };

/** GitHub allows 100 requests at once; eight processes may share an account. */
const AT_ONCE = 12;
/** Whoever would wait longer is sent away with a time: the claim on its action must not run out. */
const LONGEST_WAIT_MS = 20 * SECOND;

/**
 * A `fetch` that keeps an account within GitHub's limits, together with all other processes that
 * act as it: writes one after the other, and silence for as long as GitHub asks.
 * @throws PortError to be tried later, with the time, when the turn is too far off
 */
export function paced(account: string, deps: PaceDeps, inner: typeof fetch): typeof fetch {
  const { allowance, communityId, clock } = deps;
  const limits = deps.profile === "documented" ? DOCUMENTED : [];
  const gate = createGate(AT_ONCE);
  let lastWrite: Promise<unknown> = Promise.resolve();

  /** Waits for a turn. @returns how often in a row GitHub asked for silence before it */
  async function turn(cost: Cost, asked: number): Promise<number> {
    for (;;) {
      const now = clock.now();
      if (now - asked > LONGEST_WAIT_MS) throw sentAway(SECOND);
      const { at, pauses } = await allowance.take(communityId, account, cost, limits, now);
      if (at <= now) return pauses;
      if (at - asked > LONGEST_WAIT_MS) throw sentAway(at - now);
      await new Promise<void>((wake) => clock.after(at - now, wake));
    }
  }

  async function noteLimits(response: Response, pauses: number): Promise<void> {
    const message = response.ok ? "" : await response.clone().text();
    const headers = Object.fromEntries(response.headers);
    const silence = silenceAskedFor({ status: response.status, headers, message }, clock.now());
    if (silence === "untold") return allowance.pause(communityId, account, clock.now());
    if (silence !== null) return allowance.silence(communityId, account, clock.now() + silence);
    if (pauses > 0 && response.ok) await allowance.answered(communityId, account);
  }

  return async (input, init) => {
    const cost = costOf(input, init);
    const asked = clock.now();
    const run = async () => {
      const pauses = await turn(cost, asked);
      const response = await gate(() => inner(input, init));
      await noteLimits(response, pauses);
      return response;
    };
    if (cost.creations === 0) return run();
    const mine = lastWrite.then(run);
    lastWrite = mine.catch(() => {});
    return mine;
  };
}

function costOf(input: Parameters<typeof fetch>[0], init: RequestInit | undefined): Cost {
  const method = init?.method ?? "GET";
  if (method === "GET" || method === "HEAD") return READ;
  return String(input).endsWith("/access_tokens") ? TOKEN : WRITE;
}

function sentAway(retryAfterMs: number): PortError {
  return new PortError("github", "later", new Error("too much at once"), {
    advice: "GitHub limits how much is written at once; it goes on by itself",
    retryAfterMs: Math.max(retryAfterMs, SECOND),
  });
}

/** Lets so many through at once, the others in the order in which they came. */
function createGate(most: number) {
  const waiting: (() => void)[] = [];
  let inside = 0;
  return async <T>(run: () => Promise<T>): Promise<T> => {
    if (inside >= most) await new Promise<void>((enter) => waiting.push(enter));
    else inside += 1;
    try {
      return await run();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else inside -= 1;
    }
  };
}
