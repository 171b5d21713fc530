import { targetKey } from "../triage/model/candidate.ts";
import type { Issue } from "../triage/model/case.ts";
import type { AskFeed, KnownAsk } from "../triage/same-asks/ask-feed.ts";

/** What was asked so far, for the search for the same ask: open issues first, then post by post. */
export type GrowingAsks = {
  readonly feed: AskFeed;
  learn(ask: KnownAsk): void;
};

const PAGE = 500;

export function createGrowingAsks(issues: readonly Issue[]): GrowingAsks {
  const asks: KnownAsk[] = issues.map(
    ({ nodeId, repository, number, url, title, body, state, visibility }) => ({
      target: { type: "issue", issue: { nodeId, repository, number, url }, visibility },
      title,
      text: body,
      open: state === "open",
    }),
  );
  return {
    learn: (ask) => void asks.push(ask),
    feed: {
      async changedAsks(_communityId, after) {
        const found = asks.slice(after, after + PAGE);
        const next = after + found.length;
        const changes = found.map((ask) => ({ key: targetKey(ask.target), ask }));
        return { changes, next, more: next < asks.length };
      },
    },
  };
}
