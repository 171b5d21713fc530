import { createAutomaton } from "./automaton.ts";
import { branchesOf, needlesOf } from "./needles.ts";

export type Match = { readonly index: number; readonly at: number; readonly length: number };

/** Which sets of needles a text holds a piece of, by the number of the set. */
export type Met = Uint8Array;

/** Many patterns, in sections, tried on lower-cased texts. */
export type PhraseBook<Section extends string> = {
  /** One pass over a text; whatever is then looked for in it, or in a part of it, takes the result. */
  scan(text: string): Met;
  /** Which patterns of a section match, by index. */
  which(section: Section, text: string, met: Met): number[];
  /** The first match of each pattern of a section that matches, by index. */
  matches(section: Section, text: string, met: Met): Match[];
  /** Whether one pattern of a section matches. */
  has(section: Section, index: number, text: string, met: Met): boolean;
  /** The same of several patterns, and of many parts of one text. */
  anyOf(section: Section, indexes: readonly number[], met: Met): (part: string) => boolean;
};

/**
 * The branches of a section's patterns, one list for each of what is asked about a branch: going
 * through numbers side by side is faster than through an object for each.
 */
type Branches = {
  readonly patterns: readonly RegExp[];
  /** The index of the pattern that a branch belongs to. */
  readonly owners: Uint16Array;
  /** Three sets of needles a branch, without which it cannot match. */
  readonly needs: Uint16Array;
  /** Where the branches of a pattern begin; one more at the end. */
  readonly starts: Uint16Array;
};
const SETS = 3;
/** Stands in where a branch needs fewer sets: every text meets it. */
const ALWAYS = 0;

/**
 * Trying hundreds of patterns on each post takes longer than all else together. Most of them lack
 * the letters they need: an Aho-Corasick automaton over those letters tells, in one pass, which
 * branches of which patterns are worth trying.
 */
export function createPhraseBook<Section extends string>(
  sections: Readonly<Record<Section, readonly RegExp[]>>,
): PhraseBook<Section> {
  const sets = createNeedleSets();
  const read = new Map<string, Branches>();
  for (const [section, list] of Object.entries<readonly RegExp[]>(sections)) {
    read.set(section, readBranches(list, sets.numberOf));
  }
  const scan = sets.toScan();
  const branchesIn = (section: Section) => read.get(section) ?? NO_BRANCHES;

  return {
    scan,
    which(section, text, met) {
      const found: number[] = [];
      if (text === "") return found;
      const { patterns, owners, needs, starts } = branchesIn(section);
      for (let i = 0; i < patterns.length; i++) {
        if (!isWorthTrying(needs, i, met) || !patterns[i]?.test(text)) continue;
        const owner = owners[i] ?? 0;
        found.push(owner);
        i = (starts[owner + 1] ?? 0) - 1;
      }
      return found;
    },
    matches(section, text, met) {
      const matches: Match[] = [];
      if (text === "") return matches;
      const { patterns, owners, needs, starts } = branchesIn(section);
      for (let i = 0; i < patterns.length; i++) {
        const hit = isWorthTrying(needs, i, met) ? patterns[i]?.exec(text) : null;
        if (!hit) continue;
        const index = owners[i] ?? 0;
        matches.push({ index, at: hit.index, length: hit[0].length });
        i = (starts[index + 1] ?? 0) - 1;
      }
      return matches;
    },
    has(section, index, text, met) {
      const { patterns, needs, starts } = branchesIn(section);
      const end = starts[index + 1] ?? 0;
      for (let i = starts[index] ?? end; i < end; i++) {
        if (isWorthTrying(needs, i, met) && patterns[i]?.test(text)) return true;
      }
      return false;
    },
    anyOf(section, indexes, met) {
      const { patterns, needs, starts } = branchesIn(section);
      const worthTrying: RegExp[] = [];
      for (const index of indexes) {
        for (let i = starts[index] ?? 0; i < (starts[index + 1] ?? 0); i++) {
          const pattern = patterns[i];
          if (pattern && isWorthTrying(needs, i, met)) worthTrying.push(pattern);
        }
      }
      return (part) => worthTrying.some((pattern) => pattern.test(part));
    },
  };
}

const NO_BRANCHES = toBranches([], []);

function readBranches(
  list: readonly RegExp[],
  numberOf: (needles: readonly string[]) => number,
): Branches {
  const split = list.map(branchesOf);
  const needs = split.flat().flatMap((branch) => {
    const [first = ALWAYS, second = ALWAYS, third = ALWAYS] = needlesOf(branch).map(numberOf);
    return [first, second, third];
  });
  return toBranches(split, needs);
}

function toBranches(split: readonly (readonly RegExp[])[], needs: readonly number[]): Branches {
  const starts = [0];
  for (const own of split) starts.push((starts.at(-1) ?? 0) + own.length);
  return {
    patterns: split.flat(),
    owners: Uint16Array.from(split.flatMap((own, index) => own.map(() => index))),
    needs: Uint16Array.from(needs),
    starts: Uint16Array.from(starts),
  };
}

function isWorthTrying(needs: Uint16Array, branch: number, met: Met): boolean {
  const at = branch * SETS;
  return (
    met[needs[at] ?? 0] === 1 && met[needs[at + 1] ?? 0] === 1 && met[needs[at + 2] ?? 0] === 1
  );
}

const NOT_ASCII = /[^\0-\x7f]/;

/** Numbers the sets of needles as they come, equal ones once, and makes one automaton of all. */
function createNeedleSets() {
  const numbers = new Map<string, number>();
  const owners = new Map<string, number[]>();
  // A set with letters of other scripts counts as met whenever a text has any: the table stays small.
  const foreign: number[] = [];
  return {
    numberOf(needles: readonly string[]): number {
      const key = needles.join("\n");
      const known = numbers.get(key);
      if (known !== undefined) return known;
      const number = numbers.size + 1;
      numbers.set(key, number);
      for (const needle of needles) {
        if (NOT_ASCII.test(needle)) foreign.push(number);
        else owners.set(needle, [...(owners.get(needle) ?? []), number]);
      }
      return number;
    },
    toScan(): (text: string) => Met {
      const automaton = createAutomaton([...owners.entries()]);
      return (text) => {
        const met = new Uint8Array(numbers.size + 1);
        met[ALWAYS] = 1;
        if (automaton.mark(text, met)) for (const number of foreign) met[number] = 1;
        return met;
      };
    },
  };
}
