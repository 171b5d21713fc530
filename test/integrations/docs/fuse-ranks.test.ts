import { describe, expect, it } from "vitest";
import { fuseRanks, toRanking } from "../../../src/integrations/docs/fuse-ranks.ts";

const fuse = (...lists: string[][]) => fuseRanks(lists.map(toRanking)).map(({ item }) => item);

describe("fuseRanks", () => {
  it("adds up one over sixty and the place", () => {
    const [first] = fuseRanks([toRanking(["a"]), toRanking(["b", "a"])]);
    expect(first).toEqual({ item: "a", score: 1 / 61 + 1 / 62 });
  });

  it("puts what both hold high above what one holds first", () => {
    expect(fuse(["a", "b", "c"], ["d", "b", "e"])[0]).toBe("b");
  });

  it("lets a first place of one stand before last places of both", () => {
    const far = Array.from({ length: 8 }, (_, at) => `x${at}`);
    const near = Array.from({ length: 8 }, (_, at) => `y${at}`);
    expect(fuse(["first", ...far, "both"], [...near, "both"])[0]).not.toBe("both");
  });

  it("leaves one list as it is beside an empty one", () => {
    expect(fuse(["a", "b", "c"], [])).toEqual(["a", "b", "c"]);
  });
});
