import type { World } from "../world.ts";

const WINDOW_MS = 10 * 60_000;

const recentOf = new WeakMap<World, { since: number; count: number }>();

/** 401, 403 and 429 count toward the block that Discord puts on an address. */
export function noteInvalidRequest(world: World): void {
  world.counters.invalidRequests += 1;
  const recent = recentIn(world);
  recent.count += 1;
}

/** How long the address is still blocked for too many invalid requests; 0 when it is not. */
export function secondsBlocked(world: World): number {
  const { since, count } = recentIn(world);
  if (count <= world.settings.maxInvalidRequests) return 0;
  return (since + WINDOW_MS - world.clock.now()) / 1_000 / world.settings.clockRate;
}

function recentIn(world: World) {
  const now = world.clock.now();
  const known = recentOf.get(world);
  if (known && now - known.since < WINDOW_MS) return known;
  const fresh = { since: now, count: 0 };
  recentOf.set(world, fresh);
  return fresh;
}
