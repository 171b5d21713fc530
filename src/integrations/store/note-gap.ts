import { type OperationNodeSource, sql } from "kysely";
import type { Change } from "../../triage/model/case.ts";
import { json, moment } from "./columns.ts";
import type { Target } from "./commit.ts";

/** Notes that the docs failed an ask; an ask that can be answered after all is taken back. */
export function noteGap(
  { tx, communityId, ticketId, now }: Target,
  { gap, decision }: Change,
): OperationNodeSource[] {
  if (gap) {
    const note = {
      seen: json(gap.seen),
      notedAt: moment(now),
      answerableAt: null,
    };
    const answer = gap.answer ? json(gap.answer) : null;
    // The first reply that answers counts, unless somebody says which one does.
    const standing =
      gap.answer?.accepted || gap.answer?.by === "reviewer"
        ? answer
        : sql<string | null>`coalesce(gap_asks.answer, ${answer}::jsonb)`;
    return [
      tx
        .insertInto("gapAsks")
        .values({ communityId, ticketId, reason: gap.reason, gapId: null, answer, ...note })
        .onConflict((conflict) =>
          conflict
            .columns(["communityId", "ticketId", "reason"])
            .doUpdateSet({ ...note, answer: standing }),
        ),
    ];
  }
  if (!decision || decision.outcome === "leave" || decision.outcome === "none") return [];
  return [
    tx
      .deleteFrom("gapAsks")
      .where("communityId", "=", communityId)
      .where("ticketId", "=", ticketId)
      .where("reason", "in", ["unanswered", "contradiction"]),
  ];
}
