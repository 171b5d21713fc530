import { describe, expect, it } from "vitest";
import { forgetful, playSchedule } from "./schedule.ts";

const SEEDS = Array.from({ length: 60 }, (_, n) => n + 1);

describe("crashes, lost answers and disordered deliveries at random", () => {
  it("file one issue for an ask, post each notice once and lose none", async () => {
    let crashes = 0;
    for (const seed of SEEDS) {
      const played = await playSchedule(seed);
      crashes += played.crashes;
      expect(played.wrong, `node test/faults/main.ts --seed ${seed}`).toEqual([]);
    }
    expect(crashes).toBeGreaterThan(SEEDS.length);
  });

  it("play the same day again for the same seed", async () => {
    expect(await playSchedule(7)).toEqual(await playSchedule(7));
  });

  it("are noticed when the outbox forgets what may have been done already", async () => {
    const broken = [];
    for (const seed of SEEDS) broken.push((await playSchedule(seed, forgetful)).wrong);
    expect(broken.filter((wrong) => wrong.length > 0).length).toBeGreaterThan(5);
  });
});
