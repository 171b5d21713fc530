import { expect, it } from "vitest";
import { DAY, HOUR } from "../../../src/triage/model/clock.ts";
import type { Proposal } from "../../../src/triage/model/proposal.ts";
import type { Ticket } from "../../../src/triage/model/ticket.ts";
import type { QueueWish } from "../../../src/triage/review/review-queue.ts";
import { aClassification, aProposal } from "../../fakes/samples.ts";
import { HERE, type Setting } from "./setting.ts";

export function queueContract(at: Setting): void {
  async function waits(proposal: Partial<Proposal>, ticket: Partial<Ticket> = {}) {
    const { ticketId } = await at.opens();
    await at.commits(ticketId, {
      classification: aClassification({ ask: "What is it?" }),
      proposal: aProposal({ ticketId, createdAt: at.clock.now(), ...proposal }),
      ticket: { dueAt: null, state: "proposed", kind: "bug", lane: "open", ...ticket },
    });
    return ticketId;
  }

  async function rests(ticket: Partial<Ticket> = {}) {
    const { ticketId } = await at.opens();
    await at.commits(ticketId, {
      ticket: { dueAt: null, state: "resting", kind: "question", lane: "open", ...ticket },
    });
    return ticketId;
  }

  const waiting = async (wish: Partial<QueueWish>) => {
    const whole = { list: "proposals", free: null, by: "rita", before: null, offset: 0, limit: 9 };
    const found = await at.store.queue.waiting(HERE, { ...whole, ...wish } as QueueWish);
    return { ...found, ids: found.entries.map(({ ticket }) => ticket.id) };
  };
  const claim = (sourceId: string, ms: number) => ({
    claim: { sourceId, name: sourceId, until: at.clock.now() + ms },
  });

  it("holds what waits for review best first, page by page, with what was asked", async () => {
    const low = await waits({ priority: 1 });
    const high = await waits({ priority: 9 });
    const snoozed = await waits({ priority: 99 });
    await at.commits(snoozed, { snoozeProposal: { until: at.clock.now() + HOUR } });
    await rests();
    expect(await waiting({})).toMatchObject({ total: 2, ids: [high, low] });
    expect(await waiting({ offset: 1, limit: 1 })).toMatchObject({ total: 2, ids: [low] });
    expect((await waiting({ limit: 1 })).entries[0]).toMatchObject({
      ask: "What is it?",
      shown: false,
      proposal: { priority: 9 },
    });
    expect(await waiting({ offset: 7 })).toMatchObject({ total: 2, ids: [] });
  });

  it("leaves out what somebody else has in hand, until it is given back or forgotten", async () => {
    const free = await waits({ priority: 1 });
    const mine = await waits({ priority: 2 }, claim("rita", HOUR));
    const others = await waits({ priority: 3 }, claim("theo", HOUR));
    expect((await waiting({ free: { sourceId: null } })).ids).toEqual([free]);
    expect((await waiting({ free: { sourceId: "rita" } })).ids).toEqual([mine, free]);
    expect((await waiting({ list: "claimed" })).ids).toEqual([mine]);
    await at.commits(mine, { ticket: { claim: null } });
    expect((await waiting({ list: "claimed" })).ids).toEqual([]);
    at.clock.advance(HOUR);
    expect((await waiting({ free: { sourceId: null } })).ids).toEqual([others, mine, free]);
  });

  it("holds what was proposed before a moment, the oldest first", async () => {
    const first = await waits({ priority: 1 });
    at.clock.advance(HOUR);
    const second = await waits({ priority: 9 });
    const before = at.clock.now();
    at.clock.advance(HOUR);
    await waits({ priority: 5 });
    expect((await waiting({ before })).ids).toEqual([first, second]);
  });

  it("holds asks that nobody has answered, whether a draft waits or not", async () => {
    const drafted = await waits({});
    const left = await rests();
    const asked = await rests({ silence: "asked-for-person" });
    await rests({ silence: "answered-by-person" });
    await rests({ kind: "other" });
    await rests({ lane: "care" });
    await rests({ state: "answered" });
    at.clock.advance(DAY);
    const before = at.clock.now();
    at.clock.advance(1);
    await rests();
    const { ids, total } = await waiting({ list: "unanswered", before });
    expect({ ids: ids.toSorted(), total }).toEqual({
      ids: [drafted, left, asked].toSorted(),
      total: 3,
    });
    at.clock.advance(30 * DAY);
    expect((await waiting({ list: "unanswered", before })).total).toBe(0);
  });
}
