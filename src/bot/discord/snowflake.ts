const DISCORD_EPOCH = 1_420_070_400_000;

/** The smallest id that something written at this time can have. */
export function snowflakeAt(ms: number): string {
  return (BigInt(Math.max(0, Math.floor(ms) - DISCORD_EPOCH)) << 22n).toString();
}

/** When something with this id was made, in milliseconds since the epoch. */
export function timeOf(snowflake: string): number {
  return Number(BigInt(snowflake) >> 22n) + DISCORD_EPOCH;
}

/** Ids are numbers too long for a number: they are compared as such, not as text. */
export function compareSnowflakes(a: string, b: string): number {
  const difference = BigInt(a) - BigInt(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function laterOf(a: string, b: string): string {
  return compareSnowflakes(a, b) >= 0 ? a : b;
}
