import { sayLeaked } from "../intake/leak.ts";
import type { PlannedAction } from "../model/action.ts";
import { mayMark } from "../model/ask-part.ts";
import type { Case, Change } from "../model/case.ts";
import type { Classification } from "../model/classification.ts";
import type { Draft } from "../model/draft.ts";
import type { Policy } from "../model/policy.ts";
import type { Proposal } from "../model/proposal.ts";
import type { Step } from "../model/step.ts";
import { cameByCommand } from "../people/by-command.ts";
import { alerting } from "../perform/alert.ts";
import { performing } from "../perform/perform.ts";
import { mayTouch } from "../perform/speak.ts";
import { standingState, stillPlanned } from "../perform/spoken.ts";
import { detailsDueAt } from "./after-edit.ts";
import type { Decided } from "./decide.ts";

/**
 * Turns a decision into what changes: the ticket's state, a proposal for staff or the actions of
 * an automatic act, the mark that members see, and alerts.
 */
export function plan(
  known: Case,
  classification: Classification,
  draft: Draft | null,
  decided: Decided,
  proposal: Proposal | null,
  step: Step,
): Change {
  const { decision } = decided;
  const { now, ids, policy } = step;
  const ticket = { ...known.ticket, kind: classification.kind, lane: classification.lane };
  const actions: PlannedAction[] = [...sayLeaked(known, step)];
  const touch = mayTouch(ticket, policy);

  const automatic = decision.mode === "auto" && proposal !== null;
  const performed = automatic ? performing({ ...known, ticket }, proposal, step, 0) : null;
  if (performed) actions.push(...(performed.actions ?? []));

  const unmarked = known.ticket.mark === null && !cameByCommand(ticket) && mayMark(ticket);
  if (touch.may && unmarked && marks(policy, decided)) {
    actions.push({
      id: ids(),
      act: "mark",
      public: true,
      deed: { do: "mark", mark: "seen" },
      serial: `mark:${ticket.id}`,
      notBefore: now,
    });
  }
  if (alerts(known, classification, decided))
    actions.push(alerting({ ...known, ticket }, alertWords(decision), step));

  const state = stateAfter(decided, proposal !== null && !automatic, known);
  const due = detailsDueAt(known, policy);
  const waitedForUntil = due !== null && due > now ? due : null;
  return {
    ticket: {
      kind: classification.kind,
      lane: classification.lane,
      area: classification.area,
      severity: classification.severity,
      title: classification.title,
      state,
      // Whoever was asked is waited for as long as before.
      dueAt: state === "waiting-reporter" ? waitedForUntil : null,
      attempts: 0,
      ...(classification.lane === "care" ? { silence: "care" as const } : {}),
      ...performed?.ticket,
    },
    classification,
    ...(draft ? { draft } : {}),
    decision,
    ...(proposal ? { proposal: automatic ? doneAlone(proposal, now) : proposal } : {}),
    ...(known.proposal?.state === "open"
      ? { closeProposal: { state: "overtaken" as const, because: "looked at again", at: now } }
      : {}),
    ...(performed?.issue ? { issue: performed.issue } : {}),
    actions,
    supersede: stillPlanned(known),
    story: [
      {
        at: now,
        what: "classified",
        detail: `${classification.kind}, ${classification.lane}, ${classification.area} (${bySpeaker(classification)})`,
      },
      {
        at: now,
        what: "decided",
        detail: `${decision.outcome} (${decision.mode}): ${decision.reasons.map((one) => one.text).join("; ")}`,
      },
    ],
  };
}

/** Kept as well, so that it can be undone, taken back and counted like what a person approved. */
function doneAlone(proposal: Proposal, now: number): Proposal {
  const closedBecause = "done without a review, as the community set it";
  return { ...proposal, state: "approved", decidedAt: now, closedBecause };
}

/** What cannot wait for a glance at the cards; a security matter is told of once. */
function alerts(known: Case, { lane }: Classification, { verdict }: Decided): boolean {
  if (verdict.to === "nothing") return verdict.alert;
  return lane === "security" && known.ticket.lane !== "security";
}

/** Silence is done well: nothing that needs nothing gets a mark. */
function marks(policy: Policy, { decision }: Decided): boolean {
  return policy.acts.mark === "auto" && decision.outcome !== "none";
}

function bySpeaker({ stamp }: Classification): string {
  const { engine, model, standsInBecause } = stamp;
  const instead = standsInBecause === null ? "" : `, standing in: ${standsInBecause}`;
  return `${engine} ${model}${instead}`;
}

/** Why, without the routing rule that staff have no use for in a hurry. */
function alertWords({ reasons }: Decided["decision"]): string {
  const told = reasons.filter(({ code }) => code !== "route");
  return told.map(({ text }) => text).join("; ");
}

function stateAfter({ verdict }: Decided, proposed: boolean, known: Case) {
  if (verdict.to === "nothing" && verdict.alert) return "escalated" as const;
  if (proposed) return "proposed" as const;
  // Until the action is done the ticket rests; what it does moves it on.
  return standingState(known);
}
