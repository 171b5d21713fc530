import { createAutomaton } from "./automaton.ts";
import { branchesOf, needlesOf } from "./needles.ts";

export type Match = { readonly index: number; readonly at: number; readonly length: number };

/** Which sets of needles a text holds a piece of, by the number of the set. */
export type Met = Uint8Array;

/** Many patterns, in sections, tried on lower-cased texts. */
export type PhraseBook<Section extends string> = {
  /** One pass over a text; whatever is then looked for in it, or in a part of it, takes the result. */
  scan(text: string): Met;
  /** The first match of each pattern of a section that matches, by index. */
  matches(section: Section, text: string, met: Met): Match[];
  /** Whether one pattern of a section matches. */
  has(section: Section, index: number, text: string, met: Met): boolean;
};

/** One alternative of a pattern, and three sets of needles without which it cannot match. */
type Branch = {
  readonly pattern: RegExp;
  readonly first: number;
  readonly second: number;
  readonly third: number;
};
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
  const branches = (pattern: RegExp): Branch[] =>
    branchesOf(pattern).map((branch) => {
      const [first = ALWAYS, second = ALWAYS, third = ALWAYS] = needlesOf(branch).map(
        sets.numberOf,
      );
      return { pattern: branch, first, second, third };
    });
  const patterns = new Map<string, readonly (readonly Branch[])[]>();
  for (const [section, list] of Object.entries<readonly RegExp[]>(sections)) {
    patterns.set(section, list.map(branches));
  }
  const scan = sets.toScan();

  return {
    scan,
    matches(section, text, met) {
      const matches: Match[] = [];
      if (text === "") return matches;
      const own = patterns.get(section) ?? [];
      for (let index = 0; index < own.length; index++) {
        const hit = firstHit(own[index] ?? [], text, met);
        if (hit) matches.push({ index, at: hit.index, length: hit[0].length });
      }
      return matches;
    },
    has(section, index, text, met) {
      return firstHit(patterns.get(section)?.[index] ?? [], text, met) !== null;
    },
  };
}

function firstHit(branches: readonly Branch[], text: string, met: Met): RegExpExecArray | null {
  for (let i = 0; i < branches.length; i++) {
    const branch = branches[i];
    if (branch === undefined || !isWorthTrying(branch, met)) continue;
    const hit = branch.pattern.exec(text);
    if (hit) return hit;
  }
  return null;
}

function isWorthTrying({ first, second, third }: Branch, met: Met): boolean {
  return met[first] === 1 && met[second] === 1 && met[third] === 1;
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
