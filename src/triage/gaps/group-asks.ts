import { askWords } from "../answers/ask-words.ts";
import type { GapAsk, GapChange, GapView } from "../model/gap.ts";
import type { Ids } from "../model/ids.ts";

/**
 * Two asks are of one gap from here on. Chosen by reading the groups that 177 questions about one
 * product fall into: lower down they gather by a feature's name alone.
 */
const ALIKE_FROM = 0.5;
/** Asks of one gap that a new one is held against. */
const COMPARED = 3;

/** Puts the asks that belong to no gap yet to the gap that is most like them, or opens one. */
export function groupAsks({ gaps, asks }: GapView, ids: Ids): GapChange {
  const rarity = rarityAmong(asks);
  const groups = createGroups(rarity);
  for (const { id } of gaps) groups.open(id);
  for (const ask of asks) if (ask.gapId !== null) groups.add(ask.gapId, ask);
  // A gap whose asks are gone is known by its title alone.
  for (const { id, title } of gaps) if (groups.isEmpty(id)) groups.name(id, title);

  const open: { id: string; title: string }[] = [];
  const join: NonNullable<GapChange["join"]>[number][] = [];
  const story: NonNullable<GapChange["story"]>[number][] = [];
  for (const ask of asks) {
    if (ask.gapId !== null) continue;
    const nearest = groups.nearest(ask);
    let gapId = nearest && nearest.score >= ALIKE_FROM ? nearest.id : null;
    if (gapId === null) {
      gapId = ids();
      open.push({ id: gapId, title: ask.title });
      groups.open(gapId);
    }
    groups.add(gapId, ask);
    join.push({ ticketId: ask.ticketId, reason: ask.reason, gapId });
    story.push({ gapId, what: "asked", detail: `${ask.code}: ${ask.title}` });
  }
  return { open, join, story };
}

type Rarity = (word: string) => number;

function rarityAmong(asks: readonly GapAsk[]): Rarity {
  const counts = new Map<string, number>();
  for (const ask of asks) {
    for (const word of wordsOf(ask)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return (word) => Math.log(1 + (asks.length + 1) / ((counts.get(word) ?? 0) + 0.5));
}

const wordsOf = ({ title, ask }: Pick<GapAsk, "title" | "ask">) =>
  new Set(askWords(`${title}\n${ask}`).keys());

type Member = { readonly gapId: string; readonly mass: number };

/**
 * Asks by gap, found by the words that they share: no text is read again for each other one, and
 * whoever shares no word with an ask is never looked at, since thousands may wait in one moment.
 */
function createGroups(rarity: Rarity) {
  const members: Member[] = [];
  const byWord = new Map<string, number[]>();
  const sizes = new Map<string, number>();
  const named = new Set<string>();
  const ticketsOf = new Map<string, string>();
  const places = new Map<string, number>();

  function put(gapId: string, words: ReadonlySet<string>): void {
    for (const word of words) {
      const at = byWord.get(word);
      if (at) at.push(members.length);
      else byWord.set(word, [members.length]);
    }
    members.push({ gapId, mass: massOf(words, rarity) });
    sizes.set(gapId, (sizes.get(gapId) ?? 0) + 1);
  }

  return {
    open(gapId: string): void {
      sizes.set(gapId, 0);
      places.set(gapId, places.size);
    },
    isEmpty: (gapId: string) => sizes.get(gapId) === 0,
    add(gapId: string, ask: GapAsk): void {
      if (!sizes.has(gapId)) return;
      if (named.delete(gapId)) forget(gapId);
      put(gapId, wordsOf(ask));
      // The same ticket may fail in several ways; that is one gap.
      if (!ticketsOf.has(ask.ticketId)) ticketsOf.set(ask.ticketId, gapId);
    },
    name(gapId: string, title: string): void {
      put(gapId, wordsOf({ title, ask: "" }));
      named.add(gapId);
    },
    /** The gap whose asks are most like it, the earlier one of two; the mean over the likest few. */
    nearest(ask: GapAsk): { readonly id: string; readonly score: number } | null {
      const same = ticketsOf.get(ask.ticketId);
      if (same !== undefined) return { id: same, score: 1 };
      const words = wordsOf(ask);
      const mass = massOf(words, rarity);
      const shared = new Map<number, number>();
      for (const word of words) {
        const worth = rarity(word);
        for (const at of byWord.get(word) ?? []) shared.set(at, (shared.get(at) ?? 0) + worth);
      }
      const likest = new Map<string, number[]>();
      for (const [at, common] of shared) {
        const member = members[at];
        if (!member?.gapId) continue;
        const known = likest.get(member.gapId) ?? [];
        known.push((2 * common) / (mass + member.mass));
        likest.set(member.gapId, known);
      }
      let best: { id: string; score: number } | null = null;
      for (const [id, found] of likest) {
        const few = found.toSorted((x, y) => y - x).slice(0, COMPARED);
        const score =
          few.reduce((sum, one) => sum + one, 0) / Math.min(COMPARED, sizes.get(id) ?? 1);
        const earlier = best && (places.get(id) ?? 0) < (places.get(best.id) ?? 0);
        if (!best || score > best.score || (score === best.score && earlier)) best = { id, score };
      }
      return best;
    },
  };

  /** The title stood in for asks; now there is one. */
  function forget(gapId: string): void {
    for (const [at, member] of members.entries()) {
      if (member.gapId === gapId) members[at] = { gapId: "", mass: 0 };
    }
    sizes.set(gapId, 0);
  }
}

/** Dice's coefficient is taken over words weighed by their rarity. */
function massOf(words: ReadonlySet<string>, rarity: Rarity): number {
  let sum = 0;
  for (const word of words) sum += rarity(word);
  return sum;
}
