import { proseOf } from "./prose.ts";

/** What must be equal to the letter for two asks to be the same: names, error codes, versions. */
export type ExactNames = {
  /** Names in the title or first line: models, functions, flags, settings. */
  readonly names: ReadonlySet<string>;
  /** Errors by name or code, wherever they stand. */
  readonly errors: ReadonlySet<string>;
  readonly versions: ReadonlySet<string>;
  /** Every name of the text, to see whether the other's names occur at all. */
  readonly all: ReadonlySet<string>;
};

/** The same in one string, a fifth of the memory; names hold no white space. */
export type PackedNames = string;

export function packNames({ names, errors, versions, all }: ExactNames): PackedNames {
  return [names, errors, versions, all].map((set) => [...set].join(" ")).join("\n");
}

export function unpackNames(packed: PackedNames): ExactNames {
  const [names = "", errors = "", versions = "", all = ""] = packed.split("\n");
  const toSet = (words: string) => new Set(words === "" ? [] : words.split(" "));
  return {
    names: toSet(names),
    errors: toSet(errors),
    versions: toSet(versions),
    all: toSet(all),
  };
}

export type NameCheck = {
  /** What is left of the score: 1 when nothing speaks against it. */
  readonly factor: number;
  /** Names, errors and versions that both have, wherever they stand. */
  readonly shared: readonly string[];
  /** In words, for staff. */
  readonly reasons: readonly string[];
};

const VERSION = /\bv?\d{1,4}(?:\.\d{1,5}){1,3}(?:-[a-z]+(?:\.\d+)?)?\b/gi;
const ERROR =
  /\b[A-Z]\w*(?:Error|Exception)\b|\bE(?:CONN|TIMEDOUT|NOENT|ACCES|PERM|PIPE|NOTFOUND|ADDR|HOST|AI_|EXIST|MFILE|INVAL|NOSPC|RESOLVE)[A-Z]*\b|\b(?:HTTP|status(?: code)?|code|error)[ :=#]{1,3}(\d{3,5})\b|(?<![\w.:/#-])([45]\d\d)(?=[ ,;:)]|\.?$|\.\s)/gm;
/** Letters with digits (`e4b`, `gpt-4o`), camelCase, snake_case, a.b.c, --flags. */
const NAME = /--[a-z][\w-]+|\b[a-z]\w*(?:[./:#-]+\w+)*\.?\w*\b/gi;
const LOOKS_LIKE_CODE = /^--|\d|^[a-z]+[A-Z]|_|\w[.#/:]\w/;
const ORDINARY = /^(?:e\.g|i\.e|\w{1,3}os|https?:.*|\w+\.js)$/i;
/** Ids and hashes differ in every report of the same thing. */
const ONE_OF_A_KIND = /^[0-9a-f]{8,}$|^(?:req|resp|chatcmpl|run|msg)[_-]|\d{5,}/i;
const MOST = 200;

export function readExactNames(title: string, text: string): ExactNames {
  const opening = title.trim() === "" ? (text.split("\n", 1)[0] ?? "") : title;
  const whole = `${title}\n${proseOf(text)}`;
  return {
    names: new Set(namesIn(opening)),
    all: new Set(namesIn(whole)),
    errors: new Set(
      [...whole.matchAll(ERROR)]
        .slice(0, MOST)
        .map((match) => (match[1] ?? match[2] ?? match[0]).toLowerCase()),
    ),
    versions: new Set(versionsIn(whole)),
  };
}

function versionsIn(text: string): string[] {
  return [...text.matchAll(VERSION)].slice(0, MOST).map(([version]) => version.replace(/^v/i, ""));
}

function namesIn(text: string): string[] {
  return [...text.replace(VERSION, " ").matchAll(NAME)]
    .map(([name]) => name.replace(/[.:/#-]+$/, ""))
    .filter(
      (name) => LOOKS_LIKE_CODE.test(name) && !ONE_OF_A_KIND.test(name) && !ORDINARY.test(name),
    )
    .slice(0, MOST)
    .map((name) => name.toLowerCase());
}

// By how much each kind of difference speaks against two asks being one; judged, not measured:
// the duplicates at hand have lost their digits and punctuation.
const LOOKALIKE_NAMES = 0.4;
const OTHER_NAMES = 0.7;
const OTHER_ERRORS = 0.6;
const OTHER_VERSIONS = 0.9;

/** Near-identical words about different things are told apart by what is exact in them. */
export function checkNames(ask: ExactNames, other: ExactNames): NameCheck {
  const reasons: string[] = [];
  let factor = 1;
  const mine = [...ask.names].filter((name) => !other.all.has(name));
  const theirs = [...other.names].filter((name) => !ask.all.has(name));
  const pair = lookalikes(mine, theirs);
  const both = [...ask.names].filter((name) => other.names.has(name));
  if (pair) {
    factor *= LOOKALIKE_NAMES;
    reasons.push(`one says ${pair[0]}, the other ${pair[1]}`);
  } else if (mine[0] && theirs[0] && both.length === 0) {
    factor *= OTHER_NAMES;
    reasons.push(`one names ${mine[0]}, the other ${theirs[0]}`);
  }
  const errors = [...ask.errors].filter((error) => other.errors.has(error));
  const [myError, theirError] = [[...ask.errors][0], [...other.errors][0]];
  if (errors.length === 0 && myError && theirError) {
    factor *= OTHER_ERRORS;
    reasons.push(`different errors: ${myError} and ${theirError}`);
  }
  const versions = [...ask.versions].filter((version) => other.versions.has(version));
  const [myVersion, theirVersion] = [[...ask.versions][0], [...other.versions][0]];
  if (versions.length === 0 && myVersion && theirVersion) {
    factor *= OTHER_VERSIONS;
    reasons.push(`different versions: ${myVersion} and ${theirVersion}`);
  }
  if (both.length > 0) reasons.push(`both name ${both.slice(0, 3).join(", ")}`);
  if (errors.length > 0) reasons.push(`both report ${errors.slice(0, 2).join(", ")}`);
  if (versions.length > 0) reasons.push(`both on ${versions.slice(0, 2).join(", ")}`);
  const shared = [...ask.all].filter((name) => other.all.has(name));
  const telling = isList(ask.versions) || isList(other.versions) ? [] : versions;
  return { factor, shared: [...new Set([...shared, ...errors, ...telling])], reasons };
}

/** A dozen versions are what a tool prints about a machine, and name nothing. */
const isList = (versions: ReadonlySet<string>) => versions.size > 5;

/** Two names that differ by a character or two, or by their digits alone: easily taken for one. */
function lookalikes(mine: readonly string[], theirs: readonly string[]): [string, string] | null {
  for (const a of mine) {
    for (const b of theirs) {
      const closeBy = Math.abs(a.length - b.length) <= 1 && differences(a, b) <= 1;
      if (closeBy || withoutDigits(a) === withoutDigits(b)) return [a, b];
    }
  }
  return null;
}

const withoutDigits = (name: string) => name.replace(/\d+/g, "0");

/** Levenshtein distance, given up above 2. */
function differences(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next[j] = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same);
    }
    if (Math.min(...next) > 2) return 3;
    row = next;
  }
  return row[b.length] ?? 0;
}
