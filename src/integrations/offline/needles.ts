/**
 * Literal pieces of which at least one stands in every match of a pattern, or null when there are
 * none. Knows what our own patterns use: groups, classes, quantifiers, assertions, escapes.
 */
export function needlesOf(pattern: RegExp): readonly string[] | null {
  const reader = { source: pattern.source, at: 0 };
  return alternatives(reader);
}

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
type Needles = readonly string[] | null;
/** One literal character, or what a group needs; null is anything else that may stand there. */
type Item = { readonly literal: string } | { readonly needs: Needles };

function alternatives(reader: Reader): Needles {
  const all: string[] = [];
  let lacking = false;
  for (;;) {
    const needs = sequence(reader);
    if (needs === null) lacking = true;
    else all.push(...needs);
    if (reader.source[reader.at] !== "|") break;
    reader.at++;
  }
  return lacking ? null : [...new Set(all)];
}

function sequence(reader: Reader): Needles {
  let best: Needles = null;
  let run = "";
  const offer = (needs: Needles) => {
    if (needs !== null && worth(needs) > worth(best)) best = needs;
  };
  const endRun = () => {
    if (run !== "") offer([run]);
    run = "";
  };
  while (reader.at < reader.source.length && !"|)".includes(reader.source[reader.at] ?? "")) {
    const item = atom(reader);
    const { least, most } = quantifier(reader);
    if ("literal" in item && least === 1 && most === 1) run += item.literal;
    else {
      // The piece before an optional character ends there; a repeated one counts once.
      if ("literal" in item && least >= 1) run += item.literal;
      endRun();
      if ("needs" in item && least >= 1) offer(item.needs);
    }
  }
  endRun();
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
  if (char === "[") return skipClass(reader);
  if (char === "." || char === "^" || char === "$") return { needs: null };
  if (char !== "\\") return { literal: char };
  const escaped = reader.source[reader.at++] ?? "";
  if (escaped === "u" || escaped === "p" || escaped === "x" || escaped === "P") {
    throw new Error(`needlesOf does not read \\${escaped}`);
  }
  return /[a-zA-Z0-9]/.test(escaped) ? { needs: null } : { literal: escaped };
}

function group(reader: Reader): Item {
  const kind = /^\?(?::|=|!|<=|<!|<\w+>)/.exec(reader.source.slice(reader.at))?.[0] ?? "";
  reader.at += kind.length;
  const needs = alternatives(reader);
  reader.at++;
  const asserts = /^\?(?:=|!|<=|<!)$/.test(kind);
  return { needs: asserts ? null : needs };
}

function skipClass(reader: Reader): Item {
  while (reader.source[reader.at] !== "]") reader.at += reader.source[reader.at] === "\\" ? 2 : 1;
  reader.at++;
  return { needs: null };
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
