import { describe, expect, it } from "vitest";
import { borneOut, valuesAtOdds } from "../../src/triage/answers/contradictions.ts";
import { aPassage } from "../fakes/samples.ts";
import { aHouseOfQuestions } from "./asking-house.ts";

const FILES = "Output files of batches expire 14 days after the batch ended.";
const BATCH = "Output files are kept for 30 days after the batch ended.";

function atOdds(first: string, second: string, other: Parameters<typeof aPassage>[0] = {}) {
  const a = aPassage({ id: "a", page: "a.md", text: first });
  const b = aPassage({ id: "b", page: "b.md", text: second, ...other });
  return valuesAtOdds([{ text: first, passageIds: ["a"], quote: first }], [a, b]);
}

describe("valuesAtOdds", () => {
  it.each([
    ["nearly the same sentence with another number", FILES, BATCH],
    [
      "a default of one setting",
      "`max_retries` defaults to 2.",
      "The default of `max_retries` is 3.",
    ],
    [
      "a sentence among others",
      "A part may hold at most 100 MB of data.",
      "Parts are sent one by one.\n\n- A part may hold at most 64 MB of data.\n- It is tried again.",
    ],
  ])("sees %s", (_, first, second) => {
    expect(atOdds(first, second)).toMatchObject({ passageIds: ["a", "b"] });
  });

  it.each([
    ["the same number", FILES, FILES.replace("expire", "vanish")],
    [
      "another unit",
      "A part may hold at most 100 MB of data.",
      "A part may hold at most 5 GB of data.",
    ],
    ["another setting", "`max_retries` defaults to 2.", "The default of `max_parts` is 3."],
    [
      "two platforms",
      "Clusters on Azure hold 10 nodes at most.",
      "Clusters on Google hold 20 nodes at most.",
    ],
    [
      "two numbers in one sentence",
      "Between 1 and 10 parts are sent.",
      "Between 1 and 20 parts are sent.",
    ],
    [
      "words in common that anybody has",
      "Requests end after 60 seconds.",
      "Uploads end after 90 seconds.",
    ],
    ["code", "Set `retries` to 3 by default.", "```\nretries = 5 by default\n```"],
  ])("takes %s for no contradiction", (_, first, second) => {
    expect(atOdds(first, second)).toBeNull();
  });

  it("compares pages of one version only, and no page with itself", () => {
    expect(atOdds(FILES, BATCH, { version: "2" })).toBeNull();
    expect(atOdds(FILES, BATCH, { source: "old" })).toBeNull();
    expect(atOdds(FILES, BATCH, { page: "a.md" })).toBeNull();
  });
});

describe("borneOut", () => {
  const sent = [
    aPassage({ id: "a", page: "a.md", text: FILES }),
    aPassage({ id: "b", page: "b.md", text: BATCH }),
    aPassage({ id: "c", page: "c.md", text: BATCH, version: "2" }),
  ];
  const seen = { about: "how long output is kept", passageIds: ["a", "b"], quotes: [FILES, BATCH] };

  it("takes what stands in two passages of one version", () => {
    expect(borneOut([seen], sent)).toEqual(seen);
  });

  it.each([
    ["an invented passage", { passageIds: ["a", "x"] }],
    ["one passage twice", { passageIds: ["a", "a"], quotes: [FILES, FILES] }],
    ["a false quote", { quotes: [FILES, "Output is kept for 60 days."] }],
    ["a missing quote", { quotes: [FILES] }],
    ["another version", { passageIds: ["a", "c"] }],
    ["nothing", { passageIds: [], quotes: [] }],
  ])("refuses %s", (_, overrides) => {
    expect(borneOut([{ ...seen, ...overrides }], sent)).toBeNull();
  });
});

describe("docs that contradict themselves", () => {
  it("hold the draft with the reason, and are a gap of their own", async () => {
    const house = aHouseOfQuestions();
    const text = "Files over 1 GB need a part size of 64 MB.";
    const other = { id: "other", page: "limits.md", pageTitle: "Limits", text };
    house.finds(other);
    house.drafts({});
    const { known } = await house.asks("How do I upload?");
    // Two numbers in one sentence: the rule keeps out, the model's word is needed.
    expect(house.openCards()).toHaveLength(1);
    expect(known.decision?.outcome).toBe("answer");

    house.drafts({
      contradictions: [
        {
          about: "the part size",
          passageIds: [house.passage.id, "other"],
          quotes: ["a part size of 100 MB", "a part size of 64 MB"],
        },
      ],
    });
    const second = await house.asks("How do I upload more?");
    expect(second.known.decision).toMatchObject({
      outcome: "leave",
      reasons: [
        {
          code: "contradiction",
          text: 'no answer is drafted: the docs contradict themselves (the part size): Uploads says "a part size of 100 MB", Limits says "a part size of 64 MB"',
        },
      ],
    });
    const { asks } = await house.gaps.view("acme");
    expect(asks).toMatchObject([{ reason: "contradiction", seen: [house.passage.id, "other"] }]);
  });

  it("are found without a model where one number stands against another", async () => {
    const house = aHouseOfQuestions();
    house.finds(
      { id: "files", page: "files.md", text: FILES },
      { id: "batch", page: "batch.md", text: BATCH },
    );
    house.drafts({ claims: [{ text: BATCH, passageIds: ["batch"], quote: BATCH }] });
    const { known } = await house.asks("How long is batch output kept?");
    expect(known.decision?.reasons[0]?.code).toBe("contradiction");
    expect(house.openCards()).toEqual([]);
  });
});
