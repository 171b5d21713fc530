import { setImmediate } from "node:timers/promises";
import { expect, it } from "vitest";
import { anAction } from "../../fakes/samples.ts";
import { HERE, LEASE, type Setting } from "./setting.ts";

type UnderWay = { readonly actionId: string; readonly until: number };

/** Random schedules of many workers that finish, fail and die; a failed one replays by its seed. */
export function workersContract(at: Setting): void {
  it.each([1, 2, 3])(
    "does each action and never two of a serial at once (seed %i)",
    async (seed) => {
      const random = createRandom(seed);
      const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
      const serials = ["repo:a", "repo:b", "conversation:c"];
      const ticketIds: string[] = [];
      for (let n = 0; n < 4; n += 1) {
        const { ticketId } = await at.opens();
        const notBefore = at.clock.now();
        const actions = Array.from({ length: 5 }, () =>
          anAction({ serial: pick(serials), notBefore }),
        );
        await at.commits(ticketId, { actions, ticket: { dueAt: null } });
        ticketIds.push(ticketId);
      }
      const underWay = new Map<string, UnderWay>();
      const done = new Map<string, number>();

      async function settle(ticketId: string, actionId: string, state: "done" | "waiting") {
        const settled = { actionId, state, externalRef: null, outcome: null };
        for (;;) {
          const { version } = (await at.loads(ticketId)).ticket;
          const change = { settled, story: [] };
          if (await at.store.tickets.commit(HERE, ticketId, version, change)) return;
        }
      }

      async function work(): Promise<void> {
        const ticketId = pick(ticketIds);
        const now = at.clock.now();
        const claim = await at.store.outbox.claim(HERE, ticketId, now, LEASE, "all");
        if (!claim) return;
        const { id, serial } = claim.action;
        const other = underWay.get(serial);
        expect(other === undefined || (other.actionId === id && other.until <= now)).toBe(true);
        expect(done.has(id)).toBe(false);
        underWay.set(serial, { actionId: id, until: now + LEASE });
        await setImmediate();
        const fate = random();
        // It died: the claim stays open until its time has run out.
        if (fate < 0.15) return;
        underWay.delete(serial);
        if (fate >= 0.4) done.set(id, claim.action.attempt);
        await settle(ticketId, id, fate < 0.4 ? "waiting" : "done");
      }

      for (let round = 0; round < 200 && done.size < 20; round += 1) {
        await Promise.all([work(), work(), work(), work()]);
        if (round % 3 === 2) at.clock.advance(LEASE);
      }
      expect(done.size).toBe(20);
      expect((await at.store.reports.figures(HERE)).actions).toEqual({ done: 20 });
      expect(await at.store.outbox.nextDueAt(HERE)).toBeNull();
    },
  );
}

/** A small generator (mulberry32), so that a seed means the same schedule on every machine. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
