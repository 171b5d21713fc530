import type { Reviews } from "../../src/triage/review/reviewed.ts";
import { communityOf, readCase, type StoreState } from "./store-state.ts";

export function createFakeReviews(state: StoreState): Reviews {
  return {
    async looked(communityId, which, after, limit) {
      const community = communityOf(state, communityId);
      const reviewsOf = (id: string) =>
        community.reviews.filter(({ ticketId }) => ticketId === id).map(({ value }) => value);
      return [...community.tickets.values()]
        .filter(({ id, kind }) =>
          which === "reviewed" ? reviewsOf(id).length > 0 : kind === "model-behavior",
        )
        .map(({ id }) => id)
        .toSorted()
        .filter((id) => after === null || id > after)
        .slice(0, limit)
        .flatMap((id) => {
          const known = readCase(community, id);
          return known ? [{ known, reviews: reviewsOf(id) }] : [];
        });
    },

    async ended(communityId, since) {
      const community = communityOf(state, communityId);
      return [...community.proposals.values()]
        .flatMap((proposal) => {
          const { id, ticketId, proposed, decidedAt } = proposal;
          const ticket = community.tickets.get(ticketId);
          if (proposal.state === "open" || decidedAt === null || decidedAt < since || !ticket) {
            return [];
          }
          return {
            proposalId: id,
            ticketId,
            code: ticket.code,
            area: ticket.area,
            outcome: proposed.outcome,
            visibility: proposed.outcome === "file" ? proposed.route.visibility : null,
            state: proposal.state,
            verdicts: community.reviews
              .filter(({ value }) => value.proposalId === id)
              .map(({ value }) => value.verdict.verdict),
            wrong: [...community.outcomes.values()].some(
              (one) =>
                one.ticketId === ticketId &&
                one.value.outcome === "wrong" &&
                !one.value.bystander &&
                community.actions.get(one.value.actionId)?.act === "answer",
            ),
            at: decidedAt,
          };
        })
        .toSorted((a, b) => a.at - b.at || (a.proposalId < b.proposalId ? -1 : 1));
    },
  };
}
