import { z } from "zod";
import { Kind } from "../model/classification.ts";
import { type Period, within } from "./period.ts";
import type { TicketRow } from "./rows.ts";

/** Silences that staff judged, of one kind of ask as it was labelled; null for an unlabelled one. */
export const SilenceLine = z.object({
  kind: Kind.nullable(),
  judged: z.number().int(),
  right: z.number().int(),
  /** What should have been done instead. */
  answer: z.number().int(),
  ask: z.number().int(),
  file: z.number().int(),
});
export type SilenceLine = z.infer<typeof SilenceLine>;

/**
 * The judged ones among the silences that were drawn as samples, counted when they were judged; a
 * line for each kind that has any. A sample nobody judged in time is not in it.
 */
export function silencesOf(tickets: readonly TicketRow[], period: Period): SilenceLine[] {
  return [...Kind.options, null].flatMap((kind) => {
    const verdicts = tickets
      .filter((row) => row.kind === kind)
      .flatMap(({ ended }) => ended)
      .filter(({ decidedAt }) => within(decidedAt, period))
      .flatMap(({ judged }) => judged ?? []);
    const said = (what: (typeof verdicts)[number]) =>
      verdicts.filter((verdict) => verdict === what).length;
    if (verdicts.length === 0) return [];
    return [
      {
        kind,
        judged: verdicts.length,
        right: said("right"),
        answer: said("answer"),
        ask: said("ask"),
        file: said("file"),
      },
    ];
  });
}

/** All lines together. */
export function allSilences(lines: readonly SilenceLine[]): Omit<SilenceLine, "kind"> {
  const sum = (of: "judged" | "right" | "answer" | "ask" | "file") =>
    lines.reduce((all, line) => all + line[of], 0);
  return {
    judged: sum("judged"),
    right: sum("right"),
    answer: sum("answer"),
    ask: sum("ask"),
    file: sum("file"),
  };
}
