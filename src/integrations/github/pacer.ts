import { type Clock, HOUR, MINUTE, SECOND } from "../../triage/clock.ts";
import { PortError } from "../../triage/errors.ts";

/** `documented` keeps to GitHub's published limits on creating content; `relaxed` to none. */
export type LimitsProfile = "documented" | "relaxed";

export type Pacer = {
  /** Runs writes one after the other, as far apart as the limits ask. */
  write<T>(operation: string, call: () => Promise<T>): Promise<T>;
};

const APART_MS = SECOND;
const A_MINUTE = 80;
const AN_HOUR = 500;
/** Whoever would wait longer is sent away with a time: the claim on its action must not run out. */
const LONGEST_WAIT_MS = 20 * SECOND;

/** One writer for everything that creates content, and silence for as long as GitHub asks. */
export function createPacer(profile: LimitsProfile, clock: Clock): Pacer {
  let last: Promise<unknown> = Promise.resolve();
  let written: number[] = [];
  let holdUntil = 0;

  /** When the next write may start. */
  function nextSlot(): number {
    const now = clock.now();
    written = written.filter((at) => at > now - HOUR);
    if (profile === "relaxed") return Math.max(now, holdUntil);
    const latest = written.at(-1) ?? Number.NEGATIVE_INFINITY;
    return Math.max(
      now,
      holdUntil,
      latest + APART_MS,
      (written.at(-A_MINUTE) ?? Number.NEGATIVE_INFINITY) + MINUTE,
      (written.at(-AN_HOUR) ?? Number.NEGATIVE_INFINITY) + HOUR,
    );
  }

  async function inTurn<T>(operation: string, asked: number, call: () => Promise<T>): Promise<T> {
    const slot = nextSlot();
    if (slot - asked > LONGEST_WAIT_MS || clock.now() - asked > LONGEST_WAIT_MS) {
      throw new PortError(operation, "later", new Error("too many writes at once"), {
        advice: "GitHub limits how much is written at once; it goes on by itself",
        retryAfterMs: Math.max(slot - clock.now(), APART_MS),
      });
    }
    const wait = slot - clock.now();
    if (wait > 0) await new Promise<void>((wake) => clock.after(wait, wake));
    written.push(clock.now());
    try {
      return await call();
    } catch (error) {
      // Calls while GitHub asks for silence are what gets an app blocked.
      if (error instanceof PortError && error.retryAfterMs !== undefined) {
        holdUntil = clock.now() + error.retryAfterMs;
      }
      throw error;
    }
  }

  return {
    write(operation, call) {
      const asked = clock.now();
      const turn = last.then(() => inTurn(operation, asked, call));
      last = turn.catch(() => {});
      return turn;
    },
  };
}
