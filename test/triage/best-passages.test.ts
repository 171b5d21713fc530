import { describe, expect, it } from "vitest";
import { bestPassages } from "../../src/triage/answers/best-passages.ts";
import { PortError } from "../../src/triage/model/errors.ts";
import type { PassageHit, PassageQuery } from "../../src/triage/model/passage.ts";
import type { PassageIndex } from "../../src/triage/ports/docs.ts";
import type { Reranker } from "../../src/triage/ports/engines.ts";
import { aPassage } from "../fakes/samples.ts";

const HITS: readonly PassageHit[] = Array.from({ length: 30 }, (_, at) => ({
  passage: aPassage({ id: `p${at}` }),
  score: 30 - at,
}));
const query: PassageQuery = { title: "", text: "how?", top: 3 };

function find(rerank?: Reranker["rerank"], hits = HITS) {
  const asked: PassageQuery[] = [];
  const passages: PassageIndex = {
    search: async (given) => {
      asked.push(given);
      return hits.slice(0, given.top);
    },
    get: async () => [],
    holds: async () => true,
    version: () => "1",
  };
  return bestPassages(query, { passages, ...(rerank ? { reranker: { rerank } } : {}) }).then(
    (found) => ({ found, ids: found.map(({ passage }) => passage.id), asked }),
  );
}

describe("the best passages", () => {
  it("are those of the search where nobody orders them", async () => {
    const { ids, asked } = await find();
    expect(ids).toEqual(["p0", "p1", "p2"]);
    expect(asked).toEqual([query]);
  });

  it("are ordered among more than are wanted, with scores that follow", async () => {
    const { found, ids, asked } = await find(async () => ({
      type: "reranked",
      ids: ["p19", "p2"],
      call: null,
    }));
    expect(asked.map(({ top }) => top)).toEqual([20]);
    expect(ids).toEqual(["p19", "p2", "p0"]);
    expect(found.map(({ score }) => score)).toEqual([30, 29, 28]);
  });

  it.each<[string, Reranker["rerank"]]>([
    ["fails", async () => ({ type: "failed", reason: "timeout", detail: "", retryAfterMs: null })],
    ["finds none helpful", async () => ({ type: "reranked", ids: [], call: null })],
    ["is out of reach", () => Promise.reject(new PortError("rerank", "later", null))],
  ])("keep the order of the search when the model %s", async (_, rerank) => {
    expect((await find(rerank)).ids).toEqual(["p0", "p1", "p2"]);
  });

  it("are not paid for where there is nothing to order", async () => {
    const { ids } = await find(() => expect.unreachable(), HITS.slice(0, 1));
    expect(ids).toEqual(["p0"]);
  });
});
