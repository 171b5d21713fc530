import { z } from "zod";
import { type Period, within } from "./period.ts";
import type { TicketRow } from "./rows.ts";
import { Spread, spreadOf } from "./spread.ts";

/**
 * From what was reported to what reporters were told, by when it happened. `reported` and `told`
 * count tickets; the others count issues, by the ticket that each was filed from.
 */
export const Way = z.object({
  reported: z.number(),
  filed: z.number(),
  accepted: z.number(),
  shipped: z.number(),
  told: z.number(),
});
export type Way = z.infer<typeof Way>;

const REPORTS: readonly (TicketRow["kind"] | null)[] = ["bug", "feature", "docs", "model-behavior"];

export function wayOf(
  tickets: readonly TicketRow[],
  asks: readonly TicketRow[],
  period: Period,
): Way {
  const happened = (names: readonly string[]) =>
    tickets.filter(({ facts }) => {
      // Taken up and completed is taken up once, when it first was.
      const first = facts.find(({ fact }) => names.includes(fact));
      return first !== undefined && within(first.at, period);
    }).length;
  return {
    reported: asks.filter(({ kind }) => REPORTS.includes(kind)).length,
    filed: happened(["filed"]),
    accepted: happened(["accepted", "completed"]),
    shipped: tickets.filter((row) => within(shippedAt(row), period)).length,
    told: tickets.filter(({ toldAt }) => within(toldAt, period)).length,
  };
}

const CLOSING = ["completed", "not-planned", "invalid", "duplicate", "reopened"];

/** When its issue was completed, unless it was opened again or closed otherwise since. */
export function shippedAt({ facts }: TicketRow): number | null {
  const last = facts.findLast(({ fact }) => CLOSING.includes(fact));
  return last?.fact === "completed" ? last.at : null;
}

/** What reviewing asked of people. */
export const Effort = z.object({
  /** Decisions that people took. */
  decided: z.number(),
  asItWas: z.number(),
  edited: z.number(),
  /** Something else than what was proposed: a link, a question. */
  chosen: z.number(),
  dismissed: z.number(),
  /** Nobody came in time. */
  expired: z.number(),
  /** What people did until it was decided: corrections, other drafts, snoozes, the decision. */
  steps: Spread,
  /** From the first proposal to the decision. */
  waited: Spread,
});
export type Effort = z.infer<typeof Effort>;

type Decision = { readonly by: string; readonly at: number; readonly since: number; steps: number };

const DECIDES = ["send", "edit", "link", "ask", "dismiss"];
/** Done after the decision, so no part of reaching it. */
const AFTERWARDS = ["retract", "undo"];

/** A correction or another draft makes a new proposal: what went before belongs to its decision. */
function decisionsOf({ ended }: TicketRow): Decision[] {
  const decisions: Decision[] = [];
  let carried: { since: number; steps: number } | null = null;
  for (const { createdAt, decidedAt, verdicts } of ended) {
    const own = verdicts.filter((name) => !AFTERWARDS.includes(name));
    const since: number = carried?.since ?? createdAt;
    const steps: number = (carried?.steps ?? 0) + own.length;
    const by = own.at(-1);
    if (by !== undefined && DECIDES.includes(by)) {
      decisions.push({ by, at: decidedAt, since, steps });
      carried = null;
    } else {
      carried = own.length > 0 ? { since, steps } : null;
    }
  }
  return decisions;
}

export function effortOf(tickets: readonly TicketRow[], period: Period): Effort {
  const decided = tickets.flatMap(decisionsOf).filter(({ at }) => within(at, period));
  const by = (...names: readonly string[]) =>
    decided.filter((one) => names.includes(one.by)).length;
  return {
    decided: decided.length,
    asItWas: by("send"),
    edited: by("edit"),
    chosen: by("link", "ask"),
    dismissed: by("dismiss"),
    expired: tickets
      .flatMap(({ ended }) => ended)
      .filter(({ state, decidedAt }) => state === "expired" && within(decidedAt, period)).length,
    steps: spreadOf(decided.map(({ steps }) => steps)),
    waited: spreadOf(decided.map(({ at, since }) => at - since)),
  };
}

/** What was said in public, and what of it was wrong. */
export const Spoken = z.object({
  messages: z.number(),
  regretted: z.number(),
  /** Messages of people where the bot listens; null for one team alone. */
  posts: z.number().nullable(),
});
export type Spoken = z.infer<typeof Spoken>;

export function spokenOf(
  tickets: readonly TicketRow[],
  posts: number | null,
  period: Period,
): Spoken {
  const said = tickets.flatMap((row) => row.said).filter(({ at }) => within(at, period));
  return {
    messages: said.length,
    regretted: said.filter(({ wrong, retracted }) => wrong || retracted).length,
    posts,
  };
}
