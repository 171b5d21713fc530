import { z } from "zod";
import { faultWords } from "../../triage/text/fault-words.ts";

/** An id or a name that some exports write as a number. */
export const Text = z.union([z.string(), z.number()]).transform(String);

/**
 * A point in time as exports write it: ISO 8601 (UTC when no zone is given), or seconds or
 * milliseconds since the epoch. Null when it is none of these: a post without a date is still a post.
 */
export const Moment = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => {
    if (value === null || value === undefined || value === "") return null;
    const number = Number(value);
    if (Number.isFinite(number)) return number < LATEST_SECONDS ? number * 1_000 : number;
    const text = String(value).trim().replace(" UTC", "Z").replace(" ", "T");
    const zoned = /(?:Z|[+-]\d\d:?\d\d)$/i.test(text) || !text.includes("T") ? text : `${text}Z`;
    const time = Date.parse(zoned);
    return Number.isNaN(time) ? null : time;
  });

// Seconds reach it in the year 5138, milliseconds reached it in 1973.
const LATEST_SECONDS = 100_000_000_000;

/** The first thing that does not fit, as `field: what is wrong`; never a value, which may be secret. */
export function faultOf(error: z.ZodError): string {
  const [issue] = error.issues;
  const field = issue?.path.join(".") || "row";
  return `${field}: ${issue ? faultWords(issue) : "does not fit"}`;
}
