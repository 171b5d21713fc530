import { CATEGORIES, Detail } from "../../triage/model/details.ts";
import { SENTENCES, type TextKey } from "./texts.ts";
import { TRANSLATIONS } from "./translations.ts";

/**
 * A community's own words: by sentence, and by language (ISO 639-1) and sentence. Checked with
 * `wrongTexts` before it comes here.
 */
export type TextOverrides = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

/** The names in braces in a sentence. */
type Facts<S extends string> = S extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Facts<Rest>
  : never;
type FactsOf<K extends TextKey> = Readonly<
  Record<Facts<(typeof SENTENCES)[K]["says"]>, string | number>
>;

/** What is said in public and to members. */
export type Texts = {
  /** A sentence with its facts filled in; one without facts takes none. */
  say<K extends TextKey>(
    key: K,
    ...facts: Facts<(typeof SENTENCES)[K]["says"]> extends never ? [] : [FactsOf<K>]
  ): string;
  /** The same in another language as far as there are words in it; else as they are. */
  in(language: string | undefined): Texts;
};

/** The words of a community: its own over those that ship. */
export function createTexts(own: TextOverrides = {}): Texts {
  const spoken = new Map<string, Texts>();
  function wordsIn(language: string): Texts {
    const known = spoken.get(language);
    if (known) return known;
    const words: Texts = {
      say: (key, ...given) => filledIn(sentenceIn(own, key, language), given[0] ?? {}),
      in: (other = "") => wordsIn(other),
    };
    spoken.set(language, words);
    return words;
  }
  return wordsIn("");
}

/** One sentence as it is said, its facts still in braces; "" stands for no language in particular. */
export function sentenceIn(own: TextOverrides, key: TextKey, language: string): string {
  const inLanguage = own[language];
  const theirs = typeof inLanguage === "object" ? inLanguage[key] : undefined;
  const general = own[key];
  return (
    theirs ??
    TRANSLATIONS[language]?.[key] ??
    (typeof general === "string" ? general : SENTENCES[key].says)
  );
}

/** A fact may hold braces itself: only those of the sentence are filled in. */
function filledIn(sentence: string, facts: Readonly<Record<string, string | number>>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(facts[name] ?? whole));
}

/** A detail that is asked for; what is none comes back as it is, such as a question. */
export function detailIn(texts: Texts, name: string): string {
  const known = Detail.safeParse(name);
  return known.success ? texts.say(`detail.${known.data}`) : name;
}

/** The menu of a detail that is chosen rather than written: its names for the reporter, in English for the team. */
export function choicesOf(
  texts: Texts,
  detail: string,
): { readonly options?: readonly { readonly value: string; readonly label: string }[] } {
  if (detail !== "category") return {};
  const options = CATEGORIES.map((name) => ({ value: name, label: texts.say(`category.${name}`) }));
  return { options };
}
