import { describe, expect, it } from "vitest";
import { compareSnowflakes, createSnowflakes, snowflakeAt, snowflakeTime } from "./snowflakes.ts";

describe("snowflakes", () => {
  it("carry their time", () => {
    const now = Date.parse("2026-03-01T10:00:00Z");
    const id = createSnowflakes({ now: () => now })();
    expect(snowflakeTime(id)).toBe(now);
    expect(snowflakeAt(now)).toBe(id);
  });

  it("keep growing when the clock stands still or goes back", () => {
    let now = Date.parse("2026-03-01T10:00:00Z");
    const next = createSnowflakes({ now: () => now });
    const ids = Array.from({ length: 5_000 }, next);
    now -= 1_000;
    ids.push(next());
    expect(ids.toSorted(compareSnowflakes)).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("compare by length first", () => {
    expect(compareSnowflakes("99", "100")).toBeLessThan(0);
    expect(compareSnowflakes("100", "100")).toBe(0);
  });
});
