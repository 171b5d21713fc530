import type { Case } from "../model/case.ts";
import type { Clock } from "../model/clock.ts";
import type { Policy } from "../model/policy.ts";
import type { Card } from "../model/proposal.ts";
import type { ReviewCard } from "../model/review-card.ts";
import type { Board } from "../ports/board.ts";
import type { TicketStore } from "../ports/ticket-store.ts";
import { cardOf } from "./card-of.ts";
import { leadFirst } from "./rule-for-all.ts";

export type CardDeps = {
  readonly board: Board;
  readonly tickets: TicketStore;
  readonly policyOf: (communityId: string) => Promise<Policy>;
  readonly clock: Clock;
};

export type FoundCard = { readonly card: Card; readonly cases: readonly Case[] };

/** What a card shows now; null when there is none by that id. */
export async function readCard(
  communityId: string,
  cardId: string,
  deps: CardDeps,
): Promise<{ readonly found: FoundCard; readonly shown: ReviewCard } | null> {
  const read = await deps.board.card(communityId, cardId);
  const found = read && { ...read, cases: leadFirst(read.cases) };
  return found && { found, shown: await show(communityId, found, deps) };
}

/** Draws a card, with the people who are behind the issue already that it would be linked to. */
export async function show(
  communityId: string,
  { card, cases: members }: FoundCard,
  deps: CardDeps,
): Promise<ReviewCard> {
  const cases = leadFirst(members);
  const proposed = cases[0]?.proposal?.proposed;
  const target = proposed?.outcome === "link" ? proposed.candidate.target : null;
  const before =
    target?.type === "issue"
      ? await deps.tickets.reportersOf(communityId, target.issue.nodeId)
      : [];
  const policy = await deps.policyOf(communityId);
  return cardOf(card, cases, policy, before, deps.clock.now());
}
