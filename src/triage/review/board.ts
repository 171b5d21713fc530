import { SAMPLE_GROUP } from "../decide/sample.ts";
import type { Ids } from "../model/ids.ts";
import type { Card, Proposal } from "../model/proposal.ts";
import type { BoardChange, BoardView } from "../ports/board.ts";

/**
 * Arranges the review cards: a group that is decided closes its card, a group that changed has it
 * edited, and the best of what waits fills the free places. Reviewers see the same few cards
 * until they are decided; the rest waits in `/next`.
 * @param limit cards that may stand open at once
 * @param wanted a group that somebody asked for: it gets a card also where there is no place
 */
export function arrangeBoard(
  { proposals, cards, ended, left }: BoardView,
  limit: number,
  now: number,
  ids: Ids,
  wanted: string | null = null,
): BoardChange {
  const groups = groupProposals(proposals);
  const open = cards.filter((card) => card.state === "open");
  const close = open
    .filter((card) => !groups.has(card.groupKey))
    .map((card) => ({ cardId: card.id, because: ended[card.groupKey] ?? "overtaken" }));
  const staying = open.filter((card) => groups.has(card.groupKey));
  const shown = new Set(staying.map((card) => card.groupKey));
  const touch = staying.filter(
    (card) => left.includes(card.groupKey) || isStale(card, groups.get(card.groupKey) ?? []),
  );

  const sampled = [...shown].some(isSample);
  const [sample] = [...groups.keys()].filter((key) => isSample(key) && !sampled);
  const waiting = [...groups].filter(
    ([key]) => !shown.has(key) && (!isSample(key) || key === sample || key === wanted),
  );
  const places = Math.max(0, limit - staying.length);
  const fresh = waiting
    .filter(([key], at) => at < places || key === wanted)
    .map(([groupKey, members]) => newCard(groupKey, members, now, ids()));

  const changed = [
    ...fresh,
    ...touch,
    ...open.filter((card) => close.some((closing) => closing.cardId === card.id)),
  ];
  return {
    open: fresh,
    touch: touch.map((card) => card.id),
    close,
    actions: changed.map((card) => ({
      id: ids(),
      ticketId: card.ticketId,
      act: null,
      public: false,
      deed: { do: "show-card", cardId: card.id },
      serial: `card:${card.id}`,
      notBefore: now,
    })),
  };
}

function isSample(groupKey: string): boolean {
  return groupKey.startsWith(SAMPLE_GROUP);
}

/** By group, in the order of each group's best proposal. */
function groupProposals(proposals: readonly Proposal[]): Map<string, Proposal[]> {
  const groups = new Map<string, Proposal[]>();
  for (const proposal of proposals) {
    const group = groups.get(proposal.groupKey);
    if (group) group.push(proposal);
    else groups.set(proposal.groupKey, [proposal]);
  }
  return groups;
}

/** A proposal that joined after the card was last drawn. */
function isStale(card: Card, members: readonly Proposal[]): boolean {
  return members.some((proposal) => proposal.createdAt > card.drawnAt);
}

function newCard(groupKey: string, members: readonly Proposal[], now: number, id: string): Card {
  return {
    id,
    groupKey,
    ticketId: members[0]?.ticketId ?? "",
    version: 1,
    state: "open",
    messageId: null,
    closedBecause: null,
    drawnAt: now,
    createdAt: now,
  };
}
