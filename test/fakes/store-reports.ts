import type { AnswerOutcome, Heard } from "../../src/triage/model/answer-outcome.ts";
import type { Counts, Reports } from "../../src/triage/report/reports.ts";
import { communityOf, readCase, type StoreState } from "./store-state.ts";

export function createFakeReports(state: StoreState): Reports {
  return {
    async figures(communityId) {
      const community = communityOf(state, communityId);
      const tickets = [...community.tickets.values()];
      const actions = [...community.actions.values()];
      return {
        posts: community.posts.size,
        tickets: tickets.length,
        byState: count(tickets.map((ticket) => ticket.state)),
        byKind: count(tickets.map((ticket) => ticket.kind ?? "unclassified")),
        byLane: count(tickets.map((ticket) => ticket.lane ?? "unclassified")),
        byOutcome: count(
          tickets.map(({ id }) => readCase(community, id)?.decision?.outcome ?? "undecided"),
        ),
        skips: count([...community.skips.values()].map(({ reason }) => reason)),
        actions: count(actions.map((action) => action.state)),
        done: count(
          actions
            .filter((action) => action.state === "done")
            .map(({ deed }) => ("say" in deed ? `${deed.do}:${deed.say.say}` : deed.do)),
        ),
        proposals: count([...community.proposals.values()].map((proposal) => proposal.state)),
        openCards: [...community.cards.values()].filter((card) => card.state === "open").length,
        reporters: new Set(community.reporters.map(({ personId }) => personId)).size,
      };
    },

    async decidedSince(communityId, since, most) {
      const community = communityOf(state, communityId);
      const decided = [...community.tickets.values()]
        .filter((one) => one.createdAt >= since)
        .toSorted((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? -1 : 1))
        .flatMap(({ id }) => {
          const outcome = readCase(community, id)?.decision?.outcome;
          return outcome ? [{ id, outcome }] : [];
        });
      const loud = decided.filter(({ outcome }) => outcome !== "none" && outcome !== "leave");
      return {
        outcomes: count(decided.map(({ outcome }) => outcome)),
        ticketIds: loud.slice(0, most).map(({ id }) => id),
      };
    },

    async answers(communityId) {
      const all = [...communityOf(state, communityId).outcomes.values()];
      return {
        byAction: heardBy(all, ({ ticketId, value }) => [{ actionId: value.actionId, ticketId }]),
        byPassage: heardBy(all, ({ value }) => value.sources),
      };
    },

    async lost(communityId, source, sourceIds) {
      const { posts, skips, ticketPosts } = communityOf(state, communityId);
      const ticketed = new Set(
        ticketPosts.flatMap(({ postId }) => {
          const post = posts.get(postId);
          return post?.source === source ? [post.sourceId] : [];
        }),
      );
      return sourceIds.filter((id) => !ticketed.has(id) && !skips.has(`${source} ${id}`));
    },
  };
}

type Outcome = { readonly ticketId: string; readonly value: AnswerOutcome };

function heardBy<K extends object>(
  outcomes: readonly Outcome[],
  keysOf: (one: Outcome) => readonly K[],
): (K & Heard)[] {
  const counted = new Map<string, K & Heard>();
  for (const one of outcomes) {
    for (const key of keysOf(one)) {
      const name = JSON.stringify(Object.values(key));
      const before = counted.get(name) ?? { ...key, helped: 0, wrong: 0 };
      counted.set(name, { ...before, [one.value.outcome]: before[one.value.outcome] + 1 });
    }
  }
  return [...counted]
    .toSorted(([a, x], [b, y]) => y.wrong - x.wrong || y.helped - x.helped || (a < b ? -1 : 1))
    .map(([, one]) => one);
}

function count(names: readonly string[]): Counts {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
