import { describe, expect, it } from "vitest";
import { texts } from "../../src/bot/texts.ts";

const OFF_SCOPES = ["person", "conversation", "place"] as const;

/** Every sentence, with sample facts in the places where facts go. */
const sentences: readonly (readonly [string, string])[] = [
  ...flatten("texts", {
    ...texts,
    answerFrom: [texts.answerFrom(true), texts.answerFrom(false)],
    answerOrigin: [true, false].flatMap((extractive) =>
      [true, false].flatMap((edited) =>
        [true, false].map((checked) => texts.answerOrigin({ extractive, edited }, checked)),
      ),
    ),
    reference: texts.reference("SB-142"),
    filed: texts.filed("SB-142"),
    reporters: texts.reporters(4),
    linked: texts.linked("SB-142"),
    fixed: texts.fixed("SB-142"),
    announced: [texts.announced("v2.1.0"), texts.announced(null)],
    announcedReports: texts.announcedReports(60),
    release: texts.release("v2.1.0"),
    milestone: texts.milestone("4.3"),
    closed: [texts.closed("not-planned", "SB-142"), texts.closed("duplicate", "SB-142")],
    called: [
      texts.called.opened("SB-142"),
      texts.called.known("SB-142"),
      texts.called.skipped("written by a bot"),
    ],
    leaked: texts.leaked("api key", "Acme"),
    asked: {
      ...texts.asked,
      noAnswer: texts.asked.noAnswer("SB-142"),
      forPeople: texts.asked.forPeople("SB-142"),
    },
    report: { ...texts.report, itIs: texts.report.itIs(2), taken: texts.report.taken("SB-142") },
    privacy: {
      ...texts.privacy,
      kept: [texts.privacy.kept(1, 1), texts.privacy.kept(2, 0)],
      forgotten: [texts.privacy.forgotten(1), texts.privacy.forgotten(12)],
    },
    noAi: {
      ...texts.noAi,
      done: OFF_SCOPES.flatMap((scope) => [true, false].map((off) => texts.noAi.done(scope, off))),
      notYours: OFF_SCOPES.map(texts.noAi.notYours),
    },
  }),
];

function flatten(path: string, value: unknown): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value === "function") throw new Error(`${path} needs a sample in this test`);
  return Object.entries(Object(value)).flatMap(([key, inner]) => flatten(`${path}.${key}`, inner));
}

describe("what is said in public", () => {
  it.each(sentences)("%s is short and plain: %s", (_path, sentence) => {
    expect(sentence.length).toBeGreaterThan(0);
    expect(sentence.length).toBeLessThanOrEqual(200);
    expect(sentence).not.toMatch(/!/);
    expect(sentence).not.toMatch(/@|<#|\bhttps?:/);
    expect(sentence).not.toMatch(/sorry|apolog|unfortunately|great question|happy to|thank/i);
    expect(sentence).not.toMatch(/triag|proposal|\bticket|classif|\blane\b|pipeline|escalat/i);
  });

  it.each(sentences)("%s promises nothing: %s", (_path, sentence) => {
    expect(sentence).not.toMatch(/\b(will|soon|shortly|tomorrow|today|next week|guarantee)\b/i);
    expect(sentence).not.toMatch(/\b\d+\s*(minutes?|hours?|days?|weeks?)\b|[$€£]|\brefund/i);
  });

  it("keeps button labels short enough for a phone", () => {
    for (const label of Object.values(texts.buttons)) expect(label.length).toBeLessThanOrEqual(17);
  });
});
