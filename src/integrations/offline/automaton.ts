/** Finds which of many ASCII strings may stand in a text, in one pass (Aho and Corasick, 1975). */
export type Automaton = {
  /**
   * Sets `marks[id]` for each id whose string stands in the text, or one that differs in rare signs.
   * @returns whether the text holds letters beyond ASCII; typographic signs and emoji do not count
   */
  mark(text: string, marks: Uint8Array): boolean;
};

type Needle = readonly [needle: string, ids: readonly number[]];

/**
 * The table of moves is looked at for every character of every post: 32 letters of two bytes make a
 * row of one cache line, so that signs other than the commonest share a letter.
 */
const ROW_BITS = 5;
const LETTER_OF = Uint8Array.from({ length: 128 }, (_, code) =>
  letterOf(String.fromCharCode(code)),
);

function letterOf(char: string): number {
  const own = " abcdefghijklmnopqrstuvwxyz\n'".indexOf(char);
  if (own >= 0) return own;
  return /[0-9]/.test(char) ? 30 : 29;
}

export function createAutomaton(needles: readonly Needle[]): Automaton {
  const { moves, found, firstEnd } = layOut(trieOf(needles));
  return {
    mark(text, marks) {
      let state = 0;
      let isForeign = false;
      for (let i = 0; i < text.length; i++) {
        const code = text.charCodeAt(i);
        if (code > 127) {
          isForeign ||= isForeignLetter(code);
          state = 0;
          continue;
        }
        state = moves[(state << ROW_BITS) | (LETTER_OF[code] ?? 0)] ?? 0;
        if (state >= firstEnd) for (const id of found[state] ?? []) marks[id] = 1;
      }
      return isForeign;
    },
  };
}

function isForeignLetter(code: number): boolean {
  const isSign = code < 0xc0 || (code >= 0x2000 && code < 0x2c00);
  const isEmoji = (code >= 0xd800 && code < 0xe000) || code === 0xfe0f;
  return !isSign && !isEmoji;
}

type State = {
  readonly next: Map<number, State>;
  /** Ids of the needles that end here. */
  found: readonly number[];
  /** Where the longest suffix of what led here goes. */
  suffix: State | null;
};

function trieOf(needles: readonly Needle[]): State {
  const root: State = { next: new Map(), found: [], suffix: null };
  for (const [needle, ids] of needles) {
    let state = root;
    for (let i = 0; i < needle.length; i++) {
      const letter = LETTER_OF[needle.charCodeAt(i)] ?? 0;
      const next = state.next.get(letter) ?? { next: new Map(), found: [], suffix: null };
      state.next.set(letter, next);
      state = next;
    }
    state.found = [...state.found, ...ids];
  }
  return root;
}

/**
 * Numbers the states breadth first, those at which a needle ends last, so that one comparison tells
 * them; and writes down where each goes for each letter.
 */
function layOut(root: State) {
  const states = breadthFirst(root);
  const ordered = [
    ...states.filter(({ found }) => found.length === 0),
    ...states.filter(({ found }) => found.length > 0),
  ];
  const numbers = new Map(ordered.map((state, number) => [state, number]));
  const moves = new Uint16Array(ordered.length << ROW_BITS);
  for (const state of states) {
    const row = (numbers.get(state) ?? 0) << ROW_BITS;
    const fallback = (numbers.get(state.suffix ?? root) ?? 0) << ROW_BITS;
    for (let letter = 0; letter < 1 << ROW_BITS; letter++) {
      const next = state.next.get(letter);
      moves[row | letter] = next ? (numbers.get(next) ?? 0) : (moves[fallback | letter] ?? 0);
    }
  }
  const found = ordered.map(({ found }) => found);
  return { moves, found, firstEnd: states.filter(({ found }) => found.length === 0).length };
}

/** All states, nearest to the root first; sets the suffix of each, and what it finds through it. */
function breadthFirst(root: State): State[] {
  const states = [root];
  for (const state of states) {
    for (const [letter, next] of state.next) {
      let suffix = state.suffix;
      while (suffix !== null && !suffix.next.has(letter)) suffix = suffix.suffix;
      next.suffix = suffix?.next.get(letter) ?? root;
      next.found = [...new Set([...next.found, ...next.suffix.found])];
      states.push(next);
    }
  }
  return states;
}
