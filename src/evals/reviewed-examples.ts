import { createExamples } from "../integrations/same-asks/examples.ts";
import type { Lane } from "../triage/model/classification.ts";
import type { ExampleChange, Examples } from "../triage/model/example.ts";
import type { ReviewedTicket } from "../triage/review/reviewed.ts";

/** As in the bot: what these people say is shown to nobody else. */
const UNSHARED: readonly Lane[] = ["security", "care"];

/**
 * The reviewed tickets as the examples that a model is shown, found by the bot's own search. A
 * ticket is never an example of itself, so that what is measured on reviews is not given away.
 */
export function reviewedExamples(tickets: readonly ReviewedTicket[]): Examples {
  const changes = tickets.flatMap((ticket): ExampleChange[] => {
    const { ticketId, code, title, messages, labels, corrected, reviewedAt } = ticket;
    if (labels === null || UNSHARED.includes(labels.lane)) return [];
    const text = messages.join("\n\n");
    const { kind, lane, area } = labels;
    const shown = { ticketId, code, title, text, kind, lane, area: area ?? "unknown" };
    return [{ ticketId, example: { ...shown, corrected, reviewedAt: reviewedAt ?? 0 } }];
  });
  return createExamples({
    changedReviews: async (_community, after) => ({
      changes: after === 0 ? changes : [],
      next: 1,
      more: false,
    }),
  });
}
