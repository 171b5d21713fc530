import { createGrowingArray } from "../docs/growing-array.ts";

/**
 * Lists of numbers by number, all in three arrays: most terms stand in one ask only, and a list of
 * its own for each would cost more than what it holds.
 */
export function createPostings() {
  const firsts = createGrowingArray();
  const lasts = createGrowingArray();
  const nexts = createGrowingArray();
  const values = createGrowingArray();
  // Zero means that there is none, so the first place stays empty.
  let size = 1;

  return {
    add(list: number, value: number): void {
      const at = size;
      size += 1;
      values.set(at, value);
      const last = lasts.at(list);
      if (last === 0) firsts.set(list, at);
      else nexts.set(last, at);
      lasts.set(list, at);
    },
    /** Where a list begins; 0 when it is empty. They are in the order they were added in. */
    first: (list: number): number => firsts.at(list),
    /** Where it goes on; 0 at its end. */
    next: (at: number): number => nexts.at(at),
    value: (at: number): number => values.at(at),
  };
}

/** Runs of numbers, one after the other in one array; the first is number 0. */
export function createRuns() {
  const ends = createGrowingArray();
  const values = createGrowingArray();
  let runs = 0;
  const endOf = (run: number) => (run < 0 ? 0 : ends.at(run));

  return {
    push(run: Uint32Array): void {
      const from = endOf(runs - 1);
      run.forEach((value, at) => void values.set(from + at, value));
      ends.set(runs, from + run.length);
      runs += 1;
    },
    at: (run: number): Uint32Array => values.view().subarray(endOf(run - 1), endOf(run)),
  };
}
