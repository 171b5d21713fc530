import type { Case, Change } from "../model/case.ts";
import type { Proposal } from "../model/proposal.ts";
import type { Step } from "../model/step.ts";
import { becoming } from "../model/ticket.ts";
import { changeTicket } from "../perform/commit.ts";
import type { DocsCheckDeps } from "./check-docs.ts";

/**
 * Open answers that cite a passage which changed or vanished are overtaken, and their tickets
 * triaged again. @returns the tickets' codes
 */
export async function recheckDrafts(communityId: string, deps: DocsCheckDeps): Promise<string[]> {
  const again: string[] = [];
  for (const proposal of await deps.board.openAnswers(communityId)) {
    const cited = citedBy(proposal);
    const standing = await deps.passages.get(cited);
    if (cited.every((id) => standing.some((passage) => passage.id === id))) continue;
    const done = await changeTicket(communityId, proposal.ticketId, deps, (known, step) =>
      overtaken(known, proposal.id, step),
    );
    if (!done) continue;
    again.push(done.known.ticket.code);
    await deps.wake.triage(communityId, proposal.ticketId);
  }
  if (again.length > 0) await deps.wake.board(communityId);
  return again;
}

function citedBy({ proposed }: Proposal): string[] {
  return proposed.outcome === "answer" ? proposed.sources.map(({ passageId }) => passageId) : [];
}

function overtaken(known: Case, proposalId: string, { now }: Step): Change | null {
  const { proposal, ticket } = known;
  if (proposal?.id !== proposalId || proposal.state !== "open") return null;
  return {
    ticket: { ...becoming(ticket, "gathering"), dueAt: now },
    closeProposal: { state: "overtaken", because: "a cited page changed", at: now },
    story: [{ at: now, what: "looked at again", detail: "a page that the draft cites changed" }],
  };
}
