/** A model's own word on how sure it is runs high: it counts this much, the rest is a coin. */
const WEIGHT = 0.7;

/** Turns a self-reported confidence into a more careful one between 0 and 1. */
export function damped(said: number): number {
  const held = Math.min(1, Math.max(0, said));
  return 0.5 + (held - 0.5) * WEIGHT;
}
