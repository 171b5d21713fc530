import type { Case, Change } from "../model/case.ts";
import type { Proposed } from "../model/proposal.ts";
import type { Step } from "../model/step.ts";
import { becoming } from "../model/ticket.ts";

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
  const { words, reason, why, groupKey } = told;
  const proposed = { outcome: "tell", words, reason } as const;
  return drafting(known, proposed, { code: reason, why, groupKey }, step);
}

/** A draft that what happened on GitHub gave rise to, after all that was proposed before. */
export function drafting(
  known: Case,
  proposed: Proposed,
  because: { readonly code: string; readonly why: string; readonly groupKey: string | null },
  step: Step,
): Pick<Change, "ticket" | "proposal"> {
  const id = step.ids();
  const { code, why, groupKey } = because;
  const wordless = proposed.outcome === "tell" && proposed.words === "";
  return {
    ticket: becoming(known.ticket, "proposed"),
    proposal: {
      id,
      ticketId: known.ticket.id,
      version: (known.proposal?.version ?? 0) + 1,
      state: "open",
      proposed,
      groupKey: groupKey === null ? `one:${id}` : `tell:${code}:${groupKey}`,
      reasons: [{ code, text: why }],
      doubt: wordless ? "the team left no words: write them with Edit first" : null,
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
