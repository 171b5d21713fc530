import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createIds } from "../../src/triage/model/ids.ts";

describe("ids", () => {
  it("are 22 characters that fit a nonce and a custom id, and are never repeated", () => {
    const bytes = fc.uint8Array({ minLength: 10, maxLength: 10 });
    // Clocks stand still, jump, and go backwards.
    const times = fc.array(fc.tuple(fc.integer({ min: 0, max: 2 ** 41 }), bytes), { minLength: 2 });
    fc.assert(
      fc.property(times, (ticks) => {
        let at = 0;
        const ids = createIds(
          () => ticks[at]?.[0] ?? 0,
          () => ticks[at]?.[1] ?? new Uint8Array(10),
        );
        const made = ticks.map(() => {
          const id = ids();
          at += 1;
          return id;
        });
        for (const id of made) expect(id).toMatch(/^[-\w]{22}$/);
        expect(new Set(made).size).toBe(made.length);
        expect(made).toEqual(made.toSorted((a, b) => (a < b ? -1 : 1)));
      }),
    );
  });

  it("sort after the last one within one millisecond, even from the largest random bytes", () => {
    const ids = createIds(
      () => 1_000,
      () => new Uint8Array(10).fill(255),
    );
    const [first, second] = [ids(), ids()];
    expect(second > first).toBe(true);
  });
});
