import type { z } from "zod";
import { redact } from "../triage/redact/redact.ts";

const NAMES: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "a section of `key: value` lines",
  record: "a section of `key: value` lines",
  null: "empty",
};

/** What is wrong with a value, for whoever wrote it; undefined where zod's own words will do. */
export function sayMistake(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      return needs(nameOf(issue.expected), issue.input);
    case "invalid_value":
      return needs(`one of ${issue.values.map(String).join(", ")}`, issue.input);
    case "invalid_union": {
      const branches = issue.errors.flatMap(([first]) => (first ? [first.message] : []));
      return [...new Set(branches)].join(", or ") || undefined;
    }
    case "invalid_key":
      return `is none of the keys that may stand here${allowed(issue.issues)}`;
    case "too_small":
      return bound(issue.origin, "at least", Number(issue.minimum));
    case "too_big":
      return bound(issue.origin, "at most", Number(issue.maximum));
    case "invalid_format":
      return issue.format === "url"
        ? needs("an address such as https://…", issue.input)
        : undefined;
    default:
      return undefined;
  }
}

function needs(what: string, input: unknown): string {
  if (input === undefined) return `is missing; it must be ${what}`;
  // A key may have been pasted into the wrong line, and this is said where logs are kept.
  const found =
    typeof input === "object"
      ? nameOf(typeOf(input))
      : JSON.stringify(typeof input === "string" ? redact(input).text.slice(0, 60) : input);
  const isKeyAndValue = typeof input === "string" && /^[\w.-]+:[^\s/:]/.test(input);
  const space = isKeyAndValue && what === NAMES["object"] ? "; put a space after each colon" : "";
  return `must be ${what}, not ${found}${space}`;
}

function bound(origin: string, which: "at least" | "at most", limit: number): string {
  if (origin === "string") {
    return limit === 1 && which === "at least"
      ? "must not be empty"
      : `must have ${which} ${limit} characters`;
  }
  if (origin === "array") return `must have ${which} ${limit} ${limit === 1 ? "entry" : "entries"}`;
  return `must be ${which} ${limit}`;
}

function allowed(issues: readonly z.core.$ZodIssue[]): string {
  const values = issues.flatMap((one) => (one.code === "invalid_value" ? one.values : []));
  return values.length > 0 ? `: ${values.map(String).join(", ")}` : "";
}

function typeOf(input: object | null): string {
  if (input === null) return "null";
  return Array.isArray(input) ? "array" : "object";
}

const nameOf = (type: string): string => NAMES[type] ?? type;
