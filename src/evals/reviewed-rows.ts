import { createHash } from "node:crypto";
import type { ReviewedTicket } from "../triage/review/reviewed.ts";
import type { LabelledRow } from "./labelled-row.ts";
import type { Rows } from "./read-rows.ts";

/** Name of the set that reviewed tickets make. */
export const REVIEWS = "reviews";

/** What should have been done where a silence was judged; null where it was not. */
function rightOutcome({ silence, outcome }: ReviewedTicket): LabelledRow["right"]["outcome"] {
  return silence === "right" ? outcome : silence;
}

/**
 * Reviewed tickets as rows: the labels are what people let stand or set. A ticket of a person who was
 * forgotten holds no text any more, and is left out.
 */
export function reviewedRows(tickets: readonly ReviewedTicket[]): Rows {
  const rows = tickets.flatMap((ticket): LabelledRow[] => {
    const { code, title, messages, tags, placeId, labels, repository, source } = ticket;
    const empty = title.trim() === "" && messages.every((text) => text.trim() === "");
    const outcome = rightOutcome(ticket);
    if ((labels === null && outcome === null) || empty) return [];
    return [
      {
        id: code,
        ticketId: ticket.ticketId,
        set: REVIEWS,
        group: REVIEWS,
        title,
        messages,
        tags,
        place: placeId,
        source,
        consented: false,
        right: {
          kinds: labels === null ? [] : [labels.kind],
          lanes: labels === null ? [] : [labels.lane],
          areas: labels === null || labels.area === null ? [] : [labels.area],
          repository,
          outcome,
        },
      },
    ];
  });
  const ids = rows.map(({ id, right }) => `${id} ${right.kinds} ${right.lanes} ${right.areas}`);
  const sha256 = createHash("sha256").update(ids.join("\n")).digest("hex");
  return { sets: [{ name: REVIEWS, rows: rows.length, sha256 }], rows };
}
