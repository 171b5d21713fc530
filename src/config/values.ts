import { z } from "zod";
import { DAY, HOUR, MINUTE, SECOND } from "../triage/model/clock.ts";

const UNITS = { ms: 1, s: SECOND, m: MINUTE, h: HOUR, d: DAY } as const;

/** `90s`, `5m`, `72h`, `3d` → milliseconds. */
export const Duration = z.union([z.string(), z.number()]).transform((value, context) => {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/.exec(String(value).trim());
  const unit = match?.[2] as keyof typeof UNITS | undefined;
  if (match && unit) return Number(match[1]) * UNITS[unit];
  context.addIssue({ code: "custom", message: "must be a duration such as 10s, 5m, 72h or 3d" });
  return z.NEVER;
});

export const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;

/** `09:00-17:00` in minutes of the day; null when it is nothing of the kind. */
export function minutesOf(text: string): { readonly from: number; readonly to: number } | null {
  const [from = -1, to = -1] = text.split("-").map((time) => {
    const [, hours, minutes] = /^\s*([01]?\d|2[0-4]):([0-5]\d)\s*$/.exec(time) ?? [];
    return hours === undefined ? -1 : Number(hours) * 60 + Number(minutes);
  });
  return text.split("-").length === 2 && from >= 0 && from < to && to <= 24 * 60
    ? { from, to }
    : null;
}

/** A time zone by its name in the tz database. */
export const Zone = z
  .string()
  .refine(isZone, "is no time zone of the tz database, such as Europe/Berlin");

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).format(0) !== "";
  } catch {
    return false;
  }
}
