import { describe, expect, it } from "vitest";
import { DAY, HOUR } from "../../src/triage/model/clock.ts";
import type { Policy } from "../../src/triage/model/policy.ts";
import type { BoardView } from "../../src/triage/ports/board.ts";
import { arrangeBoard } from "../../src/triage/review/board.ts";
import { remind } from "../../src/triage/review/remind.ts";
import { aPolicy } from "../fakes/house.ts";
import { aCard, aProposal, createTestIds, NOON } from "../fakes/samples.ts";

const LATER = NOON + 1_000;
const EMPTY: BoardView = {
  proposals: [],
  cards: [],
  following: [],
  leads: {},
  ended: {},
  left: [],
  overdue: [],
  remindedAt: null,
};
const arranged = (view: Partial<BoardView>, limit = 8) =>
  arrangeBoard({ ...EMPTY, ...view }, limit, LATER, createTestIds());
const proposals = (...groups: readonly string[]) =>
  groups.map((groupKey) => aProposal({ groupKey, ticketId: `of ${groupKey}` }));

describe("arrangeBoard", () => {
  it("has nothing to do on an empty board", () => {
    expect(arranged({})).toEqual({ open: [], touch: [], close: [], actions: [] });
  });

  it("opens one card for each group, the best first, and no more than the limit", () => {
    const { open, actions } = arranged({ proposals: proposals("a", "b", "a", "c") }, 2);
    expect(open.map(({ groupKey }) => groupKey)).toEqual(["a", "b"]);
    expect(actions.map(({ ticketId }) => ticketId)).toEqual(["of a", "of b"]);
    expect(actions.every(({ public: seen }) => !seen)).toBe(true);
  });

  it("leaves a standing card where it is when a better proposal comes", () => {
    const cards = [aCard({ groupKey: "b" })];
    const waiting = proposals("a", "b").map((one) => ({ ...one, createdAt: NOON }));
    const { open, close, touch } = arranged({ proposals: waiting, cards }, 1);
    expect({ open, close, touch }).toEqual({ open: [], close: [], touch: [] });
  });

  it("closes the card of a group that has ended, says how, and uses its place", () => {
    const card = aCard({ groupKey: "a" });
    const change = arranged({ proposals: proposals("b"), cards: [card], ended: { a: "sent" } }, 1);
    expect(change.close).toEqual([{ cardId: card.id, because: "sent" }]);
    expect(change.open.map(({ groupKey }) => groupKey)).toEqual(["b"]);
    expect(change.actions).toHaveLength(2);
  });

  it("draws a card again when one of several has ended", () => {
    const card = aCard({ groupKey: "a", drawnAt: LATER });
    const view = { proposals: proposals("a"), cards: [card] };
    expect(arranged(view).touch).toEqual([]);
    expect(arranged({ ...view, left: ["a"] }).touch).toEqual([card.id]);
  });

  it("draws a card again when a proposal joined its group", () => {
    const card = aCard({ groupKey: "a", drawnAt: NOON });
    const joined = [...proposals("a"), aProposal({ groupKey: "a", createdAt: NOON + 1 })];
    const { touch, actions } = arranged({ proposals: joined, cards: [card] });
    expect(touch).toEqual([card.id]);
    expect(actions.map(({ deed }) => deed)).toEqual([{ do: "show-card", cardId: card.id }]);
  });

  it("never counts above the limit, whatever stands open", () => {
    const cards = ["a", "b", "c"].map((groupKey) => aCard({ groupKey }));
    const { open, close } = arranged({ proposals: proposals("a", "b", "c", "d"), cards }, 2);
    expect({ open, close }).toEqual({ open: [], close: [] });
  });
});

describe("remind", () => {
  const overdue = [1, 2, 3].map((n) => ({ ticketId: `ticket-${n}`, code: `SB-${n}` }));
  const reminded = (view: Partial<BoardView>, policy: Partial<Policy> = {}, now = NOON) =>
    remind({ ...EMPTY, ...view }, { now, ids: createTestIds(), policy: aPolicy(policy) });

  it("tells of all that became overdue in one message", () => {
    const { actions, remind: tickets } = reminded({ overdue });
    expect(tickets).toEqual(["ticket-1", "ticket-2", "ticket-3"]);
    const say = { say: "overdue", codes: ["SB-1", "SB-2", "SB-3"], drafts: 3, hours: 8 };
    expect(actions).toMatchObject([{ ticketId: "ticket-1", public: false, deed: { say } }]);
    expect(actions[0]?.deed).not.toHaveProperty("placeId");
  });

  it("goes to the team's channel where there is one", () => {
    const [action] = reminded({ overdue }, { teamPlaceId: "team" }).actions;
    expect(action?.deed).toMatchObject({ do: "alert", placeId: "team" });
  });

  it.each([
    { when: "nothing is overdue", view: { overdue: [] }, now: NOON },
    { when: "it is night", view: { overdue }, now: NOON + 6 * HOUR },
    { when: "it is Sunday", view: { overdue }, now: NOON - DAY },
    { when: "it was done a while ago", view: { overdue, remindedAt: NOON - 3 * HOUR }, now: NOON },
  ])("waits while $when", ({ view, now }) => {
    expect(reminded(view, {}, now)).toEqual({ actions: [] });
  });

  it("is done again after four hours", () => {
    expect(reminded({ overdue, remindedAt: NOON - 4 * HOUR }).actions).toHaveLength(1);
  });
});
