import type { Knowledge, SolvedAsk } from "../../src/triage/answers/knowledge.ts";
import { type Community, communityOf, readCase, type StoreState, stoodIn } from "./store-state.ts";

const PRIVATE = ["care", "opted-out", "deleted", "from-elsewhere"];

export function createFakeKnowledge(state: StoreState): Knowledge {
  const of = (communityId: string) => communityOf(state, communityId);
  return {
    async accept(communityId, answer) {
      of(communityId).accepted.set(answer.ticketId, answer);
    },
    async revise(communityId, answerSourceId, text) {
      const { accepted } = of(communityId);
      for (const answer of accepted.values()) {
        if (answer.answerSourceId === answerSourceId) {
          accepted.set(answer.ticketId, { ...answer, text });
        }
      }
    },
    async withdraw(communityId, gone) {
      const community = of(communityId);
      for (const { ticketId, answerSourceId } of [...community.accepted.values()]) {
        if (stoodIn(community, gone, ticketId, answerSourceId)) community.accepted.delete(ticketId);
      }
    },
    async standing(communityId) {
      const community = of(communityId);
      return [...community.accepted.values()]
        .toSorted((a, b) => a.acceptedAt - b.acceptedAt || (a.ticketId < b.ticketId ? -1 : 1))
        .flatMap((answer) => solved(community, answer));
    },
  };
}

function solved(
  community: Community,
  {
    ticketId,
    answerSourceId,
    personId,
    text,
    permalink,
    acceptedAt,
  }: Parameters<Knowledge["accept"]>[1],
): SolvedAsk[] {
  const known = readCase(community, ticketId);
  if (!known?.classification || text === "") return [];
  const { ticket, posts, actions, classification } = known;
  const forgotten = personId !== null && !community.persons.has(personId);
  const opening = posts.find(({ sourceId }) => sourceId === ticket.openingSourceId);
  if (forgotten || ticket.state === "withdrawn" || ticket.lane !== "open") return [];
  if (PRIVATE.includes(ticket.silence ?? "") || (opening && opening.deletedAt !== null)) return [];
  const takenBack = actions.some(
    ({ deed, state }) =>
      deed.do === "retract" && deed.messageId === answerSourceId && state !== "superseded",
  );
  const wrong = [...community.outcomes.values()].some(
    ({ value }) =>
      value.outcome === "wrong" &&
      !value.bystander &&
      community.actions.get(value.actionId)?.externalRef === answerSourceId,
  );
  if (takenBack || wrong) return [];
  const { title, ask } = classification;
  return [{ code: ticket.code, title, ask, answer: text, permalink, acceptedAt }];
}
