import { describe, expect, it } from "vitest";
import { HOUR } from "../../src/triage/model/clock.ts";
import { isWorkingTime, workingTimeBefore } from "../../src/triage/model/working-time.ts";

const at = (text: string) => Date.parse(text);
const hours = { zone: "UTC", from: 9 * 60, to: 17 * 60, days: [1, 2, 3, 4, 5] };

describe("working time", () => {
  it.each([
    { now: "2026-01-05T17:00Z", ms: 8 * HOUR, since: "2026-01-05T09:00Z", what: "a whole day" },
    { now: "2026-01-05T10:00Z", ms: 2 * HOUR, since: "2026-01-02T16:00Z", what: "a weekend" },
    { now: "2026-01-04T12:00Z", ms: HOUR, since: "2026-01-02T16:00Z", what: "from a Sunday" },
    { now: "2026-01-06T03:00Z", ms: 9 * HOUR, since: "2026-01-02T16:00Z", what: "from a night" },
  ])("goes back over $what", ({ now, ms, since }) => {
    expect(workingTimeBefore(at(now), ms, hours)).toBe(at(since));
  });

  it("goes by the clocks of the zone, also when they are changed", () => {
    const berlin = { ...hours, zone: "Europe/Berlin", days: [0, 1, 2, 3, 4, 5, 6] };
    // Summer time began on the 29th of March at 01:00 UTC.
    expect(workingTimeBefore(at("2026-03-29T08:00Z"), 2 * HOUR, berlin)).toBe(
      at("2026-03-28T15:00Z"),
    );
    const night = { ...berlin, from: 0, to: 24 * 60 };
    expect(workingTimeBefore(at("2026-03-29T22:00Z"), 23 * HOUR, night)).toBe(
      at("2026-03-28T23:00Z"),
    );
  });

  it("knows when people work", () => {
    const tokyo = { ...hours, zone: "Asia/Tokyo" };
    expect(isWorkingTime(at("2026-01-05T00:00Z"), tokyo)).toBe(true);
    expect(isWorkingTime(at("2026-01-04T23:59Z"), tokyo)).toBe(false);
    expect(isWorkingTime(at("2026-01-05T08:00Z"), tokyo)).toBe(false);
    // A Friday evening of UTC is a Saturday there.
    expect(isWorkingTime(at("2026-01-10T01:00Z"), tokyo)).toBe(false);
  });
});
