import { renderSay } from "../bot/render/render.ts";
import { createTexts } from "../bot/words/wording.ts";
import type { Action, PlannedAction } from "../triage/model/action.ts";
import type { Case, Issue } from "../triage/model/case.ts";
import type { Proposal } from "../triage/model/proposal.ts";
import type { Say } from "../triage/model/say.ts";
import type { Step } from "../triage/model/step.ts";
import { consequences } from "../triage/perform/consequences.ts";
import { performing } from "../triage/perform/perform.ts";
import type { Said } from "./tried-post.ts";

/** As they ship: a trial shows the program, with or without a config. */
const texts = createTexts();

/**
 * Every message that would have been said about a case if staff had approved what was proposed:
 * what triage planned, what the approval sets in motion, and what follows once an issue is filed.
 */
export function wouldSay(
  known: Case,
  planned: readonly PlannedAction[],
  proposal: Proposal | null,
  step: Step,
): Said[] {
  const approved = proposal
    ? (performing(known, proposal, step, step.policy.undoMs).actions ?? [])
    : [];
  return [...planned, ...approved].flatMap((action) => [
    ...saidBy(action),
    ...afterFiling(known, action, step).flatMap(saidBy),
  ]);
}

function saidBy({ deed }: PlannedAction): Said[] {
  if (deed.do === "say" || deed.do === "restate") return [toSaid(deed.say, "public")];
  return deed.do === "tell-privately" ? [toSaid(deed.say, "author")] : [];
}

function toSaid(say: Say, to: Said["to"]): Said {
  const { content, embeds, files } = renderSay(say, "trial", texts);
  const [file] = files;
  // Whatever is too long for a message stands whole in the file that goes with it.
  const text = file
    ? file.text
    : [content, ...embeds.map((one) => one.description ?? "")].join("\n");
  return { say: say.say, text, to };
}

/** An issue that is not there yet has no number; the notice shows where it will stand. */
function afterFiling(known: Case, action: PlannedAction, step: Step): readonly PlannedAction[] {
  const { deed } = action;
  if (deed.do !== "open-issue") return [];
  const { repository, visibility } = deed.route;
  const issue: Issue = {
    nodeId: `trial:${known.ticket.id}`,
    repository,
    number: 0,
    url: `https://github.com/${repository}/issues/…`,
    title: deed.issue.title,
    body: deed.issue.body,
    state: "open",
    stateReason: null,
    visibility,
    labels: deed.route.labels,
    milestone: null,
    assigned: deed.route.assignees.length > 0,
    ticketId: known.ticket.id,
    updatedAt: step.now,
  };
  const done: Action = {
    ...action,
    ticketId: known.ticket.id,
    state: "done",
    attempt: 1,
    claimedUntil: null,
    externalRef: null,
    outcome: null,
    createdAt: step.now,
  };
  return consequences(known, done, { type: "filed", issue }, step).actions ?? [];
}
