import { expect, it } from "vitest";
import type { PlannedAction } from "../../../src/triage/model/action.ts";
import { MINUTE } from "../../../src/triage/model/clock.ts";
import { anAction, aProposal } from "../../fakes/samples.ts";
import { ELSEWHERE, HERE, LEASE, type Setting } from "./setting.ts";

export function outboxContract(at: Setting): void {
  async function planned(...actions: PlannedAction[]): Promise<string> {
    const { ticketId } = await at.opens();
    await at.commits(ticketId, { actions, ticket: { dueAt: null } });
    return ticketId;
  }

  const claims = (ticketId: string, scope: "all" | "staff" = "all") =>
    at.store.outbox.claim(HERE, ticketId, at.clock.now(), LEASE, scope);

  const settles = (
    ticketId: string,
    actionId: string,
    state: "done" | "waiting" | "given-up",
    notBefore?: number,
  ) =>
    at.commits(ticketId, {
      settled: {
        actionId,
        state,
        externalRef: null,
        outcome: null,
        ...(notBefore !== undefined && { notBefore }),
      },
    });

  it("gives an action to one claimer, when it is due and not before", async () => {
    const action = anAction({ notBefore: at.clock.now() + 10_000 });
    const ticketId = await planned(action);
    expect(await claims(ticketId)).toBeNull();
    at.clock.advance(10_000);
    const taken = await Promise.all([claims(ticketId), claims(ticketId), claims(ticketId)]);
    expect(taken.flatMap((claim) => claim ?? [])).toEqual([
      {
        action: {
          ...action,
          ticketId,
          state: "claimed",
          attempt: 1,
          claimedUntil: at.clock.now() + LEASE,
          externalRef: null,
          outcome: null,
          createdAt: at.clock.now() - 10_000,
        },
        maybeDone: false,
      },
    ]);
  });

  it("gives a claim that ran out again, as maybe done", async () => {
    const ticketId = await planned(anAction({ notBefore: at.clock.now() }));
    await claims(ticketId);
    at.clock.advance(LEASE - 1);
    expect(await claims(ticketId)).toBeNull();
    at.clock.advance(1);
    expect(await claims(ticketId)).toMatchObject({ maybeDone: true, action: { attempt: 2 } });
  });

  it("gives an action that is tried again when its time has come, as maybe done", async () => {
    const action = anAction({ notBefore: at.clock.now() });
    const ticketId = await planned(action);
    await claims(ticketId);
    await settles(ticketId, action.id, "waiting", at.clock.now() + 5_000);
    expect(await claims(ticketId)).toBeNull();
    at.clock.advance(5_000);
    expect(await claims(ticketId)).toMatchObject({ maybeDone: true, action: { attempt: 2 } });
  });

  it("has one action of a serial under way, across tickets", async () => {
    const now = at.clock.now();
    const shared = { serial: "repo:acme/uploads", notBefore: now };
    const [one, other] = [anAction(shared), anAction(shared)];
    const first = await planned(one);
    const second = await planned(other, anAction({ serial: "card:1", notBefore: now }));
    const claimed = await Promise.all([claims(first), claims(second)]);
    const serials = claimed.map((claim) => claim?.action.serial);
    expect(serials.filter((serial) => serial === "repo:acme/uploads")).toHaveLength(1);

    await claims(first);
    await claims(second);
    await claims(second);
    const under = await Promise.all([first, second].map((id) => at.loads(id)));
    const underWay = under
      .flatMap(({ actions }) => actions)
      .filter((action) => action.serial === "repo:acme/uploads" && action.state === "claimed");
    expect(underWay).toHaveLength(1);

    const winner = underWay[0];
    if (!winner) throw new Error("one of them is under way");
    at.clock.advance(LEASE);
    const loser = winner.ticketId === first ? second : first;
    // A claim that ran out is settled by its own ticket before others may go on.
    expect((await claims(loser))?.action.serial).not.toBe("repo:acme/uploads");
    await claims(winner.ticketId);
    await settles(winner.ticketId, winner.id, "done");
    expect((await claims(loser))?.action.serial).toBe("repo:acme/uploads");
  });

  it("names who is next in line for a serial, once it is free", async () => {
    const now = at.clock.now();
    const next = (serial = "repo:acme/uploads") =>
      at.store.outbox.nextInLine(HERE, serial, at.clock.now());
    const shared = { serial: "repo:acme/uploads" };
    const [one, other, later] = [
      anAction({ ...shared, notBefore: now }),
      anAction({ ...shared, notBefore: now + 1_000 }),
      anAction({ ...shared, notBefore: now + 5_000 }),
    ];
    const first = await planned(one);
    const second = await planned(other);
    await planned(later);
    expect(await next()).toBe(first);
    expect(await next("repo:acme/other")).toBeNull();
    await claims(first);
    at.clock.advance(1_000);
    expect(await next()).toBeNull();
    await settles(first, one.id, "waiting", now + 3_000);
    expect(await next()).toBe(second);
    await claims(second);
    await settles(second, other.id, "done");
    expect(await next()).toBeNull();
    at.clock.advance(4_000);
    expect(await next()).toBe(first);
  });

  it("keeps the order of a ticket's actions when one is tried again", async () => {
    const now = at.clock.now();
    const [first, second] = [anAction({ notBefore: now }), anAction({ notBefore: now })];
    const ticketId = await planned(first, second);
    expect((await claims(ticketId))?.action.id).toBe(first.id);
    await settles(ticketId, first.id, "waiting", now + 5_000);
    expect(await claims(ticketId)).toBeNull();
    expect(await at.store.outbox.nextDueAt(HERE)).toBe(now + 5_000);
    at.clock.advance(5_000);
    expect((await claims(ticketId))?.action.id).toBe(first.id);
    await settles(ticketId, first.id, "given-up");
    expect((await claims(ticketId))?.action.id).toBe(second.id);
  });

  it("lets an action overtake one whose time has not come", async () => {
    const now = at.clock.now();
    const later = anAction({ notBefore: now + 10_000 });
    const soon = anAction({ notBefore: now });
    const ticketId = await planned(later, soon);
    expect((await claims(ticketId))?.action.id).toBe(soon.id);
  });

  it("holds back what members can see", async () => {
    const now = at.clock.now();
    const seen = anAction({ notBefore: now });
    const staff = anAction({ notBefore: now + 1, public: false, serial: "card:1" });
    const ticketId = await planned(seen, staff);
    expect(await at.store.outbox.nextDueAt(HERE, "staff")).toBe(now + 1);
    expect(await at.store.outbox.due(HERE, now, 10, "staff")).toEqual([]);
    expect(await at.store.outbox.due(HERE, now, 10)).toHaveLength(1);
    at.clock.advance(1);
    expect((await claims(ticketId, "staff"))?.action.id).toBe(staff.id);
    expect(await claims(ticketId, "staff")).toBeNull();
    expect((await claims(ticketId))?.action.id).toBe(seen.id);
  });

  it("leaves to another community's process what is due there", async () => {
    const { outbox, tickets } = at.store;
    const now = at.clock.now();
    await planned(anAction({ notBefore: now }));
    await tickets.saveDelivery(HERE, { id: "d1", event: "issues", payload: {}, at: now - MINUTE });
    expect(await outbox.due(HERE, now, 10)).toHaveLength(2);
    expect(await outbox.due(ELSEWHERE, now, 10)).toEqual([]);
    expect(await outbox.nextDueAt(ELSEWHERE)).toBeNull();
  });

  it("lists what comes due, earliest first, and when the next does", async () => {
    const { outbox, tickets } = at.store;
    expect(await outbox.nextDueAt(HERE)).toBeNull();
    const now = at.clock.now();
    const gathering = await at.opens();
    expect(await outbox.nextDueAt(HERE)).toBe(now + 20_000);
    const acting = await planned(
      anAction({ notBefore: now + 5_000 }),
      anAction({ notBefore: now + 6_000, serial: "card:1" }),
    );
    const expiring = await planned();
    await at.commits(expiring, {
      proposal: aProposal({ ticketId: expiring, expiresAt: now + 30_000 }),
    });
    await tickets.saveDelivery(HERE, { id: "d1", event: "issues", payload: {}, at: now - 1 });
    expect(await outbox.nextDueAt(HERE)).toBe(now + 5_000);
    expect(await outbox.due(HERE, now, 10)).toEqual([]);

    const of = (ticketId: string, what: string, deliveryId: string | null = null) => ({
      communityId: HERE,
      ticketId,
      what,
      deliveryId,
    });
    const all = [
      of(acting, "act"),
      of(gathering.ticketId, "triage"),
      of(expiring, "expire"),
      of("", "delivery", "d1"),
    ];
    expect(await outbox.due(HERE, now + MINUTE, 10)).toEqual(all);
    expect(await outbox.due(HERE, now + MINUTE, 2)).toEqual(all.slice(0, 2));

    at.clock.advance(6_000);
    const claim = await claims(acting);
    await claims(acting);
    if (!claim) throw new Error("the first action was due");
    await settles(acting, claim.action.id, "done");
    expect(await outbox.due(HERE, at.clock.now(), 10)).toEqual([]);
    await at.commits(gathering.ticketId, { ticket: { dueAt: null } });
    await at.commits(expiring, {
      closeProposal: { state: "expired", because: "72 hours passed", at: now },
    });
    await tickets.deliveryHandled(HERE, "d1", "ignored", now);
    expect(await outbox.nextDueAt(HERE)).toBe(at.clock.now() + LEASE);
  });
}
