import { Classification, Kind, Lane } from "../../triage/classification.ts";
import type { Classifier, ClassifyInput } from "../../triage/ports.ts";
import { redact } from "../../triage/redact.ts";
import { type Answered, callModel, createTask, type ModelDeps, toStamp } from "./call-model.ts";
import { ClassifyAnswer } from "./classify-schema.ts";
import { keepVerbatim, withoutMiddle } from "./excerpt.ts";
import { labelOdds } from "./label-odds.ts";
import { loadPrompt } from "./prompt.ts";
import { damped } from "./self-report.ts";

const TASK = createTask("classification", loadPrompt("classify@1"), ClassifyAnswer);

/** What is sent along with every post: two answers compare only when these are the same. */
export const CLASSIFYING = {
  prompt: TASK.prompt.name,
  promptHash: TASK.prompt.hash,
  schemaHash: TASK.schemaHash,
} as const;

const LONGEST_TITLE = 120;

/** Classifies with a model; every way in which it can fail is a value with its reason. */
export function createOpenAiClassifier(deps: ModelDeps): Classifier {
  return {
    async classify(input) {
      const { title, areas, tags } = input;
      const outcome = await callModel(
        TASK,
        {
          areas: areas.map(({ name, description }) => ({ name, description })),
          forumTags: tags,
          post: { title, text: withoutMiddle(input.text) },
        },
        deps,
        input.who,
      );
      if (outcome.type === "failed") return outcome;
      const classification = toClassification(outcome, input);
      return { type: "classified", classification, call: outcome.call };
    },
  };
}

function toClassification(
  { value, written, call }: Answered<ClassifyAnswer>,
  input: ClassifyInput,
): Classification {
  const odds = (property: "kind" | "lane", labels: readonly string[]) =>
    written && labelOdds(written, property, value[property], labels);
  const kindOdds = odds("kind", Kind.options);
  return Classification.parse({
    kind: value.kind,
    lane: value.lane,
    area: areaNamed(value.area, input),
    severity: value.severity,
    language: /^[a-z]{2}$/.test(value.language) ? value.language : "und",
    title: titleOf(redact(value.title).text, input),
    ask: oneLine(redact(value.ask).text),
    // Verbatim from a post that was redacted before it came here.
    evidence: keepVerbatim(value.evidence, `${input.title}\n${input.text}`),
    missing: [...new Set(value.missing)],
    confidence: kindOdds ?? damped(value.confidence),
    laneConfidence: odds("lane", Lane.options) ?? damped(value.laneConfidence),
    confidenceFrom: kindOdds === null ? "said" : "odds",
    stamp: toStamp(call),
  });
}

function areaNamed(name: string, { areas }: ClassifyInput): string {
  const wanted = name.trim().toLowerCase();
  return areas.find((area) => area.name.toLowerCase() === wanted)?.name ?? "unknown";
}

function titleOf(title: string, input: ClassifyInput): string {
  const written = [title, input.title, input.text.slice(0, 400), "Untitled"].map(oneLine);
  const first = written.find((one) => one !== "") ?? "Untitled";
  return [...first].slice(0, LONGEST_TITLE).join("");
}

const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();
