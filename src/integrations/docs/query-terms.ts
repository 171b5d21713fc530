import type { QueryTerms } from "./ranking.ts";
import { STOP_WORDS } from "./stop-words.ts";
import { toTerms } from "./tokens.ts";

const STOP_TERMS: ReadonlySet<string> = new Set(
  [...STOP_WORDS].flatMap((word) => [word, ...toTerms(word)]),
);

/** Terms of a log line say less than words that the asker chose. */
const LOG_WORTH = 0.5;

/** More terms than this are no question any more; the first ones are kept. */
const MOST_TERMS = 48;

const ERROR_LINE =
  /\b(\w*(error|exception|warning|fatal|panic|traceback)\b|E[A-Z]{4,}|fail(ed|ure|s)?\b|cannot|could not|denied|refused|timed? ?out|unexpected|invalid|[45]\d\d\b)/i;
const FENCE = /```[^\n]*\n([\s\S]*?)(?:```|$)/g;

/** Builds a query from a post: its title and prose in full, of code and logs only the lines that tell of an error. */
export function toQueryTerms(title: string, text: string): QueryTerms {
  const logs: string[] = [];
  const prose = text.replace(FENCE, (_, body: string) => {
    logs.push(...body.split("\n").filter((line) => ERROR_LINE.test(line)));
    return "\n";
  });
  const terms = new Map<string, number>();
  add(terms, `${title}\n${prose}`, 1);
  add(terms, logs.slice(0, 5).join("\n"), LOG_WORTH);
  if (terms.size === 0) add(terms, text, 1);
  return terms;
}

function add(terms: Map<string, number>, text: string, worth: number): void {
  for (const term of toTerms(text)) {
    if (terms.size >= MOST_TERMS) return;
    if (!STOP_TERMS.has(term) && !terms.has(term)) terms.set(term, worth);
  }
}
