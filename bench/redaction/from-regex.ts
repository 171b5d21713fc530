/** Draws strings that a pattern of Go's regular expressions accepts: what gitleaks' rules are written in. */

export type Draw = { readonly text: string; readonly groups: readonly (string | undefined)[] };
type Random = () => number;
type State = { readonly source: string; at: number; fold: boolean; dot: boolean; group: number };
/** A parsed piece: writes a drawn string to `out`, noting capture groups. */
type Piece = (random: Random, out: { text: string; groups: (string | undefined)[] }) => void;

const pick = <T>(items: readonly T[], random: Random): T | undefined =>
  items[Math.floor(random() * items.length)];
const range = (from: string, to: string): string[] =>
  Array.from({ length: to.charCodeAt(0) - from.charCodeAt(0) + 1 }, (_, i) =>
    String.fromCharCode(from.charCodeAt(0) + i),
  );
const DIGITS = range("0", "9");
const LOWER = range("a", "z");
const UPPER = range("A", "Z");
const WORD = [...DIGITS, ...LOWER, ...UPPER, "_"];
const PRINTABLE = range("!", "~").filter((c) => !`"'\`<>\\`.includes(c));
const CLASSES: Record<string, readonly string[]> = {
  d: DIGITS,
  w: WORD,
  s: [" "],
  S: [...WORD, "-", "."],
};
/** Open-ended repeats stop this far above their minimum. */
const MORE = 12;

export function drawFrom(pattern: string, random: Random): Draw {
  const state: State = { source: pattern, at: 0, fold: false, dot: false, group: 0 };
  const out = { text: "", groups: [] as (string | undefined)[] };
  alternatives(state)(random, out);
  return out;
}

function alternatives(state: State): Piece {
  const fold = state.fold;
  const branches: Piece[] = [sequence(state)];
  while (state.source[state.at] === "|") {
    state.at++;
    branches.push(sequence(state));
  }
  state.fold = fold;
  return (random, out) => pick(branches, random)?.(random, out);
}

function sequence(state: State): Piece {
  const pieces: Piece[] = [];
  while (state.at < state.source.length && !"|)".includes(state.source[state.at] ?? "")) {
    pieces.push(repeated(atom(state), state));
  }
  return (random, out) => {
    for (const piece of pieces) piece(random, out);
  };
}

function repeated(piece: Piece, state: State): Piece {
  const rest = state.source.slice(state.at);
  const counted = /^\{(\d+)(,?)(\d*)\}/.exec(rest);
  let least = 1;
  let most = 1;
  if (counted) {
    least = Number(counted[1]);
    most = counted[3] ? Number(counted[3]) : counted[2] ? least + MORE : least;
    state.at += counted[0].length;
  } else if ("*+?".includes(rest[0] ?? "-")) {
    least = rest[0] === "+" ? 1 : 0;
    most = rest[0] === "?" ? 1 : least + MORE;
    state.at++;
  } else return piece;
  if (state.source[state.at] === "?") state.at++;
  return (random, out) => {
    const times = least + Math.floor(random() * (most - least + 1));
    for (let i = 0; i < times; i++) piece(random, out);
  };
}

function atom(state: State): Piece {
  const char = state.source[state.at++] ?? "";
  if (char === "(") return group(state);
  if (char === "[") return oneOf(charClass(state), state.fold);
  if (char === ".") return oneOf(PRINTABLE, false);
  if (char === "^" || char === "$") return () => {};
  if (char === "\\") return backslash(state);
  return oneOf([char], state.fold);
}

function group(state: State): Piece {
  const flags = /^\?(?:P<\w+>|([a-z]*)(?:-([a-z]+))?(:|\)))/.exec(state.source.slice(state.at));
  const before = state.fold;
  let index: number | undefined;
  if (flags) {
    state.at += flags[0].length;
    if (flags[1]?.includes("i")) state.fold = true;
    if (flags[2]?.includes("i")) state.fold = false;
    // `(?i)` holds to the end of the group it stands in.
    if (flags[3] === ")") return () => {};
  }
  if (!flags || flags[0].startsWith("?P")) index = ++state.group;
  const inner = alternatives(state);
  state.at++;
  state.fold = before;
  return (random, out) => {
    const from = out.text.length;
    inner(random, out);
    if (index !== undefined) out.groups[index] = out.text.slice(from);
  };
}

function charClass(state: State): string[] {
  const negated = state.source[state.at] === "^";
  if (negated) state.at++;
  const members: string[] = [];
  for (let first = true; first || state.source[state.at] !== "]"; first = false) {
    const rest = state.source.slice(state.at);
    const posix = /^\[:(\w+):\]/.exec(rest);
    if (posix) {
      members.push(...DIGITS, ...LOWER, ...UPPER);
      state.at += posix[0].length;
      continue;
    }
    const low = member(state);
    if (low.length === 1 && state.source[state.at] === "-" && state.source[state.at + 1] !== "]") {
      state.at++;
      members.push(...range(low[0] ?? "", member(state)[0] ?? ""));
    } else members.push(...low);
  }
  state.at++;
  return negated ? PRINTABLE.filter((c) => !members.includes(c)) : members;
}

function member(state: State): readonly string[] {
  const char = state.source[state.at++] ?? "";
  return char === "\\" ? escaped(state) : [char];
}

function escaped(state: State): readonly string[] {
  const char = state.source[state.at++] ?? "";
  if (char === "x") {
    const code = state.source.slice(state.at, state.at + 2);
    state.at += 2;
    return [String.fromCharCode(Number.parseInt(code, 16))];
  }
  if (char === "n" || char === "r") return ["\n"];
  if (char === "t") return ["\t"];
  return CLASSES[char] ?? [char];
}

function backslash(state: State): Piece {
  const next = state.source[state.at] ?? "";
  if (next === "b" || next === "z" || next === "B") {
    state.at++;
    return () => {};
  }
  return oneOf(escaped(state), state.fold);
}

function oneOf(members: readonly string[], fold: boolean): Piece {
  const all = fold
    ? [...new Set(members.flatMap((c) => [c.toLowerCase(), c.toUpperCase()]))]
    : members;
  return (random, out) => {
    out.text += pick(all, random) ?? "";
  };
}
