import { expect, it } from "vitest";
import { HOUR, MINUTE } from "../../../src/triage/model/clock.ts";
import type { Cost, Limit } from "../../../src/triage/perform/allowance.ts";
import { ELSEWHERE, HERE, type Setting } from "./setting.ts";

const A_MINUTE: Limit = { counts: "creations", most: 3, withinMs: MINUTE };
const POINTS: Limit = { counts: "points", most: 12, withinMs: MINUTE };
const WRITE: Cost = { points: 5, creations: 1 };
const READ: Cost = { points: 1, creations: 0 };

export function allowanceContract(setting: Setting): void {
  const take = (cost: Cost, limits: readonly Limit[], account = "app", community = HERE) =>
    setting.store.allowance.take(community, account, cost, limits, setting.clock.now());

  async function takeNow(cost: Cost, limits: readonly Limit[], times: number) {
    for (let n = 0; n < times; n += 1) {
      expect((await take(cost, limits)).at).toBe(setting.clock.now());
      setting.clock.advance(1_000);
    }
  }

  it("gives so many turns within the span, and says when the next one is", async () => {
    const start = setting.clock.now();
    await takeNow(WRITE, [A_MINUTE], 3);
    expect((await take(WRITE, [A_MINUTE])).at).toBe(start + MINUTE);
    setting.clock.advance(MINUTE - 3_000 - 1);
    expect((await take(WRITE, [A_MINUTE])).at).toBe(start + MINUTE);
    setting.clock.advance(1);
    await takeNow(WRITE, [A_MINUTE], 1);
    expect((await take(WRITE, [A_MINUTE])).at).toBe(start + MINUTE + 1_000);
  });

  it("counts points of reads and writes together, and lets reads pass a full count of writes", async () => {
    const start = setting.clock.now();
    await takeNow(WRITE, [A_MINUTE, POINTS], 2);
    await takeNow(READ, [A_MINUTE, POINTS], 2);
    expect((await take(READ, [A_MINUTE, POINTS])).at).toBe(start + MINUTE);
    expect((await take(WRITE, [A_MINUTE, POINTS])).at).toBe(start + MINUTE);
    expect((await take(WRITE, [A_MINUTE])).at).toBe(setting.clock.now());
    await takeNow(READ, [A_MINUTE], 1);
  });

  it("gives one turn to many who ask at once", async () => {
    const one: Limit = { counts: "creations", most: 1, withinMs: MINUTE };
    const now = setting.clock.now();
    const turns = await Promise.all(Array.from({ length: 8 }, () => take(WRITE, [one])));
    expect(turns.filter(({ at }) => at === now)).toHaveLength(1);
    expect(turns.filter(({ at }) => at === now + MINUTE)).toHaveLength(7);
  });

  it("keeps accounts apart, and one account's communities together", async () => {
    await takeNow(WRITE, [A_MINUTE], 3);
    const now = setting.clock.now();
    expect((await take(WRITE, [A_MINUTE], "another")).at).toBe(now);
    expect((await take(WRITE, [A_MINUTE], "app", ELSEWHERE)).at).toBeGreaterThan(now);
  });

  it("is silent for as long as was asked, and never less for a later wish", async () => {
    const { allowance } = setting.store;
    const until = setting.clock.now() + 90_000;
    await allowance.silence(HERE, "app", until);
    await allowance.silence(HERE, "app", until - 60_000);
    expect((await take(READ, [])).at).toBe(until);
    setting.clock.advance(90_000);
    await takeNow(READ, [], 1);
  });

  it("pauses a minute, then twice as long each time, at most an hour, until it is answered", async () => {
    const { allowance } = setting.store;
    const lengths: number[] = [];
    for (let n = 0; n < 8; n += 1) {
      const now = setting.clock.now();
      await allowance.pause(HERE, "app", now);
      // A second process was asked the same at the same time.
      await allowance.pause(HERE, "app", now + 10);
      const { at, pauses } = await take(READ, []);
      expect(pauses).toBe(n + 1);
      lengths.push(at - now);
      setting.clock.advance(at - now);
    }
    expect(lengths).toEqual([1, 2, 4, 8, 16, 32, 60, 60].map((minutes) => minutes * MINUTE));
    await allowance.answered(HERE, "app");
    await allowance.pause(HERE, "app", setting.clock.now());
    expect((await take(READ, [])).at).toBe(setting.clock.now() + MINUTE);
  });

  it("forgets what no limit counts any more", async () => {
    const anHour: Limit = { counts: "creations", most: 2, withinMs: HOUR };
    await takeNow(WRITE, [anHour], 2);
    setting.clock.advance(HOUR);
    await takeNow(WRITE, [anHour], 2);
    expect((await take(WRITE, [anHour])).at).toBeGreaterThan(setting.clock.now());
  });
}
