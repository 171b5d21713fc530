import { DAY, HOUR, MINUTE } from "./clock.ts";

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
  return Math.floor((at + offsetAt(at, zone)) / DAY);
}

function windowOf(day: number, { zone, from, to, days }: WorkingHours) {
  // The epoch was a Thursday.
  if (!days.includes((((day + 4) % 7) + 7) % 7)) return null;
  return { start: instantOf(day, from, zone), end: instantOf(day, to, zone) };
}

/** The moment at which clocks of a zone show a minute of a day. */
function instantOf(day: number, minute: number, zone: string): number {
  const shown = day * DAY + minute * MINUTE;
  const near = shown - offsetAt(shown, zone);
  // Clocks may have been changed between the two.
  return shown - offsetAt(near, zone);
}

/** How far clocks of a zone are ahead of UTC then, in milliseconds. */
function offsetAt(at: number, zone: string): number {
  const parts = formatOf(zone).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find((one) => one.type === type)?.value ?? 0);
  const day = Date.UTC(part("year"), part("month") - 1, part("day"));
  const shown = day + part("hour") * HOUR + part("minute") * MINUTE;
  return shown - Math.floor(at / MINUTE) * MINUTE;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making one costs more than using it. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  formats.set(zone, format);
  return format;
}
