import type { Deed } from "../model/action.ts";
import { HOUR } from "../model/clock.ts";
import { isResolution } from "../model/say.ts";
import type { TicketStore } from "../ports/ticket-store.ts";

/** What is paced: a new message that many threads may get at once. */
export function isNotice(deed: Deed): boolean {
  return deed.do === "say" && (isResolution(deed.say) || deed.say.say === "team-tells");
}

/**
 * Asked right before a notice is said, since notices are also planned by people and by other
 * processes: when it may be said instead, or null when now is fine.
 */
export async function pacedUntil(
  communityId: string,
  actionId: string,
  perHour: number,
  { tickets, now }: { readonly tickets: Pick<TicketStore, "notices">; readonly now: number },
): Promise<number | null> {
  const notices = await tickets.notices(communityId, now - HOUR);
  const others = notices.filter((one) => one.actionId !== actionId);
  if (others.filter(({ waits }) => !waits).length < perHour) return null;
  const times = others.map(({ at }) => Math.max(at, now - HOUR));
  return nextSlots(times, 1, now, perHour)[0] ?? null;
}

/**
 * When so many more notices may be said, none sooner than `from`: never more than `perHour` in any
 * hour, together with those that were said or are planned.
 * @param planned times of notices, in any order
 */
export function nextSlots(
  planned: readonly number[],
  count: number,
  from: number,
  perHour: number,
): number[] {
  const times = planned.toSorted((a, b) => a - b);
  return Array.from({ length: count }, () => {
    const crowded = times.at(-perHour);
    const slot =
      times.length < perHour || crowded === undefined ? from : Math.max(from, crowded + HOUR);
    const at = times.findLastIndex((time) => time <= slot) + 1;
    times.splice(at, 0, slot);
    return slot;
  });
}
