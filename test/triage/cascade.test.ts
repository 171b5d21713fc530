import { describe, expect, it } from "vitest";
import { agreed } from "../../src/triage/decide/agreement.ts";
import { type CascadeParts, createCascade } from "../../src/triage/decide/cascade.ts";
import type { Classification } from "../../src/triage/model/classification.ts";
import type { Classifier, ClassifyInput } from "../../src/triage/ports/engines.ts";
import { aFailure, type Classified } from "../fakes/engines.ts";
import { aClassification, aStamp } from "../fakes/samples.ts";

const who = { communityId: "acme", ticketId: "t", personId: "p", purpose: "triage" } as const;
const POST: ClassifyInput = {
  title: "",
  text: "lol",
  areas: [],
  tags: [],
  placeId: "general",
  who,
};

const classified = (overrides: Partial<Classification>): Classified => ({
  type: "classified",
  classification: aClassification(overrides),
  call: null,
});

/** Always answers the same, and counts how often it was asked. */
function aClassifier(answer: Classified): Classifier & { asked: number } {
  return {
    asked: 0,
    async classify() {
      this.asked += 1;
      return answer;
    },
  };
}

const ours = aStamp({ engine: "openai", model: "small" });
const bug = (confidence: number, confidenceFrom: Classification["confidenceFrom"] = "odds") =>
  classified({ kind: "bug", confidence, confidenceFrom, stamp: ours });

function aCascade(
  overrides: Partial<Omit<CascadeParts, "model" | "strong" | "plain">> & {
    model?: Classified;
    strong?: Classified | null;
    plain?: Classified;
    posts?: number;
  } = {},
) {
  const model = aClassifier(overrides.model ?? bug(0.9));
  const strong = aClassifier(
    overrides.strong ?? classified({ kind: "docs", stamp: aStamp({ model: "large" }) }),
  );
  const cascade = createCascade({
    sureFrom: 0.6,
    gate: { busyFrom: 20, certainty: 0.5 },
    now: () => 0,
    ...overrides,
    traffic: async () => overrides.posts ?? 20,
    model,
    strong: overrides.strong === null ? null : strong,
    plain: aClassifier(overrides.plain ?? classified({ kind: "bug", confidence: 0.7 })),
  });
  const ask = async (input: Partial<ClassifyInput> = {}) => {
    const answer = await cascade.classify({ ...POST, ...input });
    if (answer.type === "failed") throw new Error(answer.reason);
    return answer.classification;
  };
  return { ask, cascade, model, strong };
}

const chatter = classified({ kind: "other", confidence: 0.5 });

describe("the gate of a busy channel", () => {
  it("spares the model what is clearly chatter, and says so", async () => {
    const { ask, model } = aCascade({ plain: chatter });
    const { kind, stamp } = await ask();
    expect(kind).toBe("other");
    expect(stamp.standsInBecause).toBe("the model was spared: chatter (50 %) in a busy channel");
    expect(stamp.standsInAfter).toBeUndefined();
    expect(model.asked).toBe(0);
  });

  it.each([
    ["the channel is calm", { plain: chatter, posts: 19 }, {}],
    ["it is less sure", { plain: classified({ kind: "other", confidence: 0.49 }) }, {}],
    ["something is asked", { plain: classified({ kind: "question", confidence: 0.9 }) }, {}],
    ["the lane is not open", { plain: classified({ kind: "other", lane: "care" }) }, {}],
    ["there is no gate", { plain: chatter, gate: null }, {}],
    ["it comes from an import", { plain: chatter }, { who: { ...who, purpose: "import" } }],
    ["nobody says where it was written", { plain: chatter }, { placeId: undefined }],
  ] as const)("lets through when %s", async (_, parts, input) => {
    const { ask, model } = aCascade(parts);
    const { placeId, ...rest } = { ...POST, ...input };
    await ask(placeId === undefined ? { ...rest, placeId: "" } : { ...rest, placeId });
    expect(model.asked).toBe(1);
  });
});

describe("a stronger model", () => {
  it.each([
    { confidence: 0.59, asked: 1, kind: "docs" },
    { confidence: 0.6, asked: 0, kind: "bug" },
  ])("is asked once when the first is unsure: $confidence", async ({ confidence, asked, kind }) => {
    const { ask, strong } = aCascade({ model: bug(confidence) });
    expect((await ask()).kind).toBe(kind);
    expect(strong.asked).toBe(asked);
  });

  it("that fails leaves the first answer standing", async () => {
    const { ask } = aCascade({ model: bug(0.3), strong: aFailure() });
    expect((await ask()).kind).toBe("bug");
  });

  it("is not asked when there is none, nor when the first failed", async () => {
    expect((await aCascade({ model: bug(0.3), strong: null }).ask()).kind).toBe("bug");
    const { cascade, strong } = aCascade({ model: aFailure() });
    expect(await cascade.classify(POST)).toMatchObject({ type: "failed" });
    expect(strong.asked).toBe(0);
  });
});

describe("confidence without odds", () => {
  const said = aClassification({ kind: "bug", confidence: 0.7, laneConfidence: 0.8 });
  const second = (kind: Classification["kind"], confidence: number) =>
    aClassification({ kind, confidence, laneConfidence: 0.8 });

  it("rises when both engines agree and falls when they do not", () => {
    expect(agreed(said, second("bug", 0.7)).confidence).toBeGreaterThan(0.9);
    expect(agreed(said, second("question", 0.7)).confidence).toBeCloseTo(0.427, 2);
    expect(agreed(said, second("question", 0.95)).confidence).toBeLessThan(0.15);
    expect(agreed(said, second("bug", 0.7)).laneConfidence).toBeGreaterThan(0.9);
  });

  it("is what the first says when the second knows nothing", () => {
    expect(agreed(said, second("bug", 1 / 6)).confidence).toBeCloseTo(0.7);
    expect(agreed(said, second("docs", 1 / 6)).confidence).toBeCloseTo(0.7);
  });

  it.each([0, 1])("stays a chance when somebody says %d", (confidence) => {
    for (const kind of ["bug", "docs"] as const) {
      const found = agreed({ ...said, confidence }, second(kind, confidence)).confidence;
      expect(found).toBeGreaterThan(0);
      expect(found).toBeLessThan(1);
    }
  });

  it("is weighed by the cascade, and only then", async () => {
    const unsure = aCascade({ model: bug(0.7, "said"), plain: classified({ kind: "docs" }) });
    await unsure.ask();
    expect(unsure.strong.asked).toBe(1);
    expect((await aCascade({ model: bug(0.7) }).ask()).confidence).toBe(0.7);
    const both = await aCascade({ model: bug(0.7, "said") }).ask();
    expect(both.confidenceFrom).toBe("agreement");
    expect(both.confidence).toBeGreaterThan(0.9);
  });

  describe("in doubt about the lane", () => {
    const open = classified({ kind: "bug", lane: "open", evidence: ["It hangs."], stamp: ours });
    const witness = (lane: Classification["lane"]) =>
      classified({ lane, evidence: ["my invoice"], laneConfidence: 0.7 });

    it.each(["security", "care", "account"] as const)("takes %s from the rules", async (lane) => {
      const { cascade } = aCascade({ model: open, plain: witness(lane), strong: null });
      expect(await cascade.classify(POST)).toMatchObject({
        classification: { kind: "bug", lane, laneConfidence: 0.7, stamp: ours },
      });
    });

    it("shows the lines that speak for it", async () => {
      const { cascade } = aCascade({ model: open, plain: witness("account"), strong: null });
      expect(await cascade.classify(POST)).toMatchObject({
        classification: { evidence: ["my invoice", "It hangs."] },
      });
    });

    it.each([
      ["open", "not-ours", "open"],
      ["security", "account", "security"],
      ["account", "open", "account"],
    ] as const)("keeps the model's %s against %s", async (said, seen, kept) => {
      const model = classified({ lane: said, stamp: ours });
      const { cascade } = aCascade({ model, plain: witness(seen), strong: null });
      expect(await cascade.classify(POST)).toMatchObject({ classification: { lane: kept } });
    });
  });

  it("passes on where the plain engine sees several asks", async () => {
    const asks = ["1. It crashes", "2. Please add"];
    const plain = { ...classified({ kind: "bug" }), asks };
    const { cascade } = aCascade({ plain, strong: null });
    expect(await cascade.classify(POST)).toMatchObject({ type: "classified", asks });
  });
});
