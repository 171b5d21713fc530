import { expect, it } from "vitest";
import { linkGroup } from "../../../src/triage/model/candidate.ts";
import type { Proposal } from "../../../src/triage/model/proposal.ts";
import type { BoardView } from "../../../src/triage/ports/board.ts";
import { arrangeBoard } from "../../../src/triage/review/board.ts";
import { aCandidate, aCard, anAction, aProposal } from "../../fakes/samples.ts";
import { HERE, type Setting } from "./setting.ts";

export function boardContract(at: Setting): void {
  async function proposes(overrides: Partial<Proposal> = {}) {
    const { ticketId } = await at.opens();
    const proposal = aProposal({
      ticketId,
      groupKey: ticketId,
      createdAt: at.clock.now(),
      ...overrides,
    });
    await at.commits(ticketId, { proposal, ticket: { dueAt: null } });
    return { ticketId, proposal };
  }

  const arranges = (limit: number) =>
    at.store.board.rearrange(HERE, (board) => arrangeBoard(board, limit, at.clock.now(), at.ids));

  it("shows open proposals best first, and leaves the snoozed out until their time", async () => {
    const low = await proposes({ priority: 1 });
    const high = await proposes({ priority: 5 });
    const snoozed = await proposes({ priority: 9 });
    const until = at.clock.now() + 1_000;
    await at.commits(snoozed.ticketId, { snoozeProposal: { until } });
    const queue = await at.store.board.queue(HERE, 10);
    expect(queue.map(({ id, shown }) => [id, shown])).toEqual([
      [high.proposal.id, false],
      [low.proposal.id, false],
    ]);
    await arranges(1);
    expect((await at.store.board.queue(HERE, 1))[0]).toMatchObject({ shown: true });
    at.clock.advance(1_000);
    expect((await at.store.board.queue(HERE, 1))[0]?.id).toBe(snoozed.proposal.id);
  });

  it("knows the answers that are open, snoozed ones too", async () => {
    const proposed = {
      outcome: "answer" as const,
      claims: [],
      sources: [],
      unanswered: [],
      extractive: true,
    };
    await proposes();
    const first = await proposes({ proposed });
    at.clock.advance(1);
    const second = await proposes({ proposed });
    await at.commits(first.ticketId, { snoozeProposal: { until: at.clock.now() + 1_000 } });
    const sent = await proposes({ proposed });
    const closing = { state: "approved" as const, because: "sent", at: at.clock.now() };
    await at.commits(sent.ticketId, { closeProposal: closing });
    const open = await at.store.board.openAnswers(HERE);
    expect(open.map(({ id }) => id)).toEqual([first.proposal.id, second.proposal.id]);
  });

  it("opens cards with their actions, and says which tickets have some", async () => {
    const { ticketId, proposal } = await proposes();
    expect(await arranges(8)).toEqual([ticketId]);
    const [action] = (await at.loads(ticketId)).actions;
    if (action?.deed.do !== "show-card") throw new Error("the card is shown by an action");
    const shown = await at.store.board.card(HERE, action.deed.cardId);
    expect(shown?.card).toEqual({
      id: action.deed.cardId,
      groupKey: ticketId,
      ticketId,
      version: 1,
      state: "open",
      messageId: null,
      closedBecause: null,
      drawnAt: at.clock.now(),
      createdAt: at.clock.now(),
    });
    expect(shown?.cases.map((known) => known.proposal)).toEqual([proposal]);
    await at.store.board.cardPosted(HERE, action.deed.cardId, "m1");
    expect((await at.store.board.card(HERE, action.deed.cardId))?.card.messageId).toBe("m1");
    expect(await arranges(8)).toEqual([]);
    expect(await at.store.board.card(HERE, "none")).toBeNull();
    const ofGroup = await at.store.board.cardOfGroup(HERE, ticketId);
    expect(ofGroup?.card.id).toBe(action.deed.cardId);
    expect(ofGroup?.cases).toHaveLength(1);
    expect(await at.store.board.cardOfGroup(HERE, "none")).toBeNull();
  });

  it("lets callers rearrange one at a time: the limit holds", async () => {
    for (let n = 0; n < 6; n++) await proposes();
    await Promise.all(Array.from({ length: 5 }, () => arranges(3)));
    const figures = await at.store.reports.figures(HERE);
    expect(figures.openCards).toBe(3);
    expect(figures.actions).toEqual({ waiting: 3 });
  });

  it("writes nothing when arranging throws", async () => {
    const { ticketId } = await proposes();
    const broken = at.store.board.rearrange(HERE, () => {
      throw new Error("broken");
    });
    await expect(broken).rejects.toThrow("broken");
    const twice = at.store.board.rearrange(HERE, () => ({
      open: [aCard({ ticketId, groupKey: "g" }), aCard({ ticketId, groupKey: "g" })],
      touch: [],
      close: [],
      actions: [{ ...anAction(), ticketId }],
    }));
    await expect(twice).rejects.toThrow();
    expect((await at.loads(ticketId)).actions).toEqual([]);
  });

  it("redraws a card when another of its group comes, and shows all of them", async () => {
    const first = await proposes({ groupKey: "same" });
    await arranges(8);
    at.clock.advance(1);
    const second = await proposes({ groupKey: "same", priority: 0 });
    await arranges(8);
    const cardId = await onlyCard(first.ticketId);
    const shown = await at.store.board.card(HERE, cardId);
    expect(shown?.card).toMatchObject({ version: 2, drawnAt: at.clock.now() });
    expect(shown?.cases.map(({ ticket }) => ticket.id)).toEqual([first.ticketId, second.ticketId]);
  });

  it("tells of links to tickets that are led elsewhere, and moves them while they are open", async () => {
    const issue = aCandidate();
    const first = await proposes({ proposed: { outcome: "link", candidate: issue } });
    const toFirst = aCandidate({
      target: { type: "ticket", ticketId: first.ticketId, code: "SB-1" },
    });
    const candidates = [toFirst, issue];
    const second = await proposes({
      proposed: { outcome: "link", candidate: toFirst },
      groupKey: linkGroup(toFirst.target),
      candidates,
    });
    const view = () =>
      new Promise<BoardView>((resolve, reject) => {
        const nothing = { open: [], touch: [], close: [], actions: [] };
        const seen = (board: BoardView) => {
          resolve(board);
          return nothing;
        };
        at.store.board.rearrange(HERE, seen).catch(reject);
      });
    const { following, leads } = await view();
    expect(following.map(({ id }) => id)).toEqual([second.proposal.id]);
    expect(leads).toEqual({ [first.ticketId]: issue });

    await at.commits(first.ticketId, {
      closeProposal: { state: "approved", because: "Linked by Grace", at: at.clock.now() },
    });
    expect((await view()).leads, "approved").toEqual({ [first.ticketId]: issue });
    const moved = {
      ...second.proposal,
      proposed: { outcome: "link", candidate: issue },
      groupKey: "elsewhere",
    } as const;
    const moves = { open: [], touch: [], close: [], actions: [], moved: [moved] };
    await at.store.board.rearrange(HERE, () => moves);
    expect((await at.loads(second.ticketId)).proposal).toEqual(moved);
    expect((await view()).following).toEqual([]);

    await at.commits(second.ticketId, {
      closeProposal: { state: "dismissed", because: "Dismissed", at: at.clock.now() },
    });
    const late = { ...moved, groupKey: "too late" };
    await at.store.board.rearrange(HERE, () => ({ ...moves, moved: [late] }));
    expect((await at.loads(second.ticketId)).proposal?.groupKey).toBe("elsewhere");
  });

  it("closes a card with the way its proposal ended, and still knows what it showed", async () => {
    const { ticketId } = await proposes();
    await arranges(8);
    at.clock.advance(1);
    await at.commits(ticketId, {
      closeProposal: { state: "approved", because: "Sent by Grace", at: at.clock.now() },
    });
    await arranges(8);
    const shown = await at.store.board.card(HERE, await onlyCard(ticketId));
    expect(shown?.card).toMatchObject({
      state: "closed",
      closedBecause: "Sent by Grace",
      version: 2,
    });
    expect(shown?.cases.map(({ ticket }) => ticket.id)).toEqual([ticketId]);
    expect((await at.store.reports.figures(HERE)).openCards).toBe(0);
  });

  it("closes the card of a snoozed proposal as snoozed", async () => {
    const { ticketId } = await proposes();
    await arranges(8);
    await at.commits(ticketId, { snoozeProposal: { until: at.clock.now() + 1_000 } });
    await arranges(8);
    const shown = await at.store.board.card(HERE, await onlyCard(ticketId));
    expect(shown?.card.closedBecause).toBe("snoozed");
  });

  it("comes due when a snooze ends, and brings its card back", async () => {
    const { ticketId } = await proposes({ expiresAt: at.clock.now() + 9_000 });
    const until = at.clock.now() + 1_000;
    await at.commits(ticketId, { snoozeProposal: { until } });
    expect(await arranges(8)).toEqual([]);
    expect(await at.store.outbox.nextDueAt(HERE)).toBe(until);
    at.clock.advance(1_000);
    const due = await at.store.outbox.due(HERE, until, 10);
    expect(due).toMatchObject([{ what: "board", communityId: HERE }]);
    expect(await arranges(8)).toEqual([ticketId]);
    const left = await at.store.outbox.due(HERE, until, 10);
    expect(left.map(({ what }) => what)).toEqual(["act"]);
    expect((await at.loads(ticketId)).proposal?.snoozedUntil).toBeNull();
  });

  async function onlyCard(ticketId: string): Promise<string> {
    const { actions } = await at.loads(ticketId);
    const ids = new Set(
      actions.flatMap(({ deed }) => (deed.do === "show-card" ? [deed.cardId] : [])),
    );
    const [id, ...others] = ids;
    if (id === undefined || others.length > 0) throw new Error(`cards: ${[...ids]}`);
    return id;
  }

  it("tells what is overdue until staff were reminded of it, but not what somebody has in hand", async () => {
    const first = await proposes();
    const claimed = await proposes();
    const until = at.clock.now() + 60_000;
    await at.commits(claimed.ticketId, {
      ticket: { claim: { sourceId: "rita", name: "Rita", until } },
    });
    at.clock.advance(1_000);
    const overdueBefore = at.clock.now();
    at.clock.advance(1_000);
    await proposes();
    const looks = async (remind: boolean) => {
      let seen: { ids: readonly string[]; remindedAt: number | null } | undefined;
      await at.store.board.rearrange(
        HERE,
        ({ overdue, remindedAt }) => {
          const ids = overdue.map(({ ticketId }) => ticketId);
          seen = { ids, remindedAt };
          return { open: [], touch: [], close: [], actions: [], remind: remind ? ids : [] };
        },
        { overdueBefore },
      );
      return seen;
    };
    expect(await looks(true)).toEqual({ ids: [first.ticketId], remindedAt: null });
    expect(await looks(false)).toEqual({ ids: [], remindedAt: at.clock.now() });
    at.clock.advance(60_000);
    expect((await looks(false))?.ids).toEqual([claimed.ticketId]);
  });

  it("reads the group that is asked for, whatever waits before it", async () => {
    for (let n = 0; n < 66; n += 1) await proposes({ priority: 9 });
    const { ticketId } = await proposes({ priority: 1, groupKey: "wanted" });
    const now = at.clock.now();
    await at.store.board.rearrange(HERE, (board) => arrangeBoard(board, 1, now, at.ids, "wanted"), {
      group: "wanted",
    });
    expect((await at.store.board.cardOfGroup(HERE, "wanted"))?.cases[0]?.ticket.id).toBe(ticketId);
  });

  it("keeps what helpers say of the open proposal, and of no other", async () => {
    const { ticketId, proposal } = await proposes();
    const vouches = [{ sourceId: "hana", name: "Hana", words: "So.", at: at.clock.now() }];
    await at.commits(ticketId, { vouches });
    expect((await at.loads(ticketId)).proposal?.vouches).toEqual(vouches);
    const next = aProposal({ ticketId, version: 2, groupKey: "next" });
    await at.commits(ticketId, { proposal: next });
    const { proposal: latest } = await at.loads(ticketId);
    expect(latest?.id).not.toBe(proposal.id);
    expect(latest?.vouches ?? null).toBeNull();
  });
}
