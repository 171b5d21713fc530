import { describe, expect, it, vi } from "vitest";
import { HOUR, MINUTE } from "../../src/triage/model/clock.ts";
import { type SweepDeps, startSweep } from "../../src/triage/perform/sweep.ts";
import type { Due } from "../../src/triage/ports/outbox.ts";
import { createManualClock } from "../fakes/clock.ts";
import { COMMUNITY, createHouse } from "../fakes/house.ts";
import { aClassification, NOON } from "../fakes/samples.ts";

/** A sweep over what the test says is due, and a record of whom it woke and when. */
function aSweep(overrides: Partial<SweepDeps> = {}) {
  const house = createHouse();
  const clock = createManualClock(NOON);
  const waiting: { at: number; due: Due }[] = [];
  const woken: { at: number; ticketId: string }[] = [];
  const boards: number[] = [];
  const looks = { count: 0 };
  const deps: SweepDeps = {
    ...house,
    clock,
    isPaused: async () => false,
    onError: () => {},
    wake: {
      ...house.wake,
      board: async () => void boards.push(clock.now() - NOON),
      act: async (_, ticketId) => void woken.push({ at: clock.now() - NOON, ticketId }),
    },
    outbox: {
      ...house.outbox,
      due: async (_, now) => waiting.filter(({ at }) => at <= now).map(({ due }) => due),
      nextDueAt: async () => {
        looks.count += 1;
        return waiting.length === 0 ? null : Math.min(...waiting.map(({ at }) => at));
      },
    },
    ...overrides,
  };
  const act = (ticketId: string, after: number) => ({
    at: NOON + after,
    due: { communityId: COMMUNITY, ticketId, what: "act", deliveryId: null } as const,
  });
  /** Lets time pass in small steps, with what is awaited in between. */
  async function pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 50) {
      await settle();
      clock.advance(50);
    }
    await settle();
  }
  return { deps, clock, waiting, woken, boards, looks, act, pass };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

describe("the sweep", () => {
  it("wakes what is due at its time, without being told", async () => {
    const { deps, waiting, woken, act, pass } = aSweep();
    waiting.push(act("t1", 12_000));
    const sweep = startSweep(deps);
    await pass(11_950);
    expect(woken).toEqual([]);
    await pass(50);
    expect(woken).toEqual([{ at: 12_000, ticketId: "t1" }]);
    await sweep.stop();
  });

  it("learns by a nudge of what is due sooner than what it sleeps for", async () => {
    const { deps, waiting, woken, act, pass } = aSweep();
    const sweep = startSweep(deps);
    await pass(5_000);
    waiting.push(act("t1", 7_000));
    sweep.nudge();
    await pass(2_000);
    expect(woken).toEqual([{ at: 7_000, ticketId: "t1" }]);
    await sweep.stop();
  });

  it("looks within a minute for what nobody told it", async () => {
    const { deps, waiting, woken, act, pass } = aSweep();
    const sweep = startSweep(deps);
    await pass(1_000);
    waiting.push(act("t1", 2_000));
    await pass(MINUTE);
    expect(woken.length).toBeGreaterThan(0);
    await sweep.stop();
  });

  it("does not spin while what it woke is still due, nudged or not", async () => {
    const { deps, waiting, woken, looks, act, pass } = aSweep();
    waiting.push(act("t1", 0));
    const wake = { ...deps.wake };
    const sweep = startSweep({
      ...deps,
      wake: {
        ...wake,
        async act(communityId, ticketId) {
          await wake.act(communityId, ticketId);
          sweep.nudge();
        },
      },
    });
    await pass(10_000);
    expect(looks.count).toBeLessThanOrEqual(41);
    expect(woken.length).toBeGreaterThan(10);
    await sweep.stop();
  });

  it.each([
    ["back", -HOUR],
    ["forward", HOUR],
  ])("goes on within seconds when the clock is set %s by an hour", async (_, jump) => {
    const { deps, clock, waiting, woken, boards, act, pass } = aSweep();
    const sweep = startSweep(deps);
    await pass(5_000);
    sweep.nudge();
    await pass(50);
    clock.jump(jump);
    waiting.push(act("t1", clock.now() - NOON + 3_000));
    sweep.nudge();
    await pass(6_000);
    expect(woken.map(({ ticketId }) => ticketId)).toContain("t1");
    const before = boards.length;
    await pass(2 * MINUTE);
    expect(boards.length).toBeGreaterThan(before);
    await sweep.stop();
  });

  it("makes up for a wake-up of the board that a crash has lost", async () => {
    const { deps, boards, pass } = aSweep();
    const sweep = startSweep(deps);
    await pass(2 * MINUTE + 50);
    expect(boards).toEqual([0, MINUTE, 2 * MINUTE]);
    await sweep.stop();
  });

  it("goes on after the store has failed, and says so", async () => {
    const onError = vi.fn();
    const { deps, waiting, woken, act, pass } = aSweep({ onError });
    let broken = true;
    const { nextDueAt } = deps.outbox;
    const outbox = {
      ...deps.outbox,
      async nextDueAt() {
        if (broken) throw new Error("the store is away");
        return nextDueAt(COMMUNITY);
      },
    };
    waiting.push(act("t1", 0));
    const sweep = startSweep({ ...deps, outbox });
    await pass(1_000);
    expect(onError).toHaveBeenCalledTimes(1);
    broken = false;
    await pass(5_000);
    expect(woken[0]).toMatchObject({ ticketId: "t1" });
    await sweep.stop();
  });

  it("does nothing more once it was stopped", async () => {
    const { deps, waiting, woken, act, pass } = aSweep();
    const sweep = startSweep(deps);
    await sweep.stop();
    waiting.push(act("t1", 0));
    sweep.nudge();
    await pass(2 * MINUTE);
    expect(woken).toEqual([]);
  });
});

describe("a serial that several tickets wait for", () => {
  it("is passed on by whoever is done with it, without the sweep", async () => {
    const house = createHouse({ policy: { bundleMs: 0, undoMs: 0 } });
    const classification = aClassification({ kind: "bug" });
    house.classifier.when("", { type: "classified", classification, call: null });
    const posted = [await house.post(), await house.post(), await house.post()];
    await house.settle();
    for (const card of house.openCards()) await house.rule({ verdict: "send" }, card.cardId);
    // Each of their jobs finds the repository taken by the first and ends.
    const jobs = [...house.queue.entries()].filter(([name]) => name.startsWith("act "));
    for (const [name] of jobs) house.queue.delete(name);
    await Promise.all(jobs.map(([, run]) => run()));
    // The board would wake them by chance: it is left out.
    house.queue.delete("board");
    for (let next = firstOf(house.queue); next; next = firstOf(house.queue)) await next();
    expect(house.tracker.issues).toHaveLength(posted.length);
  });
});

function firstOf(queue: Map<string, () => Promise<void>>): (() => Promise<void>) | undefined {
  const [first] = queue;
  if (first) queue.delete(first[0]);
  return first?.[1];
}
