import type { Action, PlannedAction } from "../../src/triage/model/action.ts";
import type { Case } from "../../src/triage/model/case.ts";
import type { Policy } from "../../src/triage/model/policy.ts";
import type { Step } from "../../src/triage/model/step.ts";
import type { Ticket } from "../../src/triage/model/ticket.ts";
import { aPolicy } from "./house.ts";
import { anAction, aPost, aReporter, createTestIds, NOON } from "./samples.ts";

export function aTicket(overrides: Partial<Ticket> = {}): Ticket {
  return {
    id: "ticket-1",
    code: "SB-1",
    version: 3,
    state: "proposed",
    source: "discord",
    placeId: "forum",
    conversationId: "thread-1",
    openingSourceId: "1000000000000000001",
    permalink: "https://discord.example/forum/1",
    kind: "bug",
    lane: "open",
    area: "uploads",
    severity: "medium",
    title: "Uploads hang",
    labelledBy: null,
    silence: null,
    mark: null,
    standingMessageId: null,
    publicMessages: 0,
    linkedTo: null,
    issueNodeId: null,
    asked: 0,
    dueAt: null,
    attempts: 0,
    createdAt: NOON,
    updatedAt: NOON,
    ...overrides,
  };
}

/** A ticket with one post and one reporter; `ticket` overrides fields of the default ticket. */
export function aCase(
  overrides: Partial<Omit<Case, "ticket">> & { readonly ticket?: Partial<Ticket> } = {},
): Case {
  const { ticket, ...rest } = overrides;
  return {
    ticket: aTicket(ticket),
    posts: [aPost()],
    subscribers: [],
    reporters: [aReporter()],
    classification: null,
    decision: null,
    draft: null,
    wish: null,
    proposal: null,
    actions: [],
    issue: null,
    ...rest,
  };
}

/** An action as the store keeps it. */
export function aKeptAction(
  planned: Partial<PlannedAction> = {},
  overrides: Partial<Action> = {},
): Action {
  return {
    ...anAction(planned),
    ticketId: "ticket-1",
    state: "waiting",
    attempt: 0,
    claimedUntil: null,
    externalRef: null,
    outcome: null,
    createdAt: NOON,
    ...overrides,
  };
}

export function aStep(policy: Partial<Policy> = {}, now = NOON): Step {
  return { now, ids: createTestIds(), policy: aPolicy(policy) };
}
