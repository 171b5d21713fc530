import {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  APIUserAbortError,
  RateLimitError,
} from "openai";
import type { ZodError } from "zod";
import type { EngineFailure } from "../../triage/ports/engines.ts";
import { redact } from "../../triage/redact/redact.ts";

const LONGEST_DETAIL = 300;
/** An image that was sent, in the vendor's words on it. */
const DATA_URL = /data:image\/[^\s"']*/g;
/** Codes with which the vendor, or a compatible server, says that its filter stepped in. */
const FILTER_CODES: readonly unknown[] = ["content_filter", "content_policy_violation"];

/** Turns whatever the vendor's client threw into a failure with its own reason; null for the rest. */
export function toFailure(error: unknown): EngineFailure | null {
  if (error instanceof APIUserAbortError || error instanceof APIConnectionTimeoutError) {
    return failed("timeout", "no answer in time");
  }
  if (error instanceof APIConnectionError) return failed("dropped", "the connection broke");
  if (error instanceof APIError) return fromStatus(error);
  if (error instanceof SyntaxError) return failed("malformed", "the answer is not JSON");
  return null;
}

/** The detail is redacted here: a vendor may repeat what it was sent. */
export function failed(
  reason: EngineFailure["reason"],
  detail: string,
  retryAfterMs: number | null = null,
): EngineFailure {
  return {
    type: "failed",
    reason,
    detail: redact(detail.replace(DATA_URL, "[image]")).text.slice(0, LONGEST_DETAIL),
    retryAfterMs,
  };
}

function fromStatus(error: APIError): EngineFailure {
  const status = Number(error.status ?? 0);
  const code = error.code ?? null;
  if (FILTER_CODES.includes(code)) return failed("filtered", "the vendor's filter refused it");
  if (error instanceof RateLimitError) {
    return failed("rate-limited", describe(status, code), retryAfterMs(error.headers));
  }
  // The vendor's words on a refused key quote a part of it.
  if (status === 401) return failed("unauthorized", "the API key was refused");
  if (status === 403 || code === "model_not_found") {
    return failed("unauthorized", `no access: ${describe(status, code)}`);
  }
  if (status === 408) return failed("timeout", "no answer in time");
  if (status >= 500) {
    return failed("server-error", describe(status, code), retryAfterMs(error.headers));
  }
  return failed(
    "malformed",
    // The library puts the status before the vendor's words.
    `the request was refused: ${describe(status, code)}, ${error.message.replace(/^\d{3} /, "")}`,
  );
}

function describe(status: number, code: unknown): string {
  return typeof code === "string" && code !== "" ? `HTTP ${status} (${code})` : `HTTP ${status}`;
}

function retryAfterMs(headers: Headers | undefined): number | null {
  const ms = Number(headers?.get("retry-after-ms") ?? Number.NaN);
  if (ms >= 0) return ms;
  const seconds = Number(headers?.get("retry-after") ?? Number.NaN);
  return seconds >= 0 ? seconds * 1000 : null;
}

/** An answer that is JSON and does not fit the schema. */
export function unfit({ issues: [first] }: ZodError): EngineFailure {
  const where = first?.path.join(".") || "its root";
  return failed("wrong-enum", `the answer does not fit the schema at ${where}`);
}
