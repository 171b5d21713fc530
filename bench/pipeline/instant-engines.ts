import type { Parts } from "../../src/parts.ts";
import type { PassageIndex } from "../../src/triage/ports/docs.ts";

const STAMP = {
  engine: "offline",
  model: "instant",
  prompt: null,
  promptHash: null,
  schemaHash: null,
  standsInBecause: null,
} as const;

const PASSAGE = {
  id: "passage-1",
  source: "bench",
  version: null,
  official: true,
  page: "uploads.md",
  pageTitle: "Uploads",
  breadcrumbs: ["Uploads"],
  url: "https://docs.example/uploads",
  text: "Files over 1 GB are uploaded in parts.",
  file: "uploads.md",
  line: 1,
  changedAt: null,
};

/** Engines that answer at once, so that what is measured is everything around them. */
export const instantEngines: Parts["engines"] = {
  classifier: {
    classify: async ({ title }) => ({
      type: "classified",
      call: null,
      classification: {
        kind: "question",
        lane: "open",
        area: "unknown",
        severity: "medium",
        language: "en",
        title,
        ask: title,
        evidence: [],
        missing: [],
        confidence: 1,
        laneConfidence: 1,
        stamp: STAMP,
      },
    }),
  },
  drafter: {
    draft: async () => ({
      type: "drafted",
      call: null,
      draft: {
        claims: [{ text: PASSAGE.text, passageIds: [PASSAGE.id], quote: PASSAGE.text }],
        unanswered: [],
        clarify: null,
        confidence: 1,
        stamp: STAMP,
      },
    }),
  },
};

export const onePassage: PassageIndex = {
  search: async () => [{ passage: PASSAGE, score: 1 }],
  get: async () => [PASSAGE],
  holds: async (url) => url === PASSAGE.url,
  version: () => "1",
};
