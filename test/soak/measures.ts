import type { SeenInteraction } from "../simulators/discord/simulator.ts";
import type { Memory } from "./questions.ts";

type Seen = Pick<SeenInteraction, "ackedAfterMs" | "heard">;

export type Checkpoint = { readonly posts: number } & Memory;

export type Pressed = {
  readonly pressed: number;
  /** Pressed while the bot was connected; the figures below are about these. */
  readonly heard: number;
  readonly unanswered: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly slowest: number;
  /** Pressed while nobody was connected, and how many of those were answered after a resume. */
  readonly whileAway: number;
  readonly answeredAfterResume: number;
};

/** An interaction that was never answered counts as slower than any. */
export function measurePresses(interactions: readonly Seen[]): Pressed {
  const heard = interactions.filter((one) => one.heard);
  const away = interactions.filter((one) => !one.heard);
  const times = heard
    .map(({ ackedAfterMs }) => ackedAfterMs ?? Number.POSITIVE_INFINITY)
    .toSorted((a, b) => a - b);
  const at = (share: number) => rounded(times[Math.ceil(share * times.length) - 1] ?? 0);
  return {
    pressed: interactions.length,
    heard: heard.length,
    unanswered: heard.filter(({ ackedAfterMs }) => ackedAfterMs === null).length,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    slowest: at(1),
    whileAway: away.length,
    answeredAfterResume: away.filter(({ ackedAfterMs }) => ackedAfterMs !== null).length,
  };
}

/** JSON knows no infinity. */
function rounded(ms: number): number {
  return Number.isFinite(ms) ? Math.round(ms) : -1;
}

/** In fewer posts than that the heap tells of caches that fill and code that is compiled. */
const ENOUGH = 3_000;

/**
 * How much the heap grows with each 1,000 posts: the slope of the line through the checkpoints
 * (least squares), without the first fifth, in which caches fill; null when there are too few.
 */
export function growthPerThousand(
  checkpoints: readonly Checkpoint[],
  of: (checkpoint: Checkpoint) => number,
): number | null {
  const last = checkpoints.at(-1)?.posts ?? 0;
  const points = checkpoints.filter(({ posts }) => posts >= last / 5);
  if (points.length < 3 || last < ENOUGH) return null;
  const x = mean(points.map(({ posts }) => posts));
  const y = mean(points.map(of));
  const covariance = points.reduce((sum, one) => sum + (one.posts - x) * (of(one) - y), 0);
  const variance = points.reduce((sum, one) => sum + (one.posts - x) ** 2, 0);
  return (1_000 * covariance) / variance;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
