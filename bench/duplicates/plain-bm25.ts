import type { Report } from "./data.ts";

const K1 = 1.2;
const B = 0.75;

/** BM25 as in the books, over lower-case words of title and body: the peer to be better than. */
export function createPlainBm25(reports: readonly Report[]) {
  const texts = reports.map(wordsOf);
  const average = texts.reduce((sum, words) => sum + words.length, 0) / texts.length;
  const postings = new Map<string, [at: number, worth: number][]>();
  texts.forEach((words, at) => {
    const length = 1 - B + (B * words.length) / average;
    for (const [word, times] of count(words)) {
      const list = postings.get(word) ?? [];
      list.push([at, (times * (K1 + 1)) / (times + K1 * length)]);
      postings.set(word, list);
    }
  });

  /** Ids of the other reports, best first. */
  return (query: Report, top: number): string[] => {
    const scores = new Float64Array(reports.length);
    for (const [word, times] of count(wordsOf(query))) {
      const list = postings.get(word) ?? [];
      const idf = Math.log(1 + (reports.length - list.length + 0.5) / (list.length + 0.5));
      for (const [at, worth] of list) scores[at] = (scores[at] ?? 0) + idf * worth * times;
    }
    return [...reports.keys()]
      .filter((at) => reports[at]?.id !== query.id)
      .toSorted((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0))
      .slice(0, top)
      .map((at) => reports[at]?.id ?? "");
  };
}

function wordsOf({ title, body }: Report): string[] {
  return `${title} ${body}`.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

function count(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
