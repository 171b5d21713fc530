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
  const members = new Map<string, GapAsk[]>(gaps.map(({ id }) => [id, []]));
  for (const ask of asks) if (ask.gapId !== null) members.get(ask.gapId)?.push(ask);
  const titles = new Map(gaps.map(({ id, title }) => [id, title]));

  const open: { id: string; title: string }[] = [];
  const join: NonNullable<GapChange["join"]>[number][] = [];
  for (const ask of asks) {
    if (ask.gapId !== null) continue;
    const [nearest] = [...members]
      .map(([id, others]) => ({ id, score: likenessTo(ask, others, titles.get(id), rarity) }))
      .toSorted((a, b) => b.score - a.score);
    let gapId = nearest && nearest.score >= ALIKE_FROM ? nearest.id : null;
    if (gapId === null) {
      gapId = ids();
      open.push({ id: gapId, title: ask.title });
      members.set(gapId, []);
      titles.set(gapId, ask.title);
    }
    members.get(gapId)?.push(ask);
    join.push({ ticketId: ask.ticketId, reason: ask.reason, gapId });
  }
  return {
    open,
    join,
    story: join.map(({ gapId, ticketId }) => {
      const ask = asks.find((one) => one.ticketId === ticketId);
      return { gapId, what: "asked", detail: `${ask?.code}: ${ask?.title}` };
    }),
  };
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

/** The mean over the likest few, so that one odd member draws nobody in. */
function likenessTo(
  ask: GapAsk,
  others: readonly GapAsk[],
  title: string | undefined,
  rarity: Rarity,
): number {
  // The same ticket may fail in several ways; that is one gap.
  if (others.some(({ ticketId }) => ticketId === ask.ticketId)) return 1;
  const held = others.length > 0 ? others : title ? [{ title, ask: "" }] : [];
  const best = held
    .map((one) => likeness(wordsOf(ask), wordsOf(one), rarity))
    .toSorted((a, b) => b - a)
    .slice(0, COMPARED);
  return best.length === 0 ? 0 : best.reduce((sum, one) => sum + one, 0) / best.length;
}

/** Dice's coefficient over words weighed by their rarity. */
function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>, rarity: Rarity): number {
  const mass = (words: Iterable<string>) => {
    let sum = 0;
    for (const word of words) sum += rarity(word);
    return sum;
  };
  const whole = mass(a) + mass(b);
  return whole === 0 ? 0 : (2 * mass(a.intersection(b))) / whole;
}
