import type { Case, Change } from "./case.ts";
import type { Step } from "./step.ts";
import { becoming } from "./ticket.ts";

/** A draft that tells the reporters something in the team's words; without any, staff write them. */
export function telling(
  known: Case,
  told: {
    readonly words: string;
    readonly reason: "told" | "not-planned" | "duplicate";
    readonly why: string;
    /** Drafts about one issue share a card; null for one that stands alone. */
    readonly groupKey: string | null;
  },
  step: Step,
): Pick<Change, "ticket" | "proposal"> {
  const id = step.ids();
  return {
    ticket: becoming(known.ticket, "proposed"),
    proposal: {
      id,
      ticketId: known.ticket.id,
      version: (known.proposal?.version ?? 0) + 1,
      state: "open",
      proposed: { outcome: "tell", words: told.words, reason: told.reason },
      groupKey: told.groupKey === null ? `one:${id}` : `tell:${told.reason}:${told.groupKey}`,
      reasons: [{ code: told.reason, text: told.why }],
      doubt: told.words === "" ? "the team left no words: write them with Edit first" : null,
      candidates: [],
      priority: 50,
      createdAt: step.now,
      expiresAt: step.now + step.policy.shelfLifeMs,
      snoozedUntil: null,
      decidedBy: null,
      decidedAt: null,
      closedBecause: null,
    },
  };
}
