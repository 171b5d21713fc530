import { gapInAnswer } from "../gaps/note-gap.ts";
import type { AnswerOutcome } from "../model/answer-outcome.ts";
import type { Case, Change } from "../model/case.ts";
import type { Proposal } from "../model/proposal.ts";
import type { Say } from "../model/say.ts";
import type { Step } from "../model/step.ts";
import { mayBecome } from "../model/ticket.ts";
import { alerting } from "../perform/alert.ts";

/** Above whatever waits besides: what stands in public and is wrong does harm by the minute. */
const FIRST = 1_000;

/** Who says something of an answer: their id and name, and as what they speak. */
export type Voice = { readonly personId: string; readonly name: string; readonly voice: string };

/** As what somebody speaks who neither asked, nor helps, nor is staff. */
export const BYSTANDER = "another member";

/** The row that counts what a person said of an answer, or of links; none for any other message. */
export function outcomeOf(
  known: Case,
  actionId: string,
  { personId, voice }: Voice,
  outcome: AnswerOutcome["outcome"],
  { now }: Step,
): Pick<Change, "answerOutcome" | "gap"> {
  const cited = citedBy(known, actionId);
  if (!cited) return {};
  const sources = cited.flatMap(({ passageId, url }) =>
    passageId === undefined ? [] : [{ passageId, url }],
  );
  const bystander = voice === BYSTANDER;
  const answerOutcome = { actionId, personId, outcome, bystander, sources, at: now };
  const gap = gapInAnswer(answerOutcome);
  return { answerOutcome, ...(gap ? { gap } : {}) };
}

/** Somebody says that an answer is wrong: staff are told, and asked whether to take it back. */
export function calledWrong(
  known: Case,
  actionId: string,
  { name, voice }: Voice,
  step: Step,
): Change {
  const words = `${voice} says the answer is wrong`;
  const proposal = retraction(known, actionId, words, step);
  return {
    ...(proposal ? { proposal, ticket: { state: "proposed" as const } } : {}),
    // Anybody may press as often as they like; staff hear of each sort of person once.
    actions: wasAlerted(known, words) ? [] : [alerting(known, words, step)],
    story: [{ at: step.now, what: "marked wrong", detail: `${name}, ${voice}` }],
  };
}

function wasAlerted({ actions }: Case, words: string): boolean {
  return actions.some(
    ({ deed }) => deed.do === "alert" && deed.say.say === "alert" && deed.say.what === words,
  );
}

/** Asked once for each answer, and never in place of what waits for a decision already. */
function retraction(known: Case, actionId: string, words: string, step: Step): Proposal | null {
  const answer = answerOf(known, actionId);
  const before = known.proposal;
  if (!answer || before?.state === "open" || !mayBecome(known.ticket.state, "proposed"))
    return null;
  const asked = before?.proposed.outcome === "retract" && before.proposed.actionId === actionId;
  const gone = known.actions.some(
    ({ deed }) => deed.do === "retract" && deed.messageId === answer.messageId,
  );
  if (asked || gone) return null;
  const id = step.ids();
  return {
    id,
    ticketId: known.ticket.id,
    version: (before?.version ?? 0) + 1,
    state: "open",
    proposed: {
      outcome: "retract",
      actionId,
      messageId: answer.messageId,
      text: answer.say.claims.map(({ text }) => text).join("\n\n"),
    },
    groupKey: `one:${id}`,
    reasons: [{ code: "marked-wrong", text: words }],
    doubt: null,
    candidates: [],
    priority: FIRST,
    createdAt: step.now,
    expiresAt: step.now + step.policy.shelfLifeMs,
    snoozedUntil: null,
    decidedBy: null,
    decidedAt: null,
    closedBecause: null,
  };
}

function citedBy({ actions }: Case, actionId: string) {
  const deed = actions.find(({ id }) => id === actionId)?.deed;
  if (deed?.do !== "say") return null;
  if (deed.say.say === "answer") return deed.say.sources;
  return deed.say.say === "related" ? deed.say.links : null;
}

type Answer = { readonly messageId: string; readonly say: Extract<Say, { say: "answer" }> };

function answerOf({ actions }: Case, actionId: string): Answer | null {
  const said = actions.find(({ id }) => id === actionId);
  if (said?.deed.do !== "say" || said.deed.say.say !== "answer") return null;
  return said.externalRef === null ? null : { messageId: said.externalRef, say: said.deed.say };
}
