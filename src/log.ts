import { type Logger as Pino, pino } from "pino";
import { redact } from "./triage/redact/redact.ts";

export type Logger = Pino;

const DEEPEST = 6;

/**
 * A logger through which nothing passes unredacted: every string in a line, errors and their
 * causes included, goes through the same redaction as the posts.
 */
export function createLog(level: string, destination?: { write(line: string): void }): Logger {
  return pino(
    {
      level,
      base: null,
      serializers: {
        error: (error: unknown) => clean(error, 0),
        err: (error: unknown) => clean(error, 0),
      },
      formatters: { log: (fields) => clean(fields, 0) as Record<string, unknown> },
      hooks: {
        logMethod(args, method) {
          method.apply(
            this,
            args.map((arg) => (typeof arg === "string" ? redact(arg).text : arg)) as typeof args,
          );
        },
      },
    },
    destination ?? pino.destination({ dest: 2, sync: true }),
  );
}

function clean(value: unknown, depth: number): unknown {
  if (typeof value === "string") return redact(value).text;
  if (value === null || typeof value !== "object") return value;
  if (depth >= DEEPEST) return "…";
  if (value instanceof Error) {
    const { name, message, stack, cause } = value;
    return {
      name,
      message: redact(message).text,
      stack: stack ? redact(stack).text : undefined,
      ...(cause === undefined ? {} : { cause: clean(cause, depth + 1) }),
    };
  }
  if (Array.isArray(value)) return value.slice(0, 100).map((item) => clean(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, clean(item, depth + 1)]),
  );
}
