import type { ReviewedTicket } from "../../triage/review/reviewed.ts";
import type { Operator } from "../operator/messages.ts";

/** All tickets that people reviewed, or all about what a model outputs, page by page. */
export async function readReviewed(
  operator: Operator,
  which: "reviewed" | "model-behavior",
): Promise<ReviewedTicket[]> {
  const all: ReviewedTicket[] = [];
  for (;;) {
    const after = all.at(-1)?.ticketId ?? null;
    const page = await operator({ ask: "reviewed", which, after });
    if (page.length === 0) return all;
    all.push(...page);
  }
}
