import { type Candidate, linkGroup, targetKey } from "../model/candidate.ts";
import type { Proposal } from "../model/proposal.ts";
import type { BoardView } from "../ports/board.ts";

/** So many likenesses have to point to what a ticket is led to: it itself, or others led there. */
const AGREEING = 2;

/**
 * Reports of one thing that come at once are each held against the others before any of them is
 * decided, so one may be linked to a ticket that is then linked elsewhere. Such a link goes where
 * its ticket goes, if more than that one likeness says so: what merely resembles something that
 * resembles a third stays where it is.
 * @param sameAsk the score from which two asks count as the same
 * @returns the proposals that changed, to be written
 */
export function followLeads(
  { following, leads }: Pick<BoardView, "following" | "leads">,
  sameAsk: number,
): readonly Proposal[] {
  const led = new Map(Object.entries(leads));
  const leadOf = (one: Candidate): Candidate =>
    (one.target.type === "ticket" && led.get(one.target.ticketId)) || one;
  const moved: Proposal[] = [];
  // Tickets lead to older ones only, so whatever one follows has been settled before it.
  const oldestFirst = following.toSorted((a, b) => (a.ticketId < b.ticketId ? -1 : 1));
  for (const proposal of oldestFirst) {
    const { proposed, candidates, ticketId } = proposal;
    if (proposed.outcome !== "link") continue;
    const lead = leadOf(proposed.candidate);
    const key = targetKey(lead.target);
    const agreeing = candidates.filter(
      (one) => one.open && one.score >= sameAsk && targetKey(leadOf(one).target) === key,
    );
    if (lead === proposed.candidate || key === `ticket:${ticketId}`) continue;
    if (!lead.open || agreeing.length < AGREEING) continue;
    const own = candidates.find(({ target }) => targetKey(target) === key);
    const { score, reasons } = own ?? proposed.candidate;
    const candidate = { ...lead, score, reasons };
    led.set(ticketId, candidate);
    moved.push({
      ...proposal,
      proposed: { outcome: "link", candidate },
      groupKey: linkGroup(lead.target),
    });
  }
  return moved;
}

/** The board as it is once those proposals have gone where they lead. */
export function withMoved(view: BoardView, moved: readonly Proposal[]): BoardView {
  if (moved.length === 0) return view;
  const now = new Map(moved.map((one) => [one.id, one]));
  const shown = new Set(view.proposals.map(({ id }) => id));
  const before = view.following.filter(({ id }) => now.has(id));
  return {
    ...view,
    proposals: [
      ...view.proposals.map((one) => now.get(one.id) ?? one),
      ...moved.filter(({ id }) => !shown.has(id)),
    ],
    left: [...view.left, ...[...before, ...moved].map(({ groupKey }) => groupKey)],
  };
}
