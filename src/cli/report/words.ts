import { DAY, HOUR, MINUTE, SECOND } from "../../triage/model/clock.ts";
import { wilson } from "../../triage/model/wilson.ts";
import type { SOLVERS } from "../../triage/report/answering.ts";
import type { DemandLine } from "../../triage/report/demand.ts";

/** Said wherever there is nothing to count. */
export const NO_DATA = "no data";

/** `45 s`, `12 min`, `3 h 20 min`, `2.5 days`. */
export function duration(ms: number | null): string {
  if (ms === null) return NO_DATA;
  if (ms < MINUTE) return `${Math.round(ms / SECOND)} s`;
  if (ms < HOUR) return `${Math.round(ms / MINUTE)} min`;
  if (ms >= 2 * DAY) return `${(ms / DAY).toFixed(1)} days`;
  const minutes = Math.round(ms / MINUTE);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

/** `3 of 20 (15 %)`; never a share of nothing. */
export function shareOf(count: number, of: number): string {
  if (of === 0) return NO_DATA;
  return `${count} of ${of} (${percent(count / of)})`;
}

/** The share that is likely behind so few: `5 to 36 %`. */
export function likely(count: number, of: number): string {
  if (of === 0) return "";
  const { low, high } = wilson(count, of);
  return `${Math.round(100 * low)} to ${percent(high)}`;
}

export function percent(share: number): string {
  return share > 0 && share < 0.01 ? "< 1 %" : `${Math.round(100 * share)} %`;
}

/** So many for each thousand or hundred; null when there was nothing. */
export function per(each: number, count: number, of: number | null): string {
  if (of === null || of === 0) return NO_DATA;
  const rate = (each * count) / of;
  return rate === 0 || rate >= 20 ? String(Math.round(rate)) : rate.toFixed(1);
}

/** `Fri 20 Nov 2026, 09:00` in the server's zone. */
export function moment(at: number, zone: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  }).format(at);
}

export function day(at: number, zone: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    day: "numeric",
    month: "short",
    year: "numeric",
  }).format(at);
}

export const SOLVER_WORDS: Readonly<Record<(typeof SOLVERS)[number], string>> = {
  peers: "Other members",
  helpers: "Helpers",
  staff: "Staff",
  "reviewed-answers": "Answers of the bot",
  pages: "Pages that were shown",
  team: "A product team’s fix",
  asker: "The asker themselves",
  unnamed: "Solved, nobody named",
  "answered-only": "Answered, nobody said whether it helped",
  nobody: "Nobody yet",
};

export const DEMAND_WORDS: Readonly<Record<DemandLine["state"], string>> = {
  gathers: "gathers",
  enough: "enough people",
  "with-staff": "with staff",
  filed: "filed",
  shipped: "shipped",
  refused: "not planned",
};
