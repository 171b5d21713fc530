import type { Case, Change } from "../model/case.ts";
import type { Step } from "../model/step.ts";

/**
 * The bot asked for details and nobody came back to it in time: the ticket is looked at as it is,
 * for staff, and its reporter hears nothing of that. A time that nothing waits for any more goes.
 */
export function unanswered({ ticket }: Case, { now }: Step): Change | null {
  const { state, dueAt, issueNodeId } = ticket;
  if (state === "gathering" || dueAt === null || dueAt > now) return null;
  if (state !== "waiting-reporter" || issueNodeId !== null) {
    return { ticket: { dueAt: null }, story: [] };
  }
  return {
    ticket: { state: "gathering", dueAt: now },
    story: [{ at: now, what: "looked at again", detail: "what was asked for was not added" }],
  };
}
