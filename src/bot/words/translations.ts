import type { TextKey } from "./texts.ts";
import { FRENCH } from "./translations/french.ts";
import { GERMAN } from "./translations/german.ts";
import { JAPANESE } from "./translations/japanese.ts";
import { PORTUGUESE } from "./translations/portuguese.ts";
import { SPANISH } from "./translations/spanish.ts";

/** Sentences in another language; what is not among them stays English. */
export type Translation = Partial<Readonly<Record<TextKey, string>>>;

/**
 * What stands around an answer and around a question to the reporter, in the commonest languages
 * besides English: whoever is answered in a language reads the rest of the message in it as well.
 * All other sentences, and all other languages, are English until the config says them.
 */
export const TRANSLATIONS: Readonly<Record<string, Translation>> = {
  de: GERMAN,
  es: SPANISH,
  fr: FRENCH,
  ja: JAPANESE,
  pt: PORTUGUESE,
};
