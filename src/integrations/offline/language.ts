import type { Read } from "./features.ts";
import type { PostText } from "./post-text.ts";
import { endsSentence, hash, NUMBER, pushWords, type Words } from "./words.ts";

/** Scripts that belong to one language in practice. Kana before Han: Japanese uses both. */
const SCRIPTS: readonly (readonly [language: string, script: RegExp])[] = [
  ["ja", /[\u3040-\u30ff]/g],
  ["ko", /[\uac00-\ud7af]/g],
  ["zh", /[\u4e00-\u9fff]/g],
  ["uk", /[іїєґІЇЄҐ]/g],
  ["ru", /[\u0400-\u04ff]/g],
  ["ar", /[\u0600-\u06ff]/g],
  ["he", /[\u0590-\u05ff]/g],
  ["hi", /[\u0900-\u097f]/g],
  ["th", /[\u0e00-\u0e7f]/g],
  ["el", /[\u0370-\u03ff]/g],
];

const WORDS: Readonly<Record<string, string>> = {
  en: "the a to and is i of in it for that my with on this have not you can when are be how but if get does do an was as any from or using would there",
  es: "el la de que y en los se un para con no una por mi es como lo me al del las hola gracias tengo cuando pero puedo más está hay",
  de: "der die das und ist ich nicht ein eine zu mit es auf für den wie kann wenn von ich habe bei aber auch dem im danke hallo wird sich noch seit",
  fr: "le la les de et un une je est pas que pour dans en il ne sur avec mon des du qui au bonjour merci mais comment cette ce j'ai depuis",
  pt: "o a de que e do da em um para com não uma os no se na por mais as meu como eu olá obrigado tenho mas quando está você ao isso",
  it: "il di che e la per un non è una in con sono mi ho come i del si da al ciao grazie quando ma anche questo alla posso nel più",
  nl: "de het een en van ik is niet dat op te in voor met er mijn maar ook hoe bij als dit kan naar heb wordt nog",
  pl: "nie w na i się z jest to do jak że mam czy przy po ale od co mi dla dzień dobry jeśli tylko",
  tr: "bir ve bu için ben ile de da çok mı nasıl ne var yok ama merhaba bana olarak gibi daha mi",
  sv: "och att det är jag en som på inte för av med till har om den men hur kan när",
  id: "yang dan di saya tidak ini untuk dengan ada apa bagaimana bisa dari itu ke tolong",
};

const LANGUAGES_OF = new Map<number, string[]>();
for (const [language, words] of Object.entries(WORDS)) {
  for (const word of words.split(" ")) {
    LANGUAGES_OF.set(hash(word), [...(LANGUAGES_OF.get(hash(word)) ?? []), language]);
  }
}

/** From Greek on, typographic signs and symbols left out. */
const OTHER_SCRIPT = /[\u0370-\u1fff\u2c00-\ud7ff\uf900-\uffef]/;
const BEYOND_ENGLISH = /[\u00c0-\u024f]/;
const CODE_OR_LINK = /```[\s\S]*?(?:```|$)|`[^`\n]*`|https?:\S+/g;
const READ = 400;

/** The language of prose by its script, else by its commonest words; "und" when nothing shows it. */
export function languageOf(title: string, text: string): string {
  const lower = `${title}\n${text.slice(0, READ)}`.toLowerCase().replace(CODE_OR_LINK, " ");
  const words: Words = [];
  pushWords(lower, 0, lower.length, READ_WORDS, words);
  return judge(lower, words);
}

/** The same of a post that was split into words already; its code does not count. */
export function languageOfPost({ title, text }: PostText, { titleWords, reading }: Read): string {
  const words = [...titleWords, ...reading.words.slice(0, READ_WORDS)];
  return judge(`${title}\n${text.slice(0, READ)}`, words);
}

function judge(start: string, words: Words): string {
  const language = OTHER_SCRIPT.test(start)
    ? byScript(start.replace(CODE_OR_LINK, " "))
    : undefined;
  const found = language ?? byWords(words);
  if (found) return found;
  return BEYOND_ENGLISH.test(start) || !words.some(isWord) ? "und" : "en";
}

const READ_WORDS = 40;

function isWord(word: number): boolean {
  return word !== NUMBER && !endsSentence(word);
}

function byScript(prose: string): string | undefined {
  const letters = prose.match(/\p{L}/gu)?.length ?? 0;
  for (const [language, script] of SCRIPTS) {
    const found = prose.match(script)?.length ?? 0;
    if (found >= 2 && found >= letters * (language === "uk" ? 0.03 : 0.2)) return language;
  }
  return undefined;
}

function byWords(words: Words): string | undefined {
  const hits = new Map<string, number>();
  let best: string | undefined;
  for (const word of words) {
    for (const language of LANGUAGES_OF.get(word) ?? []) {
      const count = (hits.get(language) ?? 0) + 1;
      hits.set(language, count);
      if (best === undefined || count > (hits.get(best) ?? 0)) best = language;
    }
  }
  return best;
}
