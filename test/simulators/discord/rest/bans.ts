import type { World } from "../world.ts";

const WINDOW_MS = 10 * 60_000;
const MAX_INVALID = 10_000;

const recentOf = new WeakMap<World, { since: number; count: number }>();

/** 401, 403 and 429 count toward the block that Discord puts on an address. */
export function noteInvalidRequest(world: World): void {
  world.counters.invalidRequests += 1;
  const recent = recentIn(world);
  recent.count += 1;
}

/** Whether more than 10,000 invalid requests were made in ten minutes. */
export function isBanned(world: World): boolean {
  return recentIn(world).count > MAX_INVALID;
}

function recentIn(world: World) {
  const now = world.clock.now();
  const known = recentOf.get(world);
  if (known && now - known.since < WINDOW_MS) return known;
  const fresh = { since: now, count: 0 };
  recentOf.set(world, fresh);
  return fresh;
}
