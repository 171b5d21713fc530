import type { Kind, Lane, Severity } from "../../triage/classification.ts";

const CRITICAL =
  /\b(?:everyone|all (?:users|customers|requests|regions)|every (?:request|customer|user)|total(?:ly)? down|complete outage|outage|data (?:loss|breach|leak)|lost all|production (?:is )?down|vulnerabilit|remote code execution|sql injection)\b/;
const HIGH =
  /\b(?:5\d\d\b.{0,12}(?:error|service|gateway|internal)|internal server error|crash(?:es|ed|ing)?|segfault|blocked|blocker|urgent|asap|production|prod\b|can(?:not|'t|’t) (?:log ?in|use|access|work|do anything)|unusable|locked out|lost (?:my|our|the)|deleted|disappear|charged|payment|refund|security|regression|memory leak|deadlock|hangs?|white (?:page|screen)|no longer works|stopped working|quota|suspended|banned)\b/;
const LOW =
  /\b(?:typo|cosmetic|minor|small|slight(?:ly)?|nit|misspell|alignment|colou?r|icon|logo|tooltip|padding|wording|not urgent|annoying)\b/;

/** How much harm waiting does, by what the post says of it; no model is asked. */
export function severityOf(kind: Kind, lane: Lane, lowerCased: string): Severity {
  if (lane === "security") return CRITICAL.test(lowerCased) ? "critical" : "high";
  if (lane === "care") return "high";
  if (kind === "feature" || kind === "docs" || kind === "other") return "low";
  if (kind === "question") return HIGH.test(lowerCased) && lane === "account" ? "medium" : "low";
  if (CRITICAL.test(lowerCased)) return "critical";
  if (kind === "bug" && HIGH.test(lowerCased)) return "high";
  return LOW.test(lowerCased) ? "low" : "medium";
}
