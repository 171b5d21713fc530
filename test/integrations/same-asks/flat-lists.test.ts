import { describe, expect, it } from "vitest";
import { createPostings, createRuns } from "../../../src/integrations/same-asks/flat-lists.ts";

describe("postings", () => {
  it("keep lists apart, each in the order it was added in", () => {
    const postings = createPostings();
    for (const [list, value] of [
      [3, 30],
      [0, 1],
      [3, 0],
      [7_000, 5],
      [3, 31],
    ] as const) {
      postings.add(list, value);
    }
    const read = (list: number) => {
      const values: number[] = [];
      for (let at = postings.first(list); at !== 0; at = postings.next(at)) {
        values.push(postings.value(at));
      }
      return values;
    };
    expect(read(3)).toEqual([30, 0, 31]);
    expect(read(0)).toEqual([1]);
    expect(read(7_000)).toEqual([5]);
    expect(read(1)).toEqual([]);
  });
});

describe("runs", () => {
  it("come back as they were put, empty ones too", () => {
    const runs = createRuns();
    for (const run of [[1, 2, 3], [], [4]]) runs.push(Uint32Array.from(run));
    expect([0, 1, 2].map((run) => [...runs.at(run)])).toEqual([[1, 2, 3], [], [4]]);
  });
});
