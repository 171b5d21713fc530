import type { Replies } from "../../src/triage/intake/reply.ts";
import type { Ticket } from "../../src/triage/model/ticket.ts";
import { type Period, within } from "../../src/triage/report/period.ts";
import type { GatheringRow, ReportRows, TicketRow } from "../../src/triage/report/rows.ts";
import {
  type Community,
  communityOf,
  postsOf,
  proposalsOf,
  type StoreState,
} from "./store-state.ts";

export function createFakeReplies(state: StoreState): Replies {
  return {
    async note(communityId, ticketId, reply) {
      const community = communityOf(state, communityId);
      const isSame = (one: (typeof community.replies)[number]) =>
        one.ticketId === ticketId &&
        one.value.fact === reply.fact &&
        one.value.voice === reply.voice;
      const before = community.replies.find(isSame);
      const at = Math.min(reply.at, before?.value.at ?? reply.at);
      const rest = community.replies.filter((one) => !isSame(one));
      community.replies = [...rest, { ticketId, value: { ...reply, at } }];
    },
  };
}

const NOT_PEOPLE = ["written by a bot", "a system message", "older than the installation"];

export function createFakeReportRows(state: StoreState): ReportRows {
  return {
    async happened(communityId, period, { askedFrom, withText, keep }) {
      const community = communityOf(state, communityId);
      const posts = [...community.posts.values()].filter(
        (post) => within(post.postedAt, period) && !ofStrangers(community, post.id),
      );
      const skips = [...community.skips.values()].filter(
        ({ at, reason }) => within(at, period) && !NOT_PEOPLE.includes(reason),
      );
      const gaps = [...community.gaps.values()].map((gap) => {
        const noted = [...community.gapAsks.values()].filter(({ gapId }) => gapId === gap.id);
        return { ...gap, openedAt: Math.min(gap.createdAt, ...noted.map((one) => one.notedAt)) };
      });
      return {
        posts: posts.length + skips.length,
        gapsOpened: gaps.filter(({ openedAt }) => within(openedAt, period)).length,
        gapsClosed: gaps.filter(({ closedAt }) => within(closedAt, period)).length,
        tickets: [...community.tickets.values()]
          .filter(({ id }) => isWanted(community, id, period, askedFrom))
          .toSorted((a, b) => (a.id < b.id ? -1 : 1))
          .map((ticket) => rowOf(community, ticket))
          .flatMap((row) => keep(withText ? row : { ...row, text: "" }) ?? []),
      };
    },

    async gathering(communityId) {
      const community = communityOf(state, communityId);
      return [...community.tickets.values()]
        .filter(({ kind, state: at }) => {
          return at !== "withdrawn" && (kind === "feature" || kind === "model-behavior");
        })
        .toSorted((a, b) => (a.id < b.id ? -1 : 1))
        .map((ticket): GatheringRow => {
          const { id, code, title, permalink, kind, lane, area, linkedTo } = ticket;
          const known = { id, code, title, permalink, kind, lane, area, linkedTo };
          const issue = issueOf(community, ticket);
          const reporters = reportersOf(community, id).map(({ personId, since }) => {
            return { personId, since, sourceId: community.persons.get(personId)?.sourceId ?? "" };
          });
          return { ...known, state: ticket.state, issue, reporters };
        });
    },

    async firstTicket(communityId) {
      const ids = [...communityOf(state, communityId).tickets.keys()];
      return ids.toSorted()[0] ?? null;
    },

    repliesSince: async () => null,
  };
}

function ofStrangers(community: Community, postId: string): boolean {
  return community.ticketPosts.some((link) => {
    const silence = community.tickets.get(link.ticketId)?.silence;
    return link.postId === postId && (silence === "imported" || silence === "from-elsewhere");
  });
}

function isWanted(community: Community, id: string, period: Period, askedFrom: number): boolean {
  const { actions, facts, story } = community;
  const mine = (one: { readonly ticketId: string }) => one.ticketId === id;
  return (
    postsOf(community, id).some(({ postedAt }) => postedAt >= askedFrom && postedAt < period.to) ||
    [...actions.values()].some(
      (one) => mine(one) && one.state === "done" && one.public && within(one.notBefore, period),
    ) ||
    facts.some((one) => mine(one) && within(one.value.at, period)) ||
    proposalsOf(community, id).some(({ decidedAt }) => within(decidedAt, period)) ||
    story.some((one) => mine(one) && one.value.what === "announced" && within(one.value.at, period))
  );
}

function rowOf(community: Community, ticket: Ticket): TicketRow {
  const { id, code, title, permalink, kind, lane, area, severity, placeId, silence } = ticket;
  const posts = postsOf(community, id);
  const of = <T>(list: readonly { readonly ticketId: string; readonly value: T }[]) =>
    list.filter(({ ticketId }) => ticketId === id).map(({ value }) => value);
  const story = of(community.story);
  const first = (is: (line: (typeof story)[number]) => boolean) => {
    const times = story.filter(is).map(({ at }) => at);
    return times.length === 0 ? null : Math.min(...times);
  };
  const filing = proposalsOf(community, id).findLast(
    ({ proposed }) => proposed.outcome === "file",
  )?.proposed;
  return {
    ...{ id, code, title, permalink, kind, lane, area, severity, placeId, silence },
    state: ticket.state,
    language: of(community.classifications).at(-1)?.language ?? null,
    text: posts
      .map((post) => `${post.title}\n${post.text}`)
      .join("\n")
      .slice(0, 4_000),
    askedAt: posts[0]?.postedAt ?? ticket.createdAt,
    personIds: reportersOf(community, id).map(({ personId }) => personId),
    linkedTo: ticket.linkedTo,
    issue: issueOf(community, ticket),
    facts: of(community.facts)
      .map(({ fact, at, team }) => ({ fact, at, team }))
      .toSorted((a, b) => a.at - b.at || (a.fact < b.fact ? -1 : 1)),
    proposedTeam: filing?.outcome === "file" ? filing.route.team : null,
    replies: of(community.replies).toSorted(
      (a, b) => a.at - b.at || (`${a.fact} ${a.voice}` < `${b.fact} ${b.voice}` ? -1 : 1),
    ),
    steppedBackAt: first(({ what }) => what === "answered by a person"),
    calledSolvedAt: first(({ what }) => what === "marked as solved"),
    toldAt: first(
      ({ what, detail }) => (what === "done" && detail === "said: fixed") || what === "announced",
    ),
    said: saidOf(community, id),
    ended: proposalsOf(community, id).flatMap(({ id: proposalId, state, createdAt, decidedAt }) => {
      if (decidedAt === null) return [];
      const given = of(community.reviews)
        .filter((review) => review.proposalId === proposalId)
        .map(({ verdict }) => verdict);
      const verdicts = given.map(({ verdict }) => verdict);
      const last = given.findLast(({ verdict }) => verdict === "judge");
      const judged = last?.verdict === "judge" ? last.silence : null;
      return [{ state, createdAt, decidedAt, verdicts, judged }];
    }),
  };
}

function saidOf({ actions, outcomes }: Community, id: string): TicketRow["said"] {
  const mine = [...actions.values()].filter((action) => action.ticketId === id);
  const heard = (actionId: string, outcome: "helped" | "wrong") =>
    [...outcomes.values()].some(
      ({ value }) =>
        value.actionId === actionId && value.outcome === outcome && value.bystander !== true,
    );
  return mine
    .flatMap(({ id: actionId, deed, public: open, state, externalRef, notBefore: at }) => {
      if (!open || state !== "done" || externalRef === null) return [];
      if (deed.do !== "say" && deed.do !== "restate" && deed.do !== "announce") return [];
      const say = deed.do === "announce" ? null : deed.say;
      const sources = say?.say === "answer" ? say.sources : [];
      return [
        {
          say: say?.say ?? "announcement",
          at,
          helped: heard(actionId, "helped"),
          wrong: heard(actionId, "wrong"),
          retracted: mine.some(
            (one) =>
              one.state === "done" &&
              one.deed.do === "retract" &&
              one.deed.messageId === externalRef,
          ),
          sources: sources.map(({ title, url }) => ({ title, url })),
        },
      ];
    })
    .toSorted((a, b) => a.at - b.at);
}

function reportersOf({ reporters }: Community, id: string) {
  return reporters
    .filter(({ ticketId }) => ticketId === id)
    .toSorted((a, b) => a.since - b.since || (a.personId < b.personId ? -1 : 1));
}

function issueOf({ issues }: Community, { issueNodeId, linkedTo }: Ticket): TicketRow["issue"] {
  const nodeId = issueNodeId ?? /^issue:(.*)$/.exec(linkedTo ?? "")?.[1];
  const found = nodeId === undefined ? undefined : issues.get(nodeId);
  if (!found) return null;
  const { url, visibility, state, stateReason } = found;
  return { nodeId: found.nodeId, url, visibility, state, stateReason };
}
