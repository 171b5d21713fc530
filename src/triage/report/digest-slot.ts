import { z } from "zod";
import { DAY } from "../model/clock.ts";
import { localTime, momentOf } from "../model/zoned.ts";

/** When the weekly digest is posted and where; part of the policy. */
export const DigestPlan = z.object({
  /** 1 for Monday to 7. */
  weekday: z.number().int().min(1).max(7),
  /** By the clocks of the community's zone. */
  hour: z.number().int().min(0).max(23),
  whenQuiet: z.enum(["line", "nothing"]),
  /** `team` null: everything, for DevRel. */
  places: z.array(z.object({ team: z.string().nullable(), placeId: z.string() })),
});
export type DigestPlan = z.infer<typeof DigestPlan>;

type When = Pick<DigestPlan, "weekday" | "hour">;

/** The last moment up to now at which a digest was due. */
export function latestSlot(when: When, zone: string, now: number): number {
  const slot = slotOfWeek(when, zone, now, 0);
  return slot <= now ? slot : slotOfWeek(when, zone, now, -1);
}

/** The next moment after now at which one will be. */
export function nextSlot(when: When, zone: string, now: number): number {
  const slot = slotOfWeek(when, zone, now, 0);
  return slot > now ? slot : slotOfWeek(when, zone, now, 1);
}

function slotOfWeek({ weekday, hour }: When, zone: string, now: number, weeks: number): number {
  const { year, month, day, weekday: today } = localTime(now, zone);
  const wanted = shifted({ year, month, day, hour, minute: 0 }, weekday - today + 7 * weeks);
  return momentOf(wanted, zone);
}

/** By the calendar alone: a day is not always 24 hours long. */
function shifted(local: Parameters<typeof momentOf>[0], days: number) {
  const date = new Date(Date.UTC(local.year, local.month - 1, local.day) + days * DAY);
  return {
    ...local,
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
  };
}
