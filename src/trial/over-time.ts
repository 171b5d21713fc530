import { DAY } from "../triage/model/clock.ts";

export type Bucket = { readonly from: number; readonly count: number };
export type OverTime = {
  readonly unit: "day" | "week" | "month";
  readonly buckets: readonly Bucket[];
};

const MOST_DAYS = 45;
const MOST_WEEKS = 60;

/** Posts a day, week or month, whichever gives few enough columns; empty ones stand too. */
export function overTime(times: readonly number[]): OverTime | null {
  if (times.length === 0) return null;
  const first = times.reduce((a, b) => Math.min(a, b));
  const last = times.reduce((a, b) => Math.max(a, b));
  const days = (last - first) / DAY;
  const unit = days <= MOST_DAYS ? "day" : days <= MOST_WEEKS * 7 ? "week" : "month";
  const counts = new Map<number, number>();
  for (let at = startOf(first, unit); at <= last; at = next(at, unit)) counts.set(at, 0);
  for (const time of times) {
    const at = startOf(time, unit);
    counts.set(at, (counts.get(at) ?? 0) + 1);
  }
  return { unit, buckets: Array.from(counts, ([from, count]) => ({ from, count })) };
}

/** Midnight UTC of the day, of the Monday before it, or of the first of its month. */
export function startOf(time: number, unit: OverTime["unit"]): number {
  const date = new Date(time);
  const day = Math.floor(time / DAY) * DAY;
  if (unit === "day") return day;
  if (unit === "week") return day - ((date.getUTCDay() + 6) % 7) * DAY;
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

function next(from: number, unit: OverTime["unit"]): number {
  if (unit !== "month") return from + (unit === "day" ? DAY : 7 * DAY);
  const date = new Date(from);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}
