import type { Example, Examples, ReviewedFeed } from "../../triage/model/example.ts";
import { createAskIndex } from "./ask-index.ts";
import { readTerms } from "./terms.ts";

/** Less alike than this, and an example says nothing about the ask. */
const WORTH_SHOWING = 0.12;
/** Among how many of the nearest a corrected one is preferred. */
const CHOSEN_FROM = 12;

type Community = {
  readonly index: ReturnType<typeof createAskIndex>;
  readonly held: Map<string, Example>;
  position: number;
};

/** Finds examples by their words, in memory; what changed in the store is read before each search. */
export function createExamples(feed: ReviewedFeed): Examples {
  const communities = new Map<string, Community>();
  let refreshing: Promise<unknown> = Promise.resolve();

  function communityOf(id: string): Community {
    const known = communities.get(id);
    if (known) return known;
    const fresh: Community = { index: createAskIndex(), held: new Map(), position: 0 };
    communities.set(id, fresh);
    return fresh;
  }

  async function refresh(communityId: string, community: Community): Promise<void> {
    const { index, held } = community;
    for (let more = true; more; ) {
      const page = await feed.changedReviews(communityId, community.position);
      for (const { ticketId, example } of page.changes) {
        if (example) {
          held.set(ticketId, example);
          index.put(ticketId, readTerms(example.title, example.text));
        } else if (held.delete(ticketId)) index.remove(ticketId);
      }
      community.position = page.next;
      more = page.more;
    }
  }

  return {
    async near(communityId, { ticketId, title, text }, most) {
      const community = communityOf(communityId);
      // One after the other: two at once would read the same changes twice.
      const mine = refreshing.then(() => refresh(communityId, community));
      refreshing = mine.catch(() => {});
      await mine;
      return community.index
        .near(readTerms(title, text))
        .filter(({ key, whole }) => key !== ticketId && whole >= WORTH_SHOWING)
        .toSorted((a, b) => b.whole - a.whole)
        .slice(0, CHOSEN_FROM)
        .flatMap(({ key }) => community.held.get(key) ?? [])
        .toSorted((a, b) => Number(b.corrected) - Number(a.corrected))
        .slice(0, most);
    },
  };
}
