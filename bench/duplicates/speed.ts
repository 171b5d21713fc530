import { createAskIndex } from "../../src/integrations/same-asks/ask-index.ts";
import { readTerms } from "../../src/integrations/same-asks/terms.ts";
import type { Report } from "./data.ts";

export type SpeedRow = {
  readonly items: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly putMs: number;
  readonly heapMb: number;
};

const QUERIES = 300;

/** Times a search, terms read and likeness computed, among so many items: the reports, mixed anew. */
export function measureSpeed(reports: readonly Report[], items: number): SpeedRow {
  globalThis.gc?.();
  const heap = process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
  const index = createAskIndex();
  const putting = performance.now();
  for (let at = 0; at < items; at += 1) {
    const { title, body } = mixed(reports, at);
    index.put(`item ${at}`, readTerms(title, body));
  }
  const putMs = (performance.now() - putting) / items;
  globalThis.gc?.();
  const grown = process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers - heap;

  const times = Array.from({ length: QUERIES }, (_, at) => {
    const { title, body } = mixed(reports, at * 7 + 3);
    const began = performance.now();
    index.near(readTerms(title, body));
    return performance.now() - began;
  }).toSorted((a, b) => a - b);
  return {
    items,
    p50Ms: round(times[Math.floor(QUERIES / 2)]),
    p99Ms: round(times[Math.floor(QUERIES * 0.99)]),
    putMs: round(putMs),
    heapMb: Math.round(grown / 1_048_576),
  };
}

/** The first half of one report's words with the second half of another's, so that no two are equal. */
function mixed(reports: readonly Report[], at: number): Pick<Report, "title" | "body"> {
  const one = reports[at % reports.length];
  const other = reports[(at * 31 + Math.floor(at / reports.length) * 17) % reports.length];
  const half = (text: string) => text.slice(0, text.length / 2);
  const rest = (text: string) => text.slice(text.length / 2);
  return {
    title: half(one?.title ?? "") + rest(other?.title ?? ""),
    body: half(one?.body ?? "") + rest(other?.body ?? ""),
  };
}

const round = (value = 0) => Math.round(value * 100) / 100;
