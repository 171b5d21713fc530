/**
 * Sets of literal pieces: every match of a pattern holds at least one piece of each set. Knows what
 * our own patterns use: groups, classes, quantifiers, assertions, escapes. A "0" stands for any digit:
 * who looks for the pieces has to take all digits for the same.
 */
export function needlesOf(pattern: RegExp): readonly (readonly string[])[] {
  const reader = { source: pattern.source, at: 0 };
  const { pieces } = sequence(reader);
  const isWhole = reader.at >= reader.source.length;
  const sets = isWhole ? pieces : [alternatives({ source: pattern.source, at: 0 }).needs];
  return sets
    .filter((set) => set !== null)
    .map((set) => [...new Set(set.map((needle) => needle.slice(0, LONGEST_NEEDLE)))])
    .filter((set) => set.every(isTelling))
    .toSorted((a, b) => worth(b) - worth(a))
    .slice(0, MOST_SETS);
}

/** Any text holds any one letter of its own script; one of another script is rare in most. */
function isTelling(needle: string): boolean {
  return needle.length > 1 || /[^\0-\x7f]/.test(needle);
}

/** More sets than this are not worth the looking up. */
const MOST_SETS = 3;
/** More letters hardly make a piece rarer. */
const LONGEST_NEEDLE = 8;
/** A piece that may be spelled in more ways than this is taken apart. */
const MOST_SPELLINGS = 64;

/** The branches of a pattern's outermost alternation, each a pattern of its own. */
export function branchesOf(pattern: RegExp): RegExp[] {
  const { source, flags } = pattern;
  const branches: RegExp[] = [];
  const reader = { source, at: 0 };
  for (let from = 0; from <= source.length; from = reader.at + 1) {
    reader.at = from;
    sequence(reader);
    branches.push(new RegExp(source.slice(from, reader.at), flags));
  }
  return branches;
}

type Reader = { readonly source: string; at: number };
/** Strings of which one stands in every match; null when nothing is known. */
type Needles = readonly string[] | null;
type Item = {
  /** All that the item can be, spelled out; null when that is too much, or without end. */
  readonly spellings: readonly string[] | null;
  readonly needs: Needles;
};
const ANYTHING: Item = { spellings: null, needs: null };
const NOTHING: Item = { spellings: [""], needs: null };

function alternatives(reader: Reader): Item {
  const spellings: string[] = [];
  const needs: string[] = [];
  let isSpelled = true;
  let lacking = false;
  for (;;) {
    const branch = sequence(reader);
    if (branch.spellings === null) isSpelled = false;
    else spellings.push(...branch.spellings);
    const needed = mostTelling(branch.pieces);
    if (needed === null) lacking = true;
    else needs.push(...needed);
    if (reader.source[reader.at] !== "|") break;
    reader.at++;
  }
  return {
    spellings: isSpelled && spellings.length <= MOST_SPELLINGS ? spellings : null,
    needs: lacking ? null : needs,
  };
}

/** What one branch can be, and the pieces that every match of it holds one of. */
function sequence(reader: Reader): { spellings: Item["spellings"]; pieces: Needles[] } {
  const pieces: Needles[] = [];
  let isSpelled = true;
  let run: readonly string[] = [""];
  const endRun = (next: readonly string[]) => {
    pieces.push(run);
    run = next;
    isSpelled = false;
  };
  while (reader.at < reader.source.length && !"|)".includes(reader.source[reader.at] ?? "")) {
    const { spellings, needs } = repeated(atom(reader), quantifier(reader));
    if (spellings === null) {
      endRun([""]);
      pieces.push(needs);
    } else if (run.length * spellings.length > MOST_SPELLINGS) endRun(spellings);
    else run = run.flatMap((before) => spellings.map((after) => before + after));
  }
  pieces.push(run);
  return { spellings: isSpelled ? run : null, pieces };
}

function repeated(item: Item, { least, most }: { least: number; most: number }): Item {
  if (least === 1 && most === 1) return item;
  if (least === 0 && most === 1 && item.spellings) {
    return { spellings: ["", ...item.spellings], needs: null };
  }
  return { spellings: null, needs: least === 0 ? null : (item.spellings ?? item.needs) };
}

function mostTelling(sets: readonly Needles[]): Needles {
  let best: Needles = null;
  for (const set of sets) if (worth(set) > worth(best)) best = set;
  return best;
}

/** Longer is rarer; a set is as good as its shortest member. */
function worth(needs: Needles): number {
  if (needs === null || needs.length === 0) return 0;
  return Math.min(...needs.map((needle) => needle.length)) - needs.length / 1_000;
}

function atom(reader: Reader): Item {
  const char = reader.source[reader.at++] ?? "";
  if (char === "(") return group(reader);
  if (char === "[") return characterClass(reader);
  if (char === "^" || char === "$") return NOTHING;
  if (char === ".") return ANYTHING;
  if (char !== "\\") return { spellings: [char], needs: null };
  const escaped = reader.source[reader.at++] ?? "";
  if (escaped === "b") return NOTHING;
  if (escaped === "n") return { spellings: ["\n"], needs: null };
  if (escaped === "d") return { spellings: ["0"], needs: null };
  if (escaped === "u" || escaped === "p" || escaped === "x" || escaped === "P") {
    throw new Error(`needlesOf does not read \\${escaped}`);
  }
  return /[a-zA-Z0-9]/.test(escaped) ? ANYTHING : { spellings: [escaped], needs: null };
}

function group(reader: Reader): Item {
  const kind = /^\?(?::|=|!|<=|<!|<\w+>)/.exec(reader.source.slice(reader.at))?.[0] ?? "";
  reader.at += kind.length;
  const item = alternatives(reader);
  reader.at++;
  const asserts = /^\?(?:=|!|<=|<!)$/.test(kind);
  return asserts ? NOTHING : item;
}

function characterClass(reader: Reader): Item {
  const start = reader.at;
  while (reader.source[reader.at] !== "]") reader.at += reader.source[reader.at] === "\\" ? 2 : 1;
  const inside = reader.source.slice(start, reader.at++).replaceAll("\\n", "\n");
  // A "-" at an end stands for itself, elsewhere it makes a range.
  const isPlain = /^[^\\^]{1,6}$/.test(inside) && !/.-./.test(inside);
  return isPlain ? { spellings: [...inside], needs: null } : ANYTHING;
}

function quantifier(reader: Reader): { least: number; most: number } {
  const found = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/.exec(
    reader.source.slice(reader.at, reader.at + 12),
  );
  if (!found) return { least: 1, most: 1 };
  reader.at += found[0].length;
  if (found[1]) return { least: found[1] === "+" ? 1 : 0, most: found[1] === "?" ? 1 : 99 };
  const least = Number(found[2]);
  return { least, most: found[4] ? Number(found[4]) : found[3] ? 99 : least };
}
