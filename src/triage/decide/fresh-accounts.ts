import type { Reporter } from "../model/case.ts";
import { DAY } from "../model/clock.ts";

/** An account younger than this is counted, and said to be new: it raises no priority. */
const FRESH_MS = 7 * DAY;

const DISCORD_EPOCH = Date.UTC(2015, 0, 1);
/** Discord's ids begin with the time at which they were made. */
const SNOWFLAKE = /^\d{17,20}$/;

/** Whether the account was new when it reported; one whose age cannot be known is not. */
export function isFresh({ sourceId, since }: Pick<Reporter, "sourceId" | "since">): boolean {
  if (!SNOWFLAKE.test(sourceId)) return false;
  const made = Number(BigInt(sourceId) >> 22n) + DISCORD_EPOCH;
  return since - made < FRESH_MS;
}

/** Distinct people, and how many of them reported with a new account. */
export function headcount(reporters: readonly Pick<Reporter, "personId" | "sourceId" | "since">[]) {
  const people = new Map<string, boolean>();
  for (const one of reporters) {
    const fresh = isFresh(one) && people.get(one.personId) !== false;
    people.set(one.personId, fresh);
  }
  const fresh = [...people.values()].filter((is) => is).length;
  return { all: people.size, fresh, seasoned: people.size - fresh };
}

/** `204 reporters, 200 of them with accounts younger than 7 days`. */
export function headcountWords({ all, fresh }: { all: number; fresh: number }): string {
  const count = all === 1 ? "1 reporter" : `${all} reporters`;
  // Of a single person it says nothing but that they are new here.
  if (fresh === 0 || all === 1) return count;
  const who = fresh === 1 ? "1 of them with an account" : `${fresh} of them with accounts`;
  return `${count}, ${who} younger than ${FRESH_MS / DAY} days`;
}
