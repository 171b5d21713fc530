import type { Question } from "./questions.ts";
import { createRandom } from "./random.ts";

/** For each question the place of its page among the distinct pages returned; Infinity when it is not there. */
export type Places = readonly number[];

/** Judged by the first distinct pages: what a person reads before giving up. */
export const PAGES_READ = 5;

export function placesOf(
  questions: readonly Question[],
  ranked: readonly (readonly string[])[],
): Places {
  return questions.map(({ page }, at) => {
    const place = (ranked[at] ?? []).indexOf(page);
    return place < 0 ? Number.POSITIVE_INFINITY : place + 1;
  });
}

export type Score = {
  readonly found: number;
  readonly share: number;
  readonly first: number;
  readonly mrr: number;
};

/** The mean of several runs over the same questions. */
export function meanScore(runs: readonly Places[]): Score {
  const scores = runs.map(scoreOf);
  const mean = (of: (score: Score) => number) =>
    scores.reduce((sum, score) => sum + of(score), 0) / scores.length;
  return {
    found: mean(({ found }) => found),
    share: mean(({ share }) => share),
    first: mean(({ first }) => first),
    mrr: mean(({ mrr }) => mrr),
  };
}

export function scoreOf(places: Places): Score {
  const found = places.filter((place) => place <= PAGES_READ).length;
  return {
    found,
    share: found / places.length,
    first: places.filter((place) => place === 1).length / places.length,
    mrr: places.reduce((sum, place) => sum + 1 / place, 0) / places.length,
  };
}

const RESAMPLES = 10_000;

/** For each question, in which share of several runs its page was among the first five. */
export function foundRates(runs: readonly Places[]): number[] {
  const [first = []] = runs;
  return first.map(
    (_place, at) =>
      runs.filter((places) => (places[at] ?? Number.POSITIVE_INFINITY) <= PAGES_READ).length /
      runs.length,
  );
}

/** A paired bootstrap over the questions: how much more often ours finds the page, and how sure that is. */
export function compare(ours: readonly number[], theirs: readonly number[], seed: number) {
  const random = createRandom(seed);
  const wins = ours.map((rate, at) => rate - (theirs[at] ?? 0));
  const means = Array.from({ length: RESAMPLES }, () => {
    let sum = 0;
    for (let draw = 0; draw < wins.length; draw += 1) {
      sum += wins[Math.floor(random() * wins.length)] ?? 0;
    }
    return sum / wins.length;
  }).sort((a, b) => a - b);
  return {
    difference: wins.reduce((sum, win) => sum + win, 0) / wins.length,
    low: means[Math.floor(0.025 * RESAMPLES)] ?? 0,
    high: means[Math.floor(0.975 * RESAMPLES)] ?? 0,
    /** Share of resamples in which ours is ahead. */
    ahead: means.filter((mean) => mean > 0).length / RESAMPLES,
  };
}
