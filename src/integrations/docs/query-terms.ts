import { pairsOf } from "./pairs.ts";
import type { QueryTerms } from "./ranking.ts";
import { STOP_TERMS } from "./stop-words.ts";
import { synonymsOf } from "./thesaurus.ts";
import { toTerms } from "./tokens.ts";

/** Terms of a log line say less than words that the asker chose. */
const LOG_WORTH = 0.5;
const SYNONYM_WORTH = 0.2;
const CORRECTION_WORTH = 0.8;
const PAIR_WORTH = 0.25;

/** More terms than this are no question any more; the first ones are kept. */
const MOST_TERMS = 48;
const MOST_LOG_LINES = 5;

const ERROR_LINE =
  /\b(\w*(error|exception|warning|fatal|panic|traceback)\b|E[A-Z]{4,}|fail(ed|ure|s)?\b|cannot|could not|denied|refused|timed? ?out|unexpected|invalid|[45]\d\d\b)/i;
const FENCE = /```[^\n]*\n([\s\S]*?)(?:```|$)/g;

/** Terms of a post that are worth looking for: its title and prose, of code and logs only the lines that tell of an error. */
export function toQueryTerms(title: string, text: string): QueryTerms {
  const { prose, errors } = readAsk(text);
  const terms = new Map<string, number>();
  add(terms, `${title}\n${prose}`, 1);
  add(terms, errors.join("\n"), LOG_WORTH);
  if (terms.size === 0) add(terms, text, 1);
  return terms;
}

/** What is asked may stand in a few lines; far longer texts are taken for their beginning. */
const LONGEST_QUERY = 4_000;

/** The same of a post as one text, for what goes by meaning. */
export function toQueryText(title: string, text: string): string {
  const { prose, errors } = readAsk(text);
  const asked = [title, prose, ...errors].join("\n").trim();
  return (asked === "" ? text : asked).slice(0, LONGEST_QUERY).toWellFormed().trim();
}

/** A post's prose, and of its code blocks the first lines that tell of an error. */
function readAsk(text: string): { readonly prose: string; readonly errors: readonly string[] } {
  const logs: string[] = [];
  const prose = text.replace(FENCE, (_, body: string) => {
    logs.push(...body.split("\n").filter((line) => ERROR_LINE.test(line)));
    return "\n";
  });
  return { prose, errors: logs.slice(0, MOST_LOG_LINES) };
}

export type Widening = {
  /** The known word that an unknown one was probably meant to be. */
  readonly correct: (term: string) => string | undefined;
  readonly synonyms: (term: string) => Iterable<string>;
  /** What it is worth that two words of the ask stand together. */
  readonly pairWorth: number;
};

export function createWidening(correct: Widening["correct"]): Widening {
  return { correct, synonyms: synonymsOf, pairWorth: PAIR_WORTH };
}

/** The terms with pairs of those that follow each other, and with what the docs may say instead. */
export function widen(terms: QueryTerms, { correct, synonyms, pairWorth }: Widening): QueryTerms {
  const wide = new Map(terms);
  for (const pair of pairsOf(terms.keys())) wide.set(pair, pairWorth);
  const offer = (term: string, worth: number) => {
    if (!terms.has(term)) wide.set(term, Math.max(wide.get(term) ?? 0, worth));
  };
  for (const [term, worth] of terms) {
    const known = correct(term);
    if (known !== undefined) offer(known, worth * CORRECTION_WORTH);
    for (const other of synonyms(known ?? term)) offer(other, worth * SYNONYM_WORTH);
  }
  return wide;
}

function add(terms: Map<string, number>, text: string, worth: number): void {
  for (const term of toTerms(text)) {
    if (terms.size >= MOST_TERMS) return;
    const says = !STOP_TERMS.has(term) && !/^\p{L}$/u.test(term);
    if (says && !terms.has(term)) terms.set(term, worth);
  }
}
