import {
  type Allowance,
  type Cost,
  type Limit,
  pauseMs,
} from "../../src/triage/perform/allowance.ts";

type Account = { spent: (Cost & { readonly at: number })[]; silentUntil: number; pauses: number };

/** An allowance in memory, held to the same contract as the real one. */
export function createFakeAllowance(): Allowance {
  const accounts = new Map<string, Account>();

  function account(name: string): Account {
    const known = accounts.get(name) ?? { spent: [], silentUntil: 0, pauses: 0 };
    accounts.set(name, known);
    return known;
  }

  return {
    async take(_, name, cost, limits, now) {
      const known = account(name);
      const longest = Math.max(0, ...limits.map(({ withinMs }) => withinMs));
      known.spent = known.spent.filter(({ at }) => at > now - longest);
      const free = limits.map((limit) => freeAt(known, limit, cost, now));
      const at = Math.max(now, known.silentUntil, ...free);
      if (at === now) known.spent.push({ ...cost, at });
      return { at, pauses: known.pauses };
    },
    async silence(_, name, until) {
      const known = account(name);
      known.silentUntil = Math.max(known.silentUntil, until);
    },
    async pause(_, name, now) {
      const known = account(name);
      if (known.silentUntil > now) return;
      known.silentUntil = now + pauseMs(known.pauses);
      known.pauses += 1;
    },
    async answered(_, name) {
      account(name).pauses = 0;
    },
  };
}

function freeAt({ spent }: Account, limit: Limit, cost: Cost, now: number): number {
  const { counts, most, withinMs } = limit;
  if (cost[counts] === 0) return now;
  let sum = cost[counts];
  for (const one of spent.toReversed()) {
    if (one.at <= now - withinMs) return now;
    sum += one[counts];
    if (sum > most) return one.at + withinMs;
  }
  return now;
}
