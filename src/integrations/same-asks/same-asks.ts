import { createHash } from "node:crypto";
import { type Candidate, targetKey } from "../../triage/model/candidate.ts";
import type { SameAsks } from "../../triage/ports/same-asks.ts";
import type { AskFeed, KnownAsk } from "../../triage/same-asks/ask-feed.ts";
import type { ContentsFeed, Nearest, NearVectors } from "../../triage/same-asks/embedding.ts";
import { createAskIndex } from "./ask-index.ts";
import {
  type ExactNames,
  type PackedNames,
  packNames,
  readExactNames,
  unpackNames,
} from "./exact-names.ts";
import { chanceByMeaning, scoreLikeness } from "./likeness.ts";
import { asWritten, readTerms } from "./terms.ts";
import { changesToEmbed, type ToEmbed, textOf } from "./to-embed.ts";

/** Below it two asks have a few words in common and nothing more. */
const WORTH_SHOWING = 0.15;
const MOST_SHOWN = 3;
/** A name that stands in more asks than this says what the product is, not what the ask is. */
const COMMON_SHARE = 0.02;
const FEW = 8;
/** Asks near in meaning that are looked at: enough to tell what stands out of them. */
export const NEAR_IN_MEANING = 50;

/** What is kept of an ask beside its terms: its text is read again from the store when it changes. */
type Held = Omit<KnownAsk, "text"> & {
  /** Tells whether title and text are as they were. */
  readonly print: string;
  readonly names: PackedNames;
};

type Community = Omit<ToEmbed, "held"> & {
  readonly index: ReturnType<typeof createAskIndex>;
  readonly held: Map<string, Held>;
  /** In how many asks each exact name stands. */
  readonly named: Map<string, number>;
  position: number;
  refreshing: Promise<void> | null;
};

export type AskSearch = SameAsks & {
  /** What is to be embedded: all asks at first, then those that change. */
  toEmbed(communityId: string): ContentsFeed;
};

/**
 * Finds the same ask among issues and open tickets by their words, in memory; whatever changed in
 * the store is read before each search.
 * @param near the same asks by their meaning, where there are vectors
 */
export function createSameAsks(
  feed: AskFeed,
  near: (communityId: string) => NearVectors | null = () => null,
): AskSearch {
  const communities = new Map<string, Community>();

  function communityOf(id: string): Community {
    const known = communities.get(id);
    if (known) return known;
    const fresh: Community = {
      index: createAskIndex(),
      held: new Map(),
      named: new Map(),
      unseen: null,
      swept: false,
      position: 0,
      refreshing: null,
    };
    communities.set(id, fresh);
    return fresh;
  }

  async function upToDate(communityId: string): Promise<Community> {
    const community = communityOf(communityId);
    // Whoever comes while a refresh runs waits for one that began after they came.
    await community.refreshing;
    community.refreshing ??= refresh(communityId, community, feed).finally(() => {
      community.refreshing = null;
    });
    await community.refreshing;
    return community;
  }

  return {
    async find(communityId, { ticketId, title, text }) {
      const vectors = near(communityId);
      const [community, nearest] = await Promise.all([
        upToDate(communityId),
        vectors?.near(textOf({ title, text }), { top: NEAR_IN_MEANING }) ?? null,
      ]);
      return findIn(community, ticketId, title, text, nearest);
    },
    toEmbed(communityId) {
      // Texts are kept for whoever embeds them only: what was read before is read once more.
      communities.delete(communityId);
      communityOf(communityId).unseen = new Map();
      return { next: async () => changesToEmbed(await upToDate(communityId)) };
    },
  };
}

async function refresh(communityId: string, community: Community, feed: AskFeed): Promise<void> {
  for (let more = true; more; ) {
    const page = await feed.changedAsks(communityId, community.position);
    for (const { key, ask } of page.changes) take(community, key, ask);
    community.position = page.next;
    more = page.more;
  }
}

function take(community: Community, key: string, ask: KnownAsk | null): void {
  const { index, held } = community;
  const before = held.get(key);
  if (!ask) {
    if (before) community.unseen?.set(key, null);
    held.delete(key);
    if (before) countNames(community, unpackNames(before.names), -1);
    index.remove(key);
    return;
  }
  const { text, ...rest } = ask;
  const print = printOf(ask);
  if (before?.print === print) {
    held.set(key, { ...rest, print, names: before.names });
    return;
  }
  const names = readExactNames(ask.title, text);
  community.unseen?.set(key, textOf(ask));
  index.put(key, readTerms(ask.title, text));
  if (before) countNames(community, unpackNames(before.names), -1);
  countNames(community, names, 1);
  held.set(key, { ...rest, print, names: packNames(names) });
}

function printOf({ title, text }: KnownAsk): string {
  return createHash("sha1").update(`${title}\n${text}`).digest("base64").slice(0, 16);
}

function countNames({ named }: Community, { all, errors, versions }: ExactNames, by: 1 | -1): void {
  for (const name of new Set([...all, ...errors, ...versions])) {
    named.set(name, (named.get(name) ?? 0) + by);
  }
}

function findIn(
  { index, held, named }: Community,
  ticketId: string,
  title: string,
  text: string,
  nearest: Nearest | null,
): Candidate[] {
  const names = readExactNames(title, text);
  const common = Math.max(FEW, held.size * COMMON_SHARE);
  const written = asWritten(`${title}\n${text}`);
  const isRare = (name: string) => (named.get(name) ?? 0) <= common;
  const best = new Map<string, Candidate>();
  const similarities = new Map(
    (nearest?.hits ?? [])
      .filter(({ key }) => key !== `ticket:${ticketId}`)
      .map(({ key, similarity }) => [key, similarity]),
  );
  const around = [...similarities.values()];
  for (const near of index.near(readTerms(title, text), [...similarities.keys()])) {
    const other = held.get(near.key);
    if (!other || near.key === `ticket:${ticketId}`) continue;
    const { target } = other;
    // Tickets lead to older ones only, or two of one moment would each wait for the other.
    if (target.type === "ticket" && target.ticketId >= ticketId) continue;
    // What it stands for may have changed, or gone, since the ask itself was written.
    const standing = held.get(targetKey(target));
    if (!standing) continue;
    const similarity = similarities.get(near.key);
    const meaning = similarity === undefined ? 0 : chanceByMeaning(similarity, around);
    const { score, reasons } = scoreLikeness(
      { ...near, terms: near.terms.map(written) },
      names,
      unpackNames(other.names),
      isRare,
      meaning,
    );
    const known = best.get(targetKey(target));
    if (score < WORTH_SHOWING || (known && known.score >= score)) continue;
    const { title: shownAs, open } = standing;
    best.set(targetKey(target), { target, title: shownAs, open, score, reasons: [...reasons] });
  }
  return [...best.values()].toSorted((a, b) => b.score - a.score).slice(0, MOST_SHOWN);
}
