import { branchesOf, needlesOf } from "./needles.ts";

export type Match = { readonly index: number; readonly at: number; readonly length: number };

/** Many patterns tried on one text. */
export type PhraseBook = {
  /** The first match of each pattern that matches this lower-cased text, by index. */
  matches(text: string): Match[];
};

/**
 * Trying a hundred patterns on each post takes longer than all else together. Most of them lack the
 * letters they need: an Aho-Corasick automaton over those letters tells, in one pass, which
 * branches of which patterns are worth trying.
 */
export function createPhraseBook(patterns: readonly RegExp[]): PhraseBook {
  const branches = patterns.flatMap((pattern, index) =>
    branchesOf(pattern).map((branch) => ({ index, branch })),
  );
  const always: number[] = [];
  // Branches in other scripts are tried whenever a text has any: the table stays small.
  const foreign: number[] = [];
  const owners = new Map<string, number[]>();
  for (const [id, { branch }] of branches.entries()) {
    const needles = needlesOf(branch);
    if (needles === null || needles.length === 0) always.push(id);
    for (const needle of needles ?? []) {
      if (NOT_ASCII.test(needle)) foreign.push(id);
      else owners.set(needle, [...(owners.get(needle) ?? []), id]);
    }
  }
  const { letters, width, moves, ends, found } = automatonOf([...owners.entries()]);

  const worthTrying = (text: string): Uint8Array => {
    const met = new Uint8Array(branches.length);
    for (const id of always) met[id] = 1;
    let state = 0;
    let isForeign = false;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code > 127) {
        isForeign = true;
        state = 0;
        continue;
      }
      state = moves[state * width + (letters[code] ?? 0)] ?? 0;
      if (ends[state] === 1) for (const id of found[state] ?? []) met[id] = 1;
    }
    if (isForeign) for (const id of foreign) met[id] = 1;
    return met;
  };

  return {
    matches(text) {
      if (text === "") return [];
      const met = worthTrying(text);
      const matches: Match[] = [];
      for (let id = 0; id < met.length; id++) {
        const entry = met[id] === 1 ? branches[id] : undefined;
        if (!entry || matches.at(-1)?.index === entry.index) continue;
        const hit = entry.branch.exec(text);
        if (hit) matches.push({ index: entry.index, at: hit.index, length: hit[0].length });
      }
      return matches;
    },
  };
}

const NOT_ASCII = /[^\0-\x7f]/;

function automatonOf(needles: readonly (readonly [needle: string, ids: readonly number[]])[]) {
  // Letter 0 is every character that no needle holds.
  const letters = new Uint8Array(128);
  let width = 1;
  const trie: Map<number, number>[] = [new Map()];
  const found: (number[] | undefined)[] = [undefined];
  for (const [needle, ids] of needles) {
    let state = 0;
    for (let i = 0; i < needle.length; i++) {
      const code = needle.charCodeAt(i);
      if (letters[code] === 0) letters[code] = width++;
      const letter = letters[code] ?? 0;
      let next = trie[state]?.get(letter);
      if (next === undefined) {
        next = trie.push(new Map()) - 1;
        found.push(undefined);
        trie[state]?.set(letter, next);
      }
      state = next;
    }
    found[state] = [...(found[state] ?? []), ...ids];
  }
  const moves = movesOf(trie, found, width);
  return { letters, width, found, moves, ends: Uint8Array.from(found, (ids) => (ids ? 1 : 0)) };
}

/** Breadth first: where a state has no way on for a letter, it goes where its longest suffix goes. */
function movesOf(
  trie: readonly Map<number, number>[],
  found: (number[] | undefined)[],
  width: number,
): Int16Array {
  const moves = new Int16Array(trie.length * width);
  const suffix = new Int16Array(trie.length);
  const queue = [0];
  for (const state of queue) {
    for (let letter = 1; letter < width; letter++) {
      const next = trie[state]?.get(letter);
      const fallback = state === 0 ? 0 : (moves[(suffix[state] ?? 0) * width + letter] ?? 0);
      moves[state * width + letter] = next ?? fallback;
      if (next === undefined) continue;
      suffix[next] = fallback;
      const inherited = found[fallback];
      if (inherited) found[next] = [...new Set([...(found[next] ?? []), ...inherited])];
      queue.push(next);
    }
  }
  return moves;
}
