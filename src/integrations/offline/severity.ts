import type { Kind, Lane, Severity } from "../../triage/model/classification.ts";
import { PHRASES } from "./phrases.ts";
import type { PostText } from "./post-text.ts";
import { CRITICAL, HIGH, LOW } from "./severity-phrases.ts";

/** How much harm waiting does, by what the post says of it; no model is asked. */
export function severityOf(kind: Kind, lane: Lane, { lower, met }: PostText): Severity {
  const says = (phrase: number) => PHRASES.has("severity", phrase, lower, met);
  if (lane === "security") return says(CRITICAL) ? "critical" : "high";
  if (lane === "care") return "high";
  if (kind === "feature" || kind === "docs" || kind === "other") return "low";
  if (kind === "question") return lane === "account" && says(HIGH) ? "medium" : "low";
  if (says(CRITICAL)) return "critical";
  if (kind === "bug" && says(HIGH)) return "high";
  return says(LOW) ? "low" : "medium";
}
