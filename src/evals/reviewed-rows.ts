import { createHash } from "node:crypto";
import type { ReviewedTicket } from "../triage/reviewed.ts";
import type { LabelledRow } from "./labelled-row.ts";
import type { Rows } from "./read-rows.ts";

/** Name of the set that reviewed tickets make. */
export const REVIEWS = "reviews";

/**
 * Reviewed tickets as rows: the labels are what people let stand or set. A ticket of a person who was
 * forgotten holds no text any more, and is left out.
 */
export function reviewedRows(tickets: readonly ReviewedTicket[]): Rows {
  const rows = tickets.flatMap((ticket): LabelledRow[] => {
    const { code, title, messages, tags, placeId, labels, repository, source, consented } = ticket;
    const empty = title.trim() === "" && messages.every((text) => text.trim() === "");
    if (labels === null || empty) return [];
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
        consented,
        right: {
          kinds: [labels.kind],
          lanes: [labels.lane],
          areas: labels.area === null ? [] : [labels.area],
          repository,
          outcome: null,
        },
      },
    ];
  });
  const ids = rows.map(({ id, right }) => `${id} ${right.kinds} ${right.lanes} ${right.areas}`);
  const sha256 = createHash("sha256").update(ids.join("\n")).digest("hex");
  return { sets: [{ name: REVIEWS, rows: rows.length, sha256 }], rows };
}
