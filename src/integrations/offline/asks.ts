import type { Kind } from "../../triage/model/classification.ts";

type Judged = { readonly kind: Kind; readonly confidence: number };

const SEVERAL =
  /\b(?:two|three|four|2|3|4|several|a few|a couple of|multiple|some) (?:\w+ ){0,2}(?:things|issues|problems|bugs|questions|requests|suggestions|topics)\b/i;
const NUMBERED = /^[ \t]{0,3}(?:#{1,6}[ \t]*)?(?:\*\*)?\(?(\d)[.):][ \t]+\S/gm;
/** Without one of these no numbered list has a second item; looking for them first is faster. */
const SECOND_ITEM = ["2.", "2)", "2:"];
const LABELLED =
  /^[ \t]{0,3}(?:#{1,6}[ \t]*|\*\*)?(?:bug|issue|problem|question|feature request|request|suggestion)[ \t]*#?(\d)\b/gim;
/** A paragraph that turns to something else. */
const TURN =
  /^\s*(?:also|separately|unrelated(?:ly)?|on (?:another|a different) note|(?:and )?(?:another|one more|a second) (?:thing|issue|problem|question|bug|request))\b/i;
const FENCE = /```[\s\S]*?(?:```|$)/g;

/** What stands before a list of asks is a sentence or two, no report of its own. */
const LONGEST_LEAD = 400;
const SHORTEST_ASK = 60;
const SURE = 0.6;
const MOST_WORDS = 80;
const LONGEST_TURN = 60;

/**
 * The first words of each ask of a post that plainly holds several, verbatim; else empty. A list of
 * steps is one ask, and so is whatever is in doubt: what belongs together is worse apart than two
 * asks are together.
 * @param judge what the classifier makes of a piece
 */
export function asksIn(title: string, text: string, judge: (piece: string) => Judged): string[] {
  if (!text.includes("\n")) return [];
  const prose = text.includes("```")
    ? text.replace(FENCE, (code) => " ".repeat(code.length))
    : text;
  const starts =
    inSequence(prose, LABELLED) ?? announced(title, prose) ?? turned(text, prose, judge) ?? [];
  return starts.map(
    (at) => text.slice(at).trimStart().slice(0, MOST_WORDS).split("\n", 1)[0] ?? "",
  );
}

/** Where items numbered 1, 2, … begin; null unless there are two at the least. */
function inSequence(prose: string, item: RegExp): number[] | null {
  if (!prose.includes("1") || !prose.includes("2")) return null;
  const found = [...prose.matchAll(item)];
  const isSequence = found.every(([, number], n) => Number(number) === n + 1);
  return isSequence && found.length > 1 ? found.map(({ index }) => index) : null;
}

/** A numbered list of asks is announced as such: otherwise it may be the steps to one problem. */
function announced(title: string, prose: string): number[] | null {
  if (!SECOND_ITEM.some((sign) => prose.includes(sign))) return null;
  const starts = inSequence(prose, NUMBERED);
  if (!starts) return null;
  const lead = prose.slice(0, starts[0]);
  if (lead.length > LONGEST_LEAD || !SEVERAL.test(`${title}\n${lead}`)) return null;
  return /\bsteps\b/i.test(lead) ? null : starts;
}

/** A paragraph that begins with "Also": another ask when it is of another kind, and surely so. */
function turned(text: string, prose: string, judge: (piece: string) => Judged): number[] | null {
  const [at, ...more] = turnsOf(prose);
  if (at === undefined || more.length > 0) return null;
  const pieces = [text.slice(0, at), text.slice(at)];
  if (pieces.some((piece) => piece.trim().length < SHORTEST_ASK)) return null;
  const [first, second] = pieces.map(judge);
  if (!first || !second || first.kind === second.kind) return null;
  const sure = [first, second].every((one) => one.kind !== "other" && one.confidence >= SURE);
  return sure ? [prose.length - prose.trimStart().length, at] : null;
}

/** Where paragraphs begin that turn to something else. */
function turnsOf(prose: string): number[] {
  const turns: number[] = [];
  for (let at = prose.indexOf("\n\n"); at >= 0; at = prose.indexOf("\n\n", at + 2)) {
    const opening = TURN.exec(prose.slice(at, at + LONGEST_TURN));
    if (opening) turns.push(at + (/\S/.exec(opening[0])?.index ?? 0));
  }
  return turns;
}
