import type { Case } from "../model/case.ts";
import type { Proposal } from "../model/proposal.ts";
import type { Step } from "../model/step.ts";
import { textHash } from "../text/text-hash.ts";
import type { Decided } from "./decide.ts";

/** Samples share this start of their groups' keys, since one of them at the most stands on a card. */
export const SAMPLE_GROUP = "sample:";

/** Below whatever waits for a decision. */
const LAST = -100;

/** Silences that rest on a rule or on what people did: there is nothing to judge about them. */
const NOT_JUDGED = [
  "filed-already",
  "said-already",
  "same-as-before",
  "silent",
  "care",
  "gathers",
  "no-route",
  "no-redirect",
];

/** How a judged sample ends. */
export const JUDGED = {
  right: "silence was right",
  answer: "should have been answered",
  ask: "should have been asked about",
  file: "should be an issue",
} as const;

/**
 * Some of the silences come back to be judged, chosen by the ticket's id alone: so many in a
 * hundred, the same ones whenever it is decided again.
 */
export function sampleOf(
  known: Case,
  { decision, verdict }: Decided,
  { now, ids, policy }: Step,
): Proposal | null {
  const [reason] = decision.reasons;
  const silent = decision.mode === "quiet" && verdict.to === "nothing" && !verdict.alert;
  const judged =
    reason !== undefined && !NOT_JUDGED.includes(reason.code) && !reason.code.endsWith("-off");
  if (policy.mode !== "live" || !silent || !judged) return null;
  if (known.proposal !== null || known.ticket.silence !== null) return null;
  if (textHash(known.ticket.id) / 2 ** 32 >= policy.silenceSamples) return null;
  const id = ids();
  return {
    id,
    ticketId: known.ticket.id,
    version: 1,
    state: "open",
    proposed: { outcome: "sample", because: reason.text },
    groupKey: `${SAMPLE_GROUP}${id}`,
    reasons: [{ code: "sample", text: "chosen at random" }],
    doubt: null,
    candidates: [],
    priority: LAST,
    createdAt: now,
    expiresAt: now + policy.shelfLifeMs,
    snoozedUntil: null,
    decidedBy: null,
    decidedAt: null,
    closedBecause: null,
  };
}
