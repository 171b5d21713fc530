import { describe, expect, it } from "vitest";
import { growthPerThousand, measurePresses } from "./measures.ts";

describe("what a soak measures", () => {
  const at = (posts: number, heapUsed: number) => ({
    posts,
    heapUsed,
    databaseHeap: 0,
    external: 0,
    arrayBuffers: 0,
    rss: 0,
  });

  it("is the slope of the heap after its first fifth", () => {
    const steady = [1, 2, 3, 4, 5].map((n) => at(n * 1_000, 50 + (n === 1 ? 900 : n * 7)));
    expect(growthPerThousand(steady.slice(1), ({ heapUsed }) => heapUsed)).toBeCloseTo(7);
    expect(growthPerThousand(steady.slice(0, 2), ({ heapUsed }) => heapUsed)).toBeNull();
  });

  it("counts what was never answered as the slowest", () => {
    const press = (ackedAfterMs: number | null, heard = true) => ({
      ackedAfterMs,
      heard,
    });
    const fast = Array.from({ length: 98 }, () => press(10));
    const measured = measurePresses([...fast, press(null), press(900), press(null, false)]);
    expect(measured).toMatchObject({ heard: 100, unanswered: 1, p95: 10, p99: 900, slowest: -1 });
    expect(measured).toMatchObject({ whileAway: 1, answeredAfterResume: 0 });
  });
});
