import { Classification, Kind, Lane } from "../../triage/model/classification.ts";
import type { Classifier, ClassifyInput, EngineFailure } from "../../triage/ports/engines.ts";
import { redact } from "../../triage/redact/redact.ts";
import { type Answered, callModel, createTask, type ModelDeps, toStamp } from "./call-model.ts";
import { ClassifyAnswer } from "./classify-schema.ts";
import { keepVerbatim, withoutMiddle } from "./excerpt.ts";
import { labelOdds } from "./label-odds.ts";
import { loadPrompt, type Prompt } from "./prompt.ts";
import { damped } from "./self-report.ts";

/** The prompt in use. */
export const CLASSIFY_PROMPT = "classify@2";

export const CLASSIFY = classifyingBy(loadPrompt(CLASSIFY_PROMPT));

/** The task with another prompt: schema and everything around it stay. */
function classifyingBy(prompt: Prompt) {
  return createTask("classification", prompt, ClassifyAnswer);
}

/** What is sent along with every post: two answers compare only when these are the same. */
export const CLASSIFYING = {
  prompt: CLASSIFY.prompt.name,
  promptHash: CLASSIFY.prompt.hash,
  schemaHash: CLASSIFY.schemaHash,
} as const;

const LONGEST_TITLE = 120;
/** Enough to see what an example is about; several go along with every call. */
const LONGEST_EXAMPLE = 600;

/** Classifies with a model; every way in which it can fail is a value with its reason. */
export function createOpenAiClassifier({
  prompt,
  ...deps
}: ModelDeps & {
  /** In place of the one in use, to be measured. */
  readonly prompt?: Prompt | undefined;
}): Classifier {
  const task = prompt ? classifyingBy(prompt) : CLASSIFY;
  return {
    async classify(input) {
      const { who, images } = input;
      const outcome = await callModel(task, toQuestion(input), deps, who, images);
      return classifiedFrom(outcome, input);
    },
  };
}

/** What a model's answer to a post means. */
export function classifiedFrom(
  outcome: Answered<ClassifyAnswer> | EngineFailure,
  input: ClassifyInput,
): Awaited<ReturnType<Classifier["classify"]>> {
  if (outcome.type === "failed") return outcome;
  const classification = toClassification(outcome, input);
  return { type: "classified", classification, call: outcome.call };
}

/**
 * What is sent, from what changes least to what changes most, so that the vendor finds as long a
 * prefix as it can in its cache. All of it is data that the prompt names as such.
 */
export function toQuestion({ areas, examples = [], tags, title, text }: ClassifyInput) {
  return {
    areas: areas.map(({ name, description }) => ({ name, description })),
    examples: examples.map((one) => ({
      title: cut(one.title, LONGEST_TITLE),
      text: cut(one.text, LONGEST_EXAMPLE),
      kind: one.kind,
      lane: one.lane,
      area: one.area,
      corrected: one.corrected,
    })),
    forumTags: tags,
    post: { title, text: withoutMiddle(text) },
  };
}

/** Redacted when it was stored, and once more by the rules of today. */
const cut = (text: string, most: number) => [...redact(text).text].slice(0, most).join("");

function toClassification(
  { value, written, call, images }: Answered<ClassifyAnswer>,
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
    ...learntFrom(input),
    ...(images ? { images } : {}),
    stamp: toStamp(call),
  });
}

function learntFrom({ examples = [] }: ClassifyInput): Pick<Classification, "learntFrom"> {
  const corrections = examples.filter(({ corrected }) => corrected);
  if (corrections.length === 0) return {};
  return { learntFrom: corrections.map(({ code, reviewedAt: at }) => ({ code, at })) };
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
