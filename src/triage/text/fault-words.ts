import type { z } from "zod";

/** A file's words for the types of its values; whoever wrote it need not know ours. */
const TYPES: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object with fields",
  record: "an object with fields",
  null: "null",
};

/**
 * What does not fit in a row or file that somebody wrote, in plain words. Only what would fit is
 * told: what stands there may be secret.
 */
export function faultWords(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type": {
      const type = TYPES[issue.expected] ?? issue.expected;
      const isMissing = issue.message.endsWith("received undefined");
      return isMissing ? `is missing; it must be ${type}` : `must be ${type}`;
    }
    case "invalid_value":
      return `must be ${issue.values.length > 1 ? "one of " : ""}${issue.values.map(String).join(", ")}`;
    case "invalid_union": {
      const words = issue.errors.flatMap(([first]) => (first ? [faultWords(first)] : []));
      const [begin = "does not fit", ...more] = [...new Set(words)];
      return [begin, ...more.map((one) => one.replace(/^(?:is missing; it )?must be /, ""))].join(
        " or ",
      );
    }
    case "unrecognized_keys":
      return `${issue.keys.join(", ")}: no such field is known`;
    case "too_small":
      return bound(issue.origin, "at least", Number(issue.minimum));
    case "too_big":
      return bound(issue.origin, "at most", Number(issue.maximum));
    case "custom":
      return issue.message;
    default:
      // A schema may have words of its own; zod's begin alike.
      return issue.message.startsWith("Invalid") ? "has another form than expected" : issue.message;
  }
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
