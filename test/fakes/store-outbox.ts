import type { Action } from "../../src/triage/model/action.ts";
import { MINUTE } from "../../src/triage/model/clock.ts";
import type { Due, Outbox } from "../../src/triage/ports/outbox.ts";
import { type Community, communityOf, type StoreState } from "./store-state.ts";

export function createFakeOutbox(state: StoreState): Outbox {
  return {
    async claim(communityId, ticketId, now, leaseMs, scope) {
      const community = communityOf(state, communityId);
      const next = [...community.actions.values()]
        .filter((action) => action.ticketId === ticketId && !(action.public && scope === "staff"))
        .filter((action) => (readyAt(community, action) ?? Number.POSITIVE_INFINITY) <= now)
        .toSorted(inOrder)[0];
      if (!next) return null;
      const action = {
        ...next,
        state: "claimed" as const,
        attempt: next.attempt + 1,
        claimedUntil: now + leaseMs,
      };
      community.actions.set(action.id, action);
      return { action, maybeDone: next.attempt > 0 };
    },

    async nextInLine(communityId, serial, now) {
      const community = communityOf(state, communityId);
      const next = [...community.actions.values()]
        .filter((action) => action.serial === serial && action.state === "waiting")
        .filter((action) => (readyAt(community, action) ?? Number.POSITIVE_INFINITY) <= now)
        .toSorted(inOrder)[0];
      return next?.ticketId ?? null;
    },

    due: async (communityId, now, limit, scope = "all") => {
      const due = waiting(state, communityId, scope).filter(({ at }) => at <= now);
      const seen = new Set<string>();
      return due
        .toSorted((a, b) => a.at - b.at)
        .map(({ due }) => due)
        .filter((one) => {
          const key = JSON.stringify(one);
          return !seen.has(key) && seen.add(key);
        })
        .slice(0, limit);
    },

    nextDueAt: async (communityId, scope = "all") => {
      const times = waiting(state, communityId, scope).map(({ at }) => at);
      return times.length === 0 ? null : Math.min(...times);
    },
  };
}

function inOrder(a: Action, b: Action): number {
  return a.notBefore - b.notBefore || (a.id < b.id ? -1 : 1);
}

/** When the action may be claimed as things stand; null while it may not. */
function readyAt(community: Community, action: Action): number | null {
  if (action.state !== "waiting" && action.state !== "claimed") return null;
  for (const other of community.actions.values()) {
    if (other.id === action.id || other.serial !== action.serial) continue;
    if (other.state === "claimed") return null;
    const retried = other.state === "waiting" && other.attempt > 0;
    if (retried && other.ticketId === action.ticketId && other.id < action.id) return null;
  }
  return action.state === "claimed" ? action.claimedUntil : action.notBefore;
}

function waiting(
  state: StoreState,
  communityId: string,
  scope: "all" | "staff",
): { due: Due; at: number }[] {
  const community = communityOf(state, communityId);
  const of = (ticketId: string, what: Due["what"], deliveryId: string | null = null) => ({
    communityId,
    ticketId,
    what,
    deliveryId,
  });
  return [
    ...[...community.tickets.values()].flatMap(({ id, dueAt }) =>
      dueAt === null ? [] : [{ due: of(id, "triage"), at: dueAt }],
    ),
    ...[...community.actions.values()].flatMap((action) => {
      const at = action.public && scope === "staff" ? null : readyAt(community, action);
      return at === null ? [] : [{ due: of(action.ticketId, "act"), at }];
    }),
    ...[...community.proposals.values()].flatMap(({ state, ticketId, expiresAt }) =>
      state === "open" ? [{ due: of(ticketId, "expire"), at: expiresAt }] : [],
    ),
    ...[...community.proposals.values()].flatMap(({ state, ticketId, snoozedUntil }) =>
      state === "open" && snoozedUntil !== null
        ? [{ due: of(ticketId, "board"), at: snoozedUntil }]
        : [],
    ),
    ...[...community.deliveries].flatMap(([id, { at, handledAt }]) =>
      handledAt === null ? [{ due: of("", "delivery", id), at: at + MINUTE }] : [],
    ),
  ];
}
