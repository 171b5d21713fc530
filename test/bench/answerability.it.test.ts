import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import {
  crossValidate,
  fitModel,
  probability,
  samplesOf,
} from "../../bench/answerability/cross-validate.ts";
import { createJudgedDrafter } from "../../bench/answerability/engine.ts";
import { evaluate, POSTS } from "../../bench/answerability/evaluate.ts";
import { decisionsAt } from "../../bench/answerability/judge.ts";
import { pagesOf, type Row } from "../../bench/answerability/questions.ts";
import { buildIndex } from "../../src/integrations/docs/build-index.ts";
import { type DocsIndex, openIndex } from "../../src/integrations/docs/open-index.ts";
import { type OpenAiSimulator, startOpenAiSimulator } from "../simulators/openai/server.ts";

const asks = (text: string, id: string, page: string, answerability: string): Row => ({
  contexts: [{ document_id: id, text: page }],
  input: [{ speaker: "user", text }],
  answerability: [answerability],
});
const ROWS = [
  asks("How are large uploads sent?", "uploads", "Large uploads are sent in parts.", "ANSWERABLE"),
  asks("Where do I rotate a key?", "keys", "Rotate a key in the console.", "ANSWERABLE"),
  asks(
    "Is there a discount for large uploads?",
    "parts",
    "A part of an upload is 8 MB.",
    "UNANSWERABLE",
  ),
];

let folder: string;
let index: DocsIndex;
let sim: OpenAiSimulator;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "answerability-"));
  const source = { name: "docs", version: null, official: true };
  await buildIndex(folder, [{ source, pages: pagesOf(ROWS) }]);
  index = await openIndex(folder);
  sim = await startOpenAiSimulator();
});
afterEach(() => void vi.unstubAllEnvs());
afterAll(async () => {
  await sim.close();
  await rm(folder, { recursive: true, force: true });
});

it("judges any model behind an address by the same questions and checks", async () => {
  vi.stubEnv("OPENAI_API_KEY", "none");
  const choice = { engine: "openai", model: "gpt-4.1-mini", baseUrl: sim.url };
  const drafter = createJudgedDrafter(choice, index.rarity);
  const said = (text: string, quote: string, confidence: number) => ({
    contradictions: [],
    claims: [{ text, passageIds: ["p1"], quote }],
    unanswered: [],
    clarify: null,
    confidence,
  });
  const part = "Large uploads are sent in parts.";
  sim.next({ twist: "answer", json: said(part, part, 0.9) });
  sim.next({ twist: "answer", json: said("Press the key.", "This stands nowhere.", 0.9) });
  sim.next({ twist: "status", status: 500 });
  const { judged, failed } = await evaluate(ROWS, POSTS.last, index, drafter);
  expect(failed).toBe(1);
  expect(judged.map(({ confidence }) => confidence > 0)).toEqual([true, false, false]);
  expect(judged[0]).toMatchObject({ answerable: true, citesGold: true });
  expect(decisionsAt(judged, 0.35)).toMatchObject({
    answeredRightly: 1,
    answeredWrongly: 0,
    declinedWrongly: 1,
    declinedRightly: 1,
  });
});

it.each([
  ["no engine of that name", { engine: "oracle" }, /--engine/],
  ["no key", { engine: "openai", model: "gpt-4.1" }, /OPENAI_API_KEY/],
])("says what is missing: %s", (_, choice, words) => {
  vi.stubEnv("OPENAI_API_KEY", "");
  expect(() => createJudgedDrafter(choice, index.rarity)).toThrow(words);
});

it("validates the offline decision on questions that it was not fitted to", async () => {
  const signs = ["inPassage", "inSentence"] as const;
  const [yes, , no] = await samplesOf(ROWS, index);
  if (!yes || !no) throw new Error("no samples");
  expect(yes.signs.inPassage).toBeGreaterThan(no.signs.inPassage);
  const many = Array.from({ length: 24 }, (_, at) => (at % 2 === 0 ? yes : no));
  const model = fitModel(many, signs);
  expect(probability(model, yes, signs)).toBeGreaterThan(0.8);
  expect(probability(model, no, signs)).toBeLessThan(0.2);
  expect(crossValidate(many, signs, 0.95, 1)).toMatchObject({ answered: 12, right: 12 });
});
