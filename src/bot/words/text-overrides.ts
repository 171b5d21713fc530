import { ROOMS, SENTENCES, type TextKey } from "./texts.ts";
import type { TextOverrides } from "./wording.ts";

/** Where in the overrides something stands: the sentence, or the language and the sentence. */
export type TextMistake = { readonly path: readonly string[]; readonly message: string };

const LANGUAGES = new Intl.DisplayNames(["en"], { type: "language", fallback: "none" });

/** Everything that keeps a community's own words from being used. */
export function wrongTexts(own: TextOverrides): TextMistake[] {
  return Object.entries(own).flatMap(([name, given]) => {
    if (typeof given === "string") return wrongSentence([name], name, given);
    if (!isLanguage(name)) {
      const message = isTextKey(name)
        ? "is a sentence: write it as text"
        : `is no language: use a code of two letters, such as de${meant(name)}`;
      return [{ path: [name], message }];
    }
    return Object.entries(given).flatMap(([key, says]) => wrongSentence([name, key], key, says));
  });
}

/** What a community may mean to say, but should look at: the tone is its own. */
export function doubtfulTexts(own: TextOverrides): TextMistake[] {
  return Object.entries(own).flatMap(([name, given]) =>
    typeof given === "string"
      ? doubts([name], given)
      : Object.entries(given).flatMap(([key, says]) => doubts([name, key], says)),
  );
}

/** The names in braces in a sentence, each once. */
export function placeholdersOf(says: string): string[] {
  return [...new Set(Array.from(says.matchAll(/\{(\w+)\}/g), ([, name = ""]) => name))];
}

/** Holds for what ships too, where a test looks at it. */
export const TONE: readonly (readonly [doubt: string, words: RegExp])[] = [
  ["has an exclamation mark", /[!！¡]/u],
  ["apologises or flatters", /\b(sorry|apolog\w*|unfortunately|great question|happy to|thank)/i],
  ["has a word that only staff know", /triag|proposal|\bticket|classif|\blane\b|pipeline|escalat/i],
  ["promises something", /\b(will|soon|shortly|tomorrow|today|next week|guarantee\w*)\b/i],
  ["names a time or a price", /\b\d+\s*(minutes?|hours?|days?|weeks?)\b|[$€£]|\brefund/i],
];

export function isTextKey(name: string): name is TextKey {
  return Object.hasOwn(SENTENCES, name);
}

/** Whether it is a code of two letters that stands for a language. */
export function isLanguage(name: string): boolean {
  return /^[a-z]{2}$/.test(name) && LANGUAGES.of(name) !== undefined;
}

function wrongSentence(path: readonly string[], key: string, says: string): TextMistake[] {
  if (!isTextKey(key)) {
    const message = `there is no such sentence${meant(key)}; \`signalbox texts\` lists them`;
    return [{ path, message }];
  }
  const { says: original, room } = SENTENCES[key];
  const wanted = placeholdersOf(original);
  const given = placeholdersOf(says);
  const longest = ROOMS[room];
  const ofOneLine = room !== "line" && /[\r\n]/.test(says);
  return [
    ...(says.trim() === "" ? ["is empty"] : []),
    ...given.filter((one) => !wanted.includes(one)).map((one) => unknownFact(one, wanted)),
    ...wanted.filter((one) => !given.includes(one)).map((one) => `lacks {${one}}`),
    ...(says.length > longest
      ? [`has ${says.length} characters, ${longest} fit where it stands`]
      : []),
    ...(ofOneLine ? ["has a line break, where one line stands"] : []),
    ...(/@(everyone|here)\b|<@[!&]?\d+>/.test(says) ? ["mentions somebody: take that out"] : []),
    ...(room === "file" && !/^[\w.-]+$/.test(says) ? ["is no plain name of a file"] : []),
  ].map((message) => ({ path, message }));
}

function unknownFact(name: string, wanted: readonly string[]): string {
  const known = wanted.map((one) => `{${one}}`).join(" and ");
  return `has {${name}}, which nothing fills in; it may hold ${known === "" ? "none" : known}`;
}

function doubts(path: readonly string[], says: string): TextMistake[] {
  return TONE.filter(([, words]) => words.test(says)).map(([message]) => ({ path, message }));
}

/** `, did you mean …?` when a sentence is called nearly so. */
function meant(name: string): string {
  const [nearest] = Object.keys(SENTENCES)
    .map((key) => ({ key, steps: editsBetween(name.toLowerCase(), key) }))
    .toSorted((a, b) => a.steps - b.steps);
  return nearest && nearest.steps <= Math.max(2, name.length / 3)
    ? `, did you mean ${nearest.key}?`
    : "";
}

/** How many letters to add, drop or change to come from one word to the other. */
function editsBetween(from: string, to: string): number {
  let before = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (const [row, letter] of [...from].entries()) {
    const here = [row + 1];
    for (const [column, other] of [...to].entries()) {
      const change = (before[column] ?? 0) + (letter === other ? 0 : 1);
      here.push(Math.min(change, (before[column + 1] ?? 0) + 1, (here[column] ?? 0) + 1));
    }
    before = here;
  }
  return before.at(-1) ?? 0;
}
