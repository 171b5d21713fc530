import type { Candidate } from "../../src/triage/model/candidate.ts";
import type { Clock } from "../../src/triage/model/clock.ts";
import type { Card, Proposal } from "../../src/triage/model/proposal.ts";
import type { Board } from "../../src/triage/ports/board.ts";
import { holder } from "../../src/triage/review/claim.ts";
import {
  addActions,
  type Community,
  communityOf,
  readCase,
  type StoreState,
} from "./store-state.ts";

export function createFakeBoard(state: StoreState, clock: Clock): Board {
  return {
    async rearrange(communityId, arrange, { overdueBefore = 0 } = {}) {
      const community = communityOf(state, communityId);
      const now = clock.now();
      const open = openCards(community);
      const change = arrange({
        proposals: openProposals(community, now),
        cards: open,
        ...followingIn(community, now),
        ended: Object.fromEntries(
          open.flatMap(({ groupKey, createdAt }) => {
            const how = ending(community, groupKey, createdAt, now);
            return how === null ? [] : [[groupKey, how]];
          }),
        ),
        left: open
          .filter(({ groupKey, drawnAt }) =>
            [...community.proposals.values()].some(
              (one) =>
                one.groupKey === groupKey &&
                one.state !== "open" &&
                (one.decidedAt ?? 0) >= drawnAt,
            ),
          )
          .map(({ groupKey }) => groupKey),
        overdue: overdueOf(community, overdueBefore, now),
        remindedAt: [...community.reminders.values()].toSorted((a, b) => b - a)[0] ?? null,
      });
      for (const ticketId of change.remind ?? []) {
        if (community.reminders.has(ticketId)) throw new Error("reminded of it before");
        community.reminders.set(ticketId, now);
      }
      for (const one of community.proposals.values()) {
        if (one.state === "open" && one.snoozedUntil !== null && one.snoozedUntil <= now) {
          community.proposals.set(one.id, { ...one, snoozedUntil: null });
        }
      }
      for (const one of change.moved ?? []) {
        const standing = community.proposals.get(one.id);
        if (standing?.state !== "open") continue;
        const { proposed, groupKey } = one;
        community.proposals.set(one.id, { ...standing, proposed, groupKey });
      }
      for (const card of change.open) {
        if (openCards(community).some(({ groupKey }) => groupKey === card.groupKey)) {
          throw new Error(`the group has an open card: ${card.groupKey}`);
        }
        community.cards.set(card.id, card);
      }
      const redraw = (cardId: string, patch: object) => {
        const card = community.cards.get(cardId);
        if (!card) throw new Error(`no such card: ${cardId}`);
        community.cards.set(cardId, { ...card, ...patch, version: card.version + 1, drawnAt: now });
      };
      for (const cardId of change.touch) redraw(cardId, {});
      for (const { cardId, because } of change.close) {
        redraw(cardId, { state: "closed", closedBecause: because });
      }
      for (const { ticketId, ...action } of change.actions) {
        addActions(community, ticketId, [action], now);
      }
      return [...new Set(change.actions.map(({ ticketId }) => ticketId))];
    },

    async card(communityId, cardId) {
      const community = communityOf(state, communityId);
      return readCard(community, community.cards.get(cardId));
    },

    async cardOfGroup(communityId, groupKey) {
      const community = communityOf(state, communityId);
      return readCard(
        community,
        openCards(community).find((card) => card.groupKey === groupKey),
      );
    },

    async cardPosted(communityId, cardId, messageId) {
      const { cards } = communityOf(state, communityId);
      const card = cards.get(cardId);
      if (card) cards.set(cardId, { ...card, messageId });
    },

    async openAnswers(communityId) {
      return [...communityOf(state, communityId).proposals.values()]
        .filter((one) => one.state === "open" && one.proposed.outcome === "answer")
        .toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
    },

    async queue(communityId, limit) {
      const community = communityOf(state, communityId);
      const groups = new Set(openCards(community).map(({ groupKey }) => groupKey));
      return openProposals(community, clock.now())
        .slice(0, limit)
        .map((proposal) => ({ ...proposal, shown: groups.has(proposal.groupKey) }));
    },
  };
}

function readCard(community: Community, card: Card | undefined) {
  if (!card) return null;
  const group = [...community.proposals.values()].filter(
    ({ groupKey }) => groupKey === card.groupKey,
  );
  const open = group.filter((proposal) => proposal.state === "open");
  const shown =
    card.state === "open" && open.length > 0
      ? open
      : group.filter(({ decidedAt }) => decidedAt !== null && decidedAt >= card.createdAt);
  const ticketIds = [...new Set(shown.map(({ ticketId }) => ticketId))].toSorted();
  return { card, cases: ticketIds.flatMap((id) => readCase(community, id) ?? []) };
}

function overdueOf(community: Community, before: number, now: number) {
  return openProposals(community, now)
    .toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
    .filter(({ createdAt, ticketId }) => createdAt <= before && !community.reminders.has(ticketId))
    .filter(({ proposed }) => proposed.outcome !== "sample")
    .flatMap(({ ticketId }) => {
      const ticket = community.tickets.get(ticketId);
      return ticket && !holder(ticket, now) ? [{ ticketId, code: ticket.code }] : [];
    });
}

function openCards({ cards }: Community) {
  return [...cards.values()].filter((card) => card.state === "open");
}

function openProposals({ proposals }: Community, now: number): Proposal[] {
  return [...proposals.values()]
    .filter(({ state, snoozedUntil }) => state === "open" && (snoozedUntil ?? now) <= now)
    .toSorted(
      (a, b) => b.priority - a.priority || a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1),
    );
}

/** Open links to tickets that are led elsewhere, and where each ticket is led. */
function followingIn(community: Community, now: number) {
  const leads: Record<string, Candidate> = {};
  for (const one of [...community.proposals.values()].toSorted((a, b) => a.version - b.version)) {
    const stands = one.state === "open" || one.state === "approved";
    delete leads[one.ticketId];
    if (stands && one.proposed.outcome === "link") leads[one.ticketId] = one.proposed.candidate;
  }
  const following = openProposals(community, now).filter(({ proposed }) => {
    const target = proposed.outcome === "link" ? proposed.candidate.target : null;
    return target?.type === "ticket" && leads[target.ticketId] !== undefined;
  });
  const asked = following.flatMap(({ candidates }) =>
    candidates.flatMap(({ target }) => (target.type === "ticket" ? [target.ticketId] : [])),
  );
  return {
    following,
    leads: Object.fromEntries(Object.entries(leads).filter(([id]) => asked.includes(id))),
  };
}

function ending(community: Community, group: string, since: number, now: number): string | null {
  const members = [...community.proposals.values()].filter(({ groupKey }) => groupKey === group);
  if (members.some(({ state, snoozedUntil }) => state === "open" && (snoozedUntil ?? 0) > now)) {
    return "snoozed";
  }
  const ended = members
    .filter(({ decidedAt }) => decidedAt !== null && decidedAt >= since)
    .toSorted((a, b) => (a.decidedAt ?? 0) - (b.decidedAt ?? 0) || (a.id < b.id ? -1 : 1))
    .at(-1);
  return ended ? (ended.closedBecause ?? ended.state) : null;
}
