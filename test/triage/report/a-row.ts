import type { GatheringRow, Happened, TicketRow } from "../../../src/triage/report/rows.ts";
import { NOON } from "../../fakes/samples.ts";

let made = 0;

/** A question that nobody has answered, asked at noon by somebody of their own. */
export function aRow(overrides: Partial<TicketRow> = {}): TicketRow {
  const n = ++made;
  return {
    id: `t${String(n).padStart(4, "0")}`,
    code: `SB-${n}`,
    title: "Upload hangs",
    permalink: `https://discord.example/${n}`,
    kind: "question",
    lane: "open",
    area: "cli",
    severity: "low",
    language: "en",
    placeId: "forum",
    text: "It hangs.",
    state: "resting",
    silence: null,
    askedAt: NOON,
    personIds: [`person-${n}`],
    linkedTo: null,
    issue: null,
    facts: [],
    proposedTeam: null,
    replies: [],
    steppedBackAt: null,
    calledSolvedAt: null,
    said: [],
    toldAt: null,
    ended: [],
    ...overrides,
  };
}

export function aSaid(overrides: Partial<TicketRow["said"][number]> = {}) {
  return {
    say: "answer",
    at: NOON,
    helped: false,
    wrong: false,
    retracted: false,
    sources: [],
    ...overrides,
  };
}

export function aGathering(overrides: Partial<GatheringRow> = {}): GatheringRow {
  const { id, code, title, permalink, area, state, linkedTo, issue, personIds } = aRow();
  return {
    ...{ id, code, title, permalink, area, state, linkedTo, issue },
    kind: "feature",
    lane: "open",
    reporters: personIds.map((personId) => ({ personId, sourceId: personId, since: NOON })),
    ...overrides,
  };
}

export function theIssue(
  overrides: Partial<NonNullable<TicketRow["issue"]>> = {},
): NonNullable<TicketRow["issue"]> {
  return {
    nodeId: "I_1",
    url: "https://github.example/acme/sdk/issues/1",
    visibility: "public",
    state: "open",
    stateReason: null,
    ...overrides,
  };
}

export function whatHappened(overrides: Partial<Happened> = {}): Happened {
  return { posts: 0, gapsOpened: 0, gapsClosed: 0, tickets: [], ...overrides };
}
