import { InvalidArgumentError } from "commander";
import { DAY } from "../triage/model/clock.ts";

/** A span before now, or a day by the calendar of a zone that is known later. */
export type Since =
  | { readonly type: "ago"; readonly ms: number }
  | { readonly type: "day"; readonly day: string };

/** `7d`, `30d` or `2026-11-01`. */
export function readSince(text: string): Since {
  const given = text.trim();
  const [, days] = /^(\d{1,4})d$/.exec(given) ?? [];
  if (days !== undefined && Number(days) > 0) return { type: "ago", ms: Number(days) * DAY };
  if (isDay(given)) return { type: "day", day: given };
  throw new InvalidArgumentError("It must be a number of days such as 7d, or a day: 2026-11-01.");
}

/** `2026-11-01`. */
export function readDay(text: string): string {
  const given = text.trim();
  if (isDay(given)) return given;
  throw new InvalidArgumentError("It must be a day, such as 2026-11-08.");
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  // The 30th of February becomes a day in March.
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}
