import { describe, expect, it } from "vitest";
import type { ImportedPost } from "../../src/integrations/imports/imported-post.ts";
import { createSameAsks } from "../../src/integrations/same-asks/same-asks.ts";
import type { Classification } from "../../src/triage/model/classification.ts";
import { createGrowingAsks } from "../../src/trial/growing-asks.ts";
import { runTrial } from "../../src/trial/run-trial.ts";
import { exampleConfig, trialPolicy } from "../../src/trial/trial-policy.ts";
import { createManualClock } from "../fakes/clock.ts";
import {
  aFailure,
  createFakeClassifier,
  createFakeDrafter,
  createFakeIndex,
} from "../fakes/engines.ts";
import {
  aClassification,
  aDraft,
  anIssue,
  aPassage,
  createTestIds,
  NOON,
} from "../fakes/samples.ts";
import { anImportedPost } from "./samples.ts";

function aTrial() {
  const classifier = createFakeClassifier();
  const drafter = createFakeDrafter();
  const passages = createFakeIndex([aPassage()]);
  const asks = createGrowingAsks([anIssue({ title: "Uploads over 1 GB hang at 99%" })]);
  const parts = {
    classifier,
    drafter,
    passages,
    shareOf: () => 0.5,
    sameAsks: createSameAsks(asks.feed),
    learn: asks.learn,
    policy: trialPolicy(exampleConfig("acme/sdk", "public")),
    clock: createManualClock(NOON),
    ids: createTestIds(),
  };
  return {
    classifier,
    drafter,
    passages,
    classify: (piece: string, classification: Partial<Classification>) =>
      classifier.when(piece, {
        type: "classified",
        classification: aClassification(classification),
        call: null,
      }),
    run: (...posts: ImportedPost[]) => runTrial(posts, parts, () => {}),
  };
}

describe("a post on trial", () => {
  it("becomes an issue to review, with what would be said once it is filed", async () => {
    const trial = aTrial();
    trial.classify("hangs", { kind: "bug", missing: [], title: "Frames are dropped" });
    const { tried } = await trial.run(anImportedPost());
    expect(tried).toMatchObject([
      {
        decision: { outcome: "file", mode: "draft" },
        marked: true,
        said: [
          {
            say: "filed",
            to: "public",
            text: expect.stringContaining("https://github.com/acme/sdk/issues/…"),
          },
        ],
      },
    ]);
  });

  it("asks for missing details as a draft, as if live", async () => {
    const trial = aTrial();
    trial.classify("hangs", { kind: "bug", missing: ["version"], title: "Frames are dropped" });
    const { tried } = await trial.run(anImportedPost());
    expect(tried[0]?.decision).toMatchObject({ outcome: "ask", mode: "draft" });
    expect(tried[0]?.said[0]?.text).toContain("the SDK and its version");
  });

  it("gets an answer with its passages, and what a model would have been sent is known", async () => {
    const trial = aTrial();
    trial.classify("resume", { kind: "question" });
    trial.passages.when("resume", [["passage-1", 3]]);
    const text = "Files over 1 GB need a part size of 100 MB.";
    const draft = aDraft({ claims: [{ text, passageIds: ["passage-1"], quote: text }] });
    trial.drafter.when("resume", { type: "drafted", draft, call: null });
    const { tried } = await trial.run(anImportedPost({ text: "How do I resume?" }));
    expect(tried).toMatchObject([
      {
        decision: { outcome: "answer" },
        cited: [{ id: "passage-1" }],
        nearest: { share: 0.5 },
        said: [{ say: "answer", text: expect.stringContaining(text) }],
      },
    ]);
    expect(tried[0]?.classifying.sent).toBeGreaterThan(1_000);
    expect(tried[0]?.drafting?.sent).toBeGreaterThan(1_000);
  });

  it("is redacted before any engine sees it, a secret split over two messages too", async () => {
    const key = ["sk", "proj", "Zx8Qw3Er7Ty2Ui9Op4As6Df1Gh5Jk0LzZx8Qw3Er7Ty2Ui9Op4As6"].join("-");
    const parts = [`my key is ${key.slice(0, 24)}`, `${key.slice(24)} and it hangs`];
    const trial = aTrial();
    trial.classify("", { kind: "bug" });
    const split = anImportedPost({ text: parts.join("\n"), parts });
    const { tried } = await trial.run(anImportedPost({ title: `key ${key}` }), split);
    const everything = JSON.stringify([tried, trial.classifier.asked]);
    expect(everything).not.toContain(key.slice(0, 24));
    expect(everything).not.toContain(key.slice(24));
    expect(tried.every(({ removed }) => removed.length > 0)).toBe(true);
    expect(tried[0]?.said[0]).toMatchObject({ say: "leaked-credential", to: "author" });
    expect(tried[0]?.alerted).toBe(true);
  });

  it("is held against open issues and the posts before it, in the order of time", async () => {
    const trial = aTrial();
    const title = "Streaming breaks behind a corporate proxy with ECONNRESET";
    trial.classify("proxy", { kind: "bug", title });
    trial.classify("1 GB", { kind: "bug", title: "Uploads over 1 GB hang at 99%" });
    const late = anImportedPost({ where: "late", text: title, postedAt: NOON + 1 });
    const early = anImportedPost({ where: "early", text: title });
    const known = anImportedPost({ where: "known", text: "Uploads hang at 99% over 1 GB." });
    const { tried } = await trial.run(late, early, known);
    const found = new Map(tried.map((one) => [one.where, one]));
    expect(found.get("early")?.decision.outcome).toBe("file");
    expect(found.get("late")).toMatchObject({
      candidates: [{ target: { type: "ticket", code: found.get("early")?.code } }],
    });
    expect(found.get("known")?.candidates[0]?.target).toMatchObject({ type: "issue" });
  });

  it("is skipped with its reason when the engine fails or there is nothing to read", async () => {
    const trial = aTrial();
    trial.classifier.when("hangs", aFailure({ detail: "no answer" }));
    const empty = anImportedPost({ where: "f:2", title: "", text: "", parts: [""] });
    const { tried, skipped } = await trial.run(anImportedPost(), empty);
    expect(tried).toEqual([]);
    expect(skipped).toMatchObject([
      { where: "posts.jsonl:1", reason: "not classified: no answer" },
      { where: "f:2", reason: "empty" },
    ]);
  });

  it("says nothing about what only a moderator should see", async () => {
    const trial = aTrial();
    trial.classify("hangs", { kind: "bug", lane: "care" });
    const { tried } = await trial.run(anImportedPost());
    expect(tried).toMatchObject([{ said: [], alerted: true, proposal: null }]);
  });
});

describe("the policy of a trial", () => {
  it("makes drafts of what a config lets the bot do alone, and keeps off what is off", () => {
    const config = exampleConfig(null, "public");
    const acts = { ...config.acts, ask: "auto", redirect: "auto", answer: "off" } as const;
    const policy = trialPolicy({ ...config, mode: "shadow", acts });
    expect(policy.mode).toBe("live");
    expect(policy.acts).toMatchObject({ ask: "draft", redirect: "draft", answer: "off" });
  });
});
