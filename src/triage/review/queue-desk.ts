import type { Change } from "../model/case.ts";
import type { Review } from "../model/review.ts";
import type { ReviewCard } from "../model/review-card.ts";
import type { Step } from "../model/step.ts";
import type { Claim, Ticket } from "../model/ticket.ts";
import { changeTicket } from "../perform/commit.ts";
import { updateBoard } from "./arrange-board.ts";
import { claimed, holder, released } from "./claim.ts";
import { show } from "./read-card.ts";
import { redrawing } from "./redraw.ts";
import type { DeskDeps } from "./review-desk.ts";
import {
  LINES_PER_PAGE,
  type QueueFilter,
  type QueuePage,
  type ReviewQueue,
  toLine,
  wishFor,
} from "./review-queue.ts";

export type QueueDeps = DeskDeps & { readonly queue: ReviewQueue };

export type Claiming =
  /** In hand; the card to decide on, null where nothing waits for review. */
  | {
      readonly type: "claimed";
      readonly code: string;
      readonly until: number;
      readonly card: ReviewCard | null;
    }
  | { readonly type: "released"; readonly card: ReviewCard | null }
  /** Somebody else has it. */
  | { readonly type: "taken"; readonly claim: Claim }
  | { readonly type: "gone" };

/** One page of what waits; the last one when there are fewer by now. */
export async function queuePage(
  communityId: string,
  filter: QueueFilter,
  page: number,
  by: Review["by"],
  deps: QueueDeps,
): Promise<QueuePage> {
  const policy = await deps.policyOf(communityId);
  const now = deps.clock.now();
  const wish = wishFor(filter, page, by.sourceId, policy, now);
  const { total, entries } = await deps.queue.waiting(communityId, wish);
  const pages = Math.max(1, Math.ceil(total / LINES_PER_PAGE));
  if (page >= pages) return queuePage(communityId, filter, pages - 1, by, deps);
  return { filter, page, pages, total, lines: entries.map((entry) => toLine(entry, now)) };
}

/** The best that waits and that nobody else has in hand, on a card; null when there is none. */
export async function nextCard(
  communityId: string,
  by: Review["by"],
  deps: QueueDeps,
): Promise<ReviewCard | null> {
  const wish = {
    list: "proposals",
    free: { sourceId: by.sourceId },
    by: by.sourceId,
    before: null,
    offset: 0,
    limit: LINES_PER_PAGE,
  } as const;
  const { entries } = await deps.queue.waiting(communityId, wish);
  for (const { proposal } of entries) {
    const card = proposal && (await cardFor(communityId, proposal.groupKey, deps));
    if (card) return card;
  }
  return null;
}

/** Takes a ticket of a list in hand, with a card if something on it waits for review. */
export async function claimTicket(
  communityId: string,
  ticketId: string,
  by: Review["by"],
  deps: QueueDeps,
): Promise<Claiming> {
  const proposal = (await deps.tickets.load(communityId, ticketId))?.proposal;
  const group = proposal?.state === "open" ? proposal.groupKey : null;
  const standing = group === null ? null : await deps.board.cardOfGroup(communityId, group);
  const done = await changeClaim(
    communityId,
    ticketId,
    standing?.card.id ?? null,
    deps,
    (at, step) => claimed(at, by, step),
  );
  if (done.type !== "changed") return done;
  const card = group === null ? null : await cardFor(communityId, group, deps);
  return { type: "claimed", code: done.code, until: done.until, card };
}

/** Takes everything on a card in hand, or gives it back. */
export async function claimCard(
  communityId: string,
  cardId: string,
  take: boolean,
  by: Review["by"],
  deps: QueueDeps,
): Promise<Claiming> {
  const found = await deps.board.card(communityId, cardId);
  let last: Claiming = { type: "gone" };
  for (const { ticket } of found?.cases ?? []) {
    const done = await changeClaim(communityId, ticket.id, cardId, deps, (at, step) =>
      take ? claimed(at, by, step) : released(at, by, step.now),
    );
    if (done.type === "taken") return done;
    if (done.type === "gone") continue;
    last = take
      ? { type: "claimed", code: done.code, until: done.until, card: null }
      : { type: "released", card: null };
  }
  if (last.type === "gone") return last;
  const now = await deps.board.card(communityId, cardId);
  return { ...last, card: now && (await show(communityId, now, deps)) };
}

/** @param cardId the card that shows who has it, to be drawn again */
async function changeClaim(
  communityId: string,
  ticketId: string,
  cardId: string | null,
  deps: QueueDeps,
  change: (ticket: Ticket, step: Step) => Change | null,
) {
  const done = await changeTicket(communityId, ticketId, deps, ({ ticket }, step) => {
    const changed = change(ticket, step);
    return changed && { ...changed, actions: cardId === null ? [] : [redrawing(cardId, step)] };
  });
  if (done) {
    await deps.wake.act(communityId, ticketId);
    const until = done.change.ticket?.claim?.until ?? 0;
    return { type: "changed", code: done.known.ticket.code, until } as const;
  }
  const known = await deps.tickets.load(communityId, ticketId);
  const claim = known && holder(known.ticket, deps.clock.now());
  return claim ? ({ type: "taken", claim } as const) : ({ type: "gone" } as const);
}

/** The card of a group, opened where there was no place for it before. */
async function cardFor(
  communityId: string,
  groupKey: string,
  deps: QueueDeps,
): Promise<ReviewCard | null> {
  const standing = await deps.board.cardOfGroup(communityId, groupKey);
  if (standing) return show(communityId, standing, deps);
  await updateBoard(communityId, deps, groupKey);
  const opened = await deps.board.cardOfGroup(communityId, groupKey);
  return opened && show(communityId, opened, deps);
}
