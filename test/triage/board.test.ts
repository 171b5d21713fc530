import { describe, expect, it } from "vitest";
import { arrangeBoard } from "../../src/triage/board.ts";
import type { BoardView } from "../../src/triage/ports.ts";
import { aCard, aProposal, createTestIds, NOON } from "../fakes/samples.ts";

const LATER = NOON + 1_000;
const arranged = (view: Partial<BoardView>, limit = 8) =>
  arrangeBoard({ proposals: [], cards: [], ended: {}, ...view }, limit, LATER, createTestIds());
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
