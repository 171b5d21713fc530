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
/** No needle holds it, so that it leads back to the start: what stands for all beyond ASCII. */
const FOREIGN = 31;
const LETTER_OF = Uint8Array.from({ length: 0x1_0000 }, (_, code) =>
  code > 127 ? FOREIGN : letterOf(String.fromCharCode(code)),
);

function letterOf(char: string): number {
  const own = " abcdefghijklmnopqrstuvwxyz\n'".indexOf(char);
  if (own >= 0) return own;
  return /[0-9]/.test(char) ? 30 : 29;
}

export function createAutomaton(needles: readonly Needle[]): Automaton {
  const { moves, found, firstEnd } = layOut(trieOf(needles));
  const longest = Math.max(1, ...needles.map(([needle]) => needle.length));
  // States that were passed through, a byte each; empty again after each text.
  const passed = new Uint8Array((found.length + 3) & ~3);
  const fours = new Uint32Array(passed.buffer);

  const noteFound = (marks: Uint8Array) => {
    for (let four = firstEnd >> 2; four < fours.length; four++) {
      if (fours[four] === 0) continue;
      for (let state = Math.max(firstEnd, four * 4); state < four * 4 + 4; state++) {
        if (passed[state] === 1) for (const id of found[state] ?? []) marks[id] = 1;
      }
      fours[four] = 0;
    }
  };

  return {
    mark(text, marks) {
      // Each move waits for the one before, so both halves are read side by side. States are noted
      // without a look whether anything ends there: at every fourth letter something does.
      const half = text.length >> 1;
      let front = 0;
      let back = 0;
      for (let i = 0; i < half; i++) {
        front = moves[(front << ROW_BITS) | (LETTER_OF[text.charCodeAt(i)] ?? 0)] ?? 0;
        back = moves[(back << ROW_BITS) | (LETTER_OF[text.charCodeAt(half + i)] ?? 0)] ?? 0;
        passed[front] = 1;
        passed[back] = 1;
      }
      // What begins before the middle may end behind it; the last of an odd number is left over.
      const end = Math.min(text.length, half + longest - 1);
      for (let i = half; i < end; i++) {
        front = moves[(front << ROW_BITS) | (LETTER_OF[text.charCodeAt(i)] ?? 0)] ?? 0;
        passed[front] = 1;
      }
      for (let i = 2 * half; i < text.length; i++) {
        back = moves[(back << ROW_BITS) | (LETTER_OF[text.charCodeAt(i)] ?? 0)] ?? 0;
        passed[back] = 1;
      }
      noteFound(marks);
      return FOREIGN_LETTER.test(text);
    },
  };
}

/** Letters beyond ASCII: neither typographic signs nor parts of emoji. */
const FOREIGN_LETTER = /[\u00c0-\u1fff\u2c00-\ud7ff\ue000-\ufe0e\ufe10-\uffff]/;

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
