import type { Caller } from "./access.ts";
import { Refusal } from "./refusal.ts";

/** `documented` holds GitHub's published limits, `relaxed` none that anybody would meet. */
export type LimitsProfile = "documented" | "relaxed";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const RELAXED = 1_000_000;

const CONTENT_A_MINUTE = 80;
const CONTENT_AN_HOUR = 500;
const POINTS_A_MINUTE = 900;
const POINTS_OF_A_WRITE = 5;

const ABOUT =
  "https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits";

type Window = { startedAt: number; used: number };
type Spent = { core: Window; search: Window; writes: number[]; points: number[][] };

export type Limits = ReturnType<typeof createLimits>;

/** Counts requests by caller and refuses what is too many. */
export function createLimits(profile: LimitsProfile, now: () => number) {
  const byCaller = new Map<string, Spent>();
  const seen = { refusals: 0, mostAMinute: 0, mostAnHour: 0, mostPoints: 0 };

  function spentBy(caller: Caller): Spent {
    const key = `${caller.kind}:${caller.login ?? ""}`;
    const known = byCaller.get(key);
    if (known) return known;
    const fresh = { core: open(), search: open(), writes: [], points: [] };
    byCaller.set(key, fresh);
    return fresh;
  }

  const open = (): Window => ({ startedAt: now(), used: 0 });

  function limitOf(resource: "core" | "search", caller: Caller): number {
    if (profile === "relaxed") return RELAXED;
    if (resource === "search") return caller.kind === "anonymous" ? 10 : 30;
    return caller.kind === "anonymous" ? 60 : 5000;
  }

  function state(resource: "core" | "search", caller: Caller) {
    const spent = spentBy(caller);
    const length = resource === "search" ? MINUTE : HOUR;
    if (now() - spent[resource].startedAt >= length) spent[resource] = open();
    const limit = limitOf(resource, caller);
    const { used, startedAt } = spent[resource];
    const reset = Math.ceil((startedAt + length) / 1000);
    return { resource, limit, used, remaining: Math.max(0, limit - used), reset };
  }

  function refuse(): never {
    seen.refusals += 1;
    // GitHub answers both 403 and 429, and half of the time does not say how long to wait.
    const headers: Record<string, string> = seen.refusals % 2 === 0 ? {} : { "retry-after": "60" };
    const status = seen.refusals % 4 < 2 ? 403 : 429;
    const message =
      "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
    throw new Refusal(status, message, { documentation_url: ABOUT }, headers);
  }

  return {
    state,
    /** Requests that were refused for their speed, and the most that any caller came to. */
    seen: () => ({ ...seen }),

    headers(resource: "core" | "search", caller: Caller): Record<string, string> {
      const { limit, used, remaining, reset } = state(resource, caller);
      return {
        "x-ratelimit-limit": String(limit),
        "x-ratelimit-remaining": String(remaining),
        "x-ratelimit-reset": String(reset),
        "x-ratelimit-used": String(used),
        "x-ratelimit-resource": resource,
      };
    },

    /** Counts one request, or refuses it. */
    spend(resource: "core" | "search", caller: Caller, method: string): void {
      const spent = spentBy(caller);
      if (state(resource, caller).remaining === 0) {
        seen.refusals += 1;
        throw new Refusal(403, `API rate limit exceeded for ${caller.login ?? "this address"}.`);
      }
      spent[resource].used += 1;
      if (profile === "relaxed") return;
      const writes = method !== "GET" && method !== "HEAD" && caller.kind !== "app";
      const at = now();
      spent.points = spent.points.filter(([when]) => at - (when ?? 0) < MINUTE);
      spent.points.push([at, writes ? POINTS_OF_A_WRITE : 1]);
      const points = spent.points.reduce((sum, [, cost]) => sum + (cost ?? 0), 0);
      if (points > POINTS_A_MINUTE) refuse();
      seen.mostPoints = Math.max(seen.mostPoints, points);
      if (!writes) return;
      spent.writes = spent.writes.filter((when) => at - when < HOUR);
      const lastMinute = spent.writes.filter((when) => at - when < MINUTE).length;
      if (lastMinute >= CONTENT_A_MINUTE || spent.writes.length >= CONTENT_AN_HOUR) refuse();
      spent.writes.push(at);
      seen.mostAMinute = Math.max(seen.mostAMinute, lastMinute + 1);
      seen.mostAnHour = Math.max(seen.mostAnHour, spent.writes.length);
    },
  };
}
