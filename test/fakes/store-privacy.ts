import type { OffSwitch, Privacy } from "../../src/triage/intake/privacy.ts";
import { communityOf, type StoreState } from "./store-state.ts";

const keyOf = ({ source, scope, scopeId }: OffSwitch) => `${source} ${scope} ${scopeId}`;

export function createFakePrivacy(state: StoreState): Privacy {
  return {
    async isOff(communityId, among) {
      const { offSwitches } = communityOf(state, communityId);
      return among.some((one) => offSwitches.has(keyOf(one)));
    },

    async setOff(communityId, change) {
      const { offSwitches } = communityOf(state, communityId);
      if (change.off) offSwitches.add(keyOf(change));
      else offSwitches.delete(keyOf(change));
    },

    async holdings(communityId, source, personSourceId) {
      const community = communityOf(state, communityId);
      const them = [...community.persons].find(
        ([, one]) => one.source === source && one.sourceId === personSourceId,
      )?.[0];
      const codeOf = (ticketId: string) => community.tickets.get(ticketId)?.code ?? "";
      const theirs = new Set(
        community.reporters.filter((one) => one.personId === them).map((one) => one.ticketId),
      );
      return {
        posts: [
          ...[...community.posts.values()].filter((post) => post.deletedAt === null),
          ...[...community.accepted.values()].map((answer) => ({
            ...answer,
            sourceId: answer.answerSourceId,
            title: "",
            postedAt: answer.acceptedAt,
            attachments: [],
          })),
        ]
          .filter((post) => post.personId === them)
          .toSorted((a, b) => a.postedAt - b.postedAt)
          .map(({ sourceId, title, text, permalink, postedAt, attachments }) => ({
            sourceId,
            title,
            text,
            permalink,
            postedAt,
            files: attachments.map((file) => ({
              name: file.name,
              text: file.text,
              imageKept: file.image !== undefined && community.images.has(file.image.id),
            })),
          })),
        tickets: [...community.tickets.values()]
          .filter(({ id }) => theirs.has(id))
          .map(({ code, title, state: stands, permalink, createdAt }) => ({
            code,
            title,
            state: stands,
            permalink,
            createdAt,
          })),
        answers: [...community.outcomes.values()]
          .filter(({ value }) => value.personId === them)
          .map(({ value: { outcome, at } }) => ({ outcome, at })),
        vouches: [...community.proposals.values()].flatMap(({ ticketId, vouches }) =>
          (vouches ?? [])
            .filter((one) => one.sourceId === personSourceId)
            .map(({ words, at }) => ({ code: codeOf(ticketId), words, at })),
        ),
        claims: [...community.tickets.values()].flatMap(({ code, claim }) =>
          claim?.sourceId === personSourceId ? { code, until: claim.until } : [],
        ),
        reviews: community.reviews
          .filter(({ value }) => value.by.sourceId === personSourceId)
          .map(({ ticketId, value }) => ({
            code: codeOf(ticketId),
            verdict: value.verdict.verdict,
            at: value.at,
          })),
        subscriptions: community.subscriptions
          .filter(({ personId }) => personId === them)
          .map(({ ticketId, since }) => ({ code: codeOf(ticketId), since })),
        fixes: community.verdicts
          .filter(({ value }) => value.personId === them)
          .map(({ ticketId, value: { verdict, at } }) => ({ code: codeOf(ticketId), verdict, at })),
      };
    },
  };
}
