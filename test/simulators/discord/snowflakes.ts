/** Where the simulator takes every time from. */
export type Clock = { now(): number };

const DISCORD_EPOCH = 1_420_070_400_000n;

/** Ids as Discord makes them: time first, always growing, even when the clock stands or steps back. */
export function createSnowflakes(clock: Clock): () => string {
  let last = 0n;
  return () => {
    const fromClock = (BigInt(Math.floor(clock.now())) - DISCORD_EPOCH) << 22n;
    last = fromClock > last ? fromClock : last + 1n;
    return last.toString();
  };
}

export function snowflakeTime(id: string): number {
  return Number((BigInt(id) >> 22n) + DISCORD_EPOCH);
}

/** An id that sorts where that moment is; for `after` and `before` by time. */
export function snowflakeAt(time: number): string {
  return ((BigInt(Math.floor(time)) - DISCORD_EPOCH) << 22n).toString();
}

/** Negative when `a` is older. */
export function compareSnowflakes(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}
