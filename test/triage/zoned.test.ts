import { describe, expect, it } from "vitest";
import { HOUR } from "../../src/triage/model/clock.ts";
import { localTime, momentOf } from "../../src/triage/model/zoned.ts";

const at = (text: string) => Date.parse(text);
const local = (month: number, day: number, hour: number) => ({
  year: 2026,
  month,
  day,
  hour,
  minute: 0,
});

describe("time by the clocks of a place", () => {
  it.each([
    { zone: "UTC", when: local(3, 29, 2), moment: "2026-03-29T02:00:00Z" },
    { zone: "Europe/Berlin", when: local(3, 28, 9), moment: "2026-03-28T08:00:00Z" },
    { zone: "Europe/Berlin", when: local(3, 30, 9), moment: "2026-03-30T07:00:00Z" },
    // 02:00 is skipped: it comes as 03:00.
    { zone: "Europe/Berlin", when: local(3, 29, 2), moment: "2026-03-29T01:00:00Z" },
    // 02:00 comes twice: the first of them.
    { zone: "Europe/Berlin", when: local(10, 25, 2), moment: "2026-10-25T00:00:00Z" },
    { zone: "Europe/Berlin", when: local(10, 25, 3), moment: "2026-10-25T02:00:00Z" },
    { zone: "America/New_York", when: local(11, 2, 9), moment: "2026-11-02T14:00:00Z" },
    { zone: "Asia/Kathmandu", when: local(6, 1, 9), moment: "2026-06-01T03:15:00Z" },
    { zone: "Pacific/Kiritimati", when: local(1, 1, 0), moment: "2025-12-31T10:00:00Z" },
  ])("$zone $when", ({ zone, when, moment }) => {
    expect(new Date(momentOf(when, zone)).toISOString()).toBe(new Date(at(moment)).toISOString());
  });

  it("tells day and hour, and finds its way back to every hour of a year that comes once", () => {
    expect(localTime(at("2026-11-22T23:30:00Z"), "Europe/Berlin")).toEqual({
      ...local(11, 23, 0),
      minute: 30,
      weekday: 1,
    });
    for (const zone of ["Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe"]) {
      for (let moment = at("2026-01-01T00:00:00Z"); moment < at("2027-01-01"); moment += 7 * HOUR) {
        const back = momentOf(localTime(moment, zone), zone);
        // The hour that comes twice is taken the first time.
        if (back !== moment) expect(moment - back).toBeLessThanOrEqual(HOUR);
        if (back !== moment) expect(localTime(back, zone)).toEqual(localTime(moment, zone));
      }
    }
  });
});
