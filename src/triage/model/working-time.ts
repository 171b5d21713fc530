import { DAY } from "./clock.ts";
import { localTime, momentOf } from "./zoned.ts";

/** When people work: minutes of the local day, and days of the week with Sunday as 0. */
export type WorkingHours = {
  /** IANA name. */
  readonly zone: string;
  readonly from: number;
  readonly to: number;
  readonly days: readonly number[];
};

/** A year has holidays enough; nothing waits longer than that. */
const MOST_DAYS = 400;

/** The moment since which `ms` of working time have passed; what began before has waited longer. */
export function workingTimeBefore(now: number, ms: number, hours: WorkingHours): number {
  let left = ms;
  const today = localDay(now, hours.zone);
  for (let back = 0; back < MOST_DAYS; back += 1) {
    const window = windowOf(today - back, hours);
    const end = window && Math.min(window.end, now);
    if (!window || end === null || end <= window.start) continue;
    if (end - window.start >= left) return end - left;
    left -= end - window.start;
  }
  return now - MOST_DAYS * DAY;
}

export function isWorkingTime(now: number, hours: WorkingHours): boolean {
  const window = windowOf(localDay(now, hours.zone), hours);
  return window !== null && now >= window.start && now < window.end;
}

/** Days since the epoch on the calendar of a zone. */
function localDay(at: number, zone: string): number {
  const { year, month, day } = localTime(at, zone);
  return Date.UTC(year, month - 1, day) / DAY;
}

function windowOf(day: number, { zone, from, to, days }: WorkingHours) {
  const date = new Date(day * DAY);
  if (!days.includes(date.getUTCDay())) return null;
  const at = (minute: number) =>
    momentOf(
      {
        year: date.getUTCFullYear(),
        month: date.getUTCMonth() + 1,
        day: date.getUTCDate(),
        hour: 0,
        minute,
      },
      zone,
    );
  return { start: at(from), end: at(to) };
}
