import { join } from "node:path";
import type { Classification } from "../triage/model/classification.ts";
import type { Examples } from "../triage/model/example.ts";
import type { Policy } from "../triage/model/policy.ts";
import type { PassageIndex } from "../triage/ports/docs.ts";
import type { Classifier, Drafter } from "../triage/ports/engines.ts";
import { withCache } from "./answer-cache.ts";
import { judge } from "./judge.ts";
import type { LabelledRow } from "./labelled-row.ts";
import type { DataSet } from "./read-rows.ts";
import type { Judged, Run } from "./run.ts";
import type { Subject } from "./subject.ts";

export type RunParts = {
  readonly policy: Policy;
  /** Searched when drafts are asked for; null leaves every question undrafted. */
  readonly passages: PassageIndex | null;
  /** Reviewed tickets that a model is shown beside a row, and how many; null shows none. */
  readonly examples: { readonly from: Examples; readonly shown: number } | null;
  /** Folder of kept answers; null asks everything anew. */
  readonly cache: string | null;
  readonly now: () => number;
  /** Hashes of the files that the offline weights were trained on. */
  readonly trainedOn: ReadonlySet<string>;
  /** Rows asked for at once of an engine that is waited for. */
  readonly atOnce: number;
};

/** Judges every row by one engine; rows come out in the order in which they came in. */
export async function runSubject(
  subject: Subject,
  sets: readonly DataSet[],
  rows: readonly LabelledRow[],
  parts: RunParts,
  onRow: () => void,
): Promise<Run> {
  const stamps: Classification["stamp"][] = [];
  const cached =
    parts.cache !== null && subject.paid
      ? withCache(subject.classifier, subject.asked, cacheFile(parts.cache, subject))
      : { classifier: subject.classifier, hits: () => 0 };
  const readers = {
    classifier: noting(cached.classifier, stamps),
    drafter: parts.passages ? subject.drafter : NO_DRAFTS,
    passages: parts.passages ?? NO_PASSAGES,
    sameAsks: { find: async () => [] },
    ...(parts.examples ? { examples: parts.examples.from } : {}),
  };
  // Only what costs money learns from examples, as in the bot.
  const examplesShown = subject.paid ? (parts.examples?.shown ?? 0) : 0;
  const policy = { ...parts.policy, examplesShown };
  const judged = new Array<Judged | null>(rows.length).fill(null);
  const waiting = rows.entries();
  const work = async () => {
    for (const [index, row] of waiting) {
      judged[index] = await judge(row, policy, readers, parts.now);
      onRow();
    }
  };
  await Promise.all(Array.from({ length: subject.paid ? parts.atOnce : 1 }, work));

  const own = stamps.filter((stamp) => stamp.engine === subject.engine);
  return {
    subject: subject.name,
    engine: subject.engine,
    models: [...new Set(own.map(({ model }) => model))].toSorted(),
    prompt: own[0]?.prompt ?? null,
    promptHash: own[0]?.promptHash ?? null,
    schemaHash: own[0]?.schemaHash ?? null,
    fromCache: cached.hits(),
    trainedOn:
      subject.engine === "offline"
        ? sets.filter(({ sha256 }) => parts.trainedOn.has(sha256)).map(({ name }) => name)
        : [],
    leftOut: judged.filter((one) => one === null).length,
    judged: judged.filter((one) => one !== null),
  };
}

/** One file for each engine, model, prompt and schema, so that an old one can be thrown away. */
function cacheFile(folder: string, { asked }: Subject): string {
  const { engine, model, promptHash, schemaHash } = asked;
  const name = [engine, model, promptHash, schemaHash].filter((part) => part !== null).join("-");
  return join(folder, `${name.replaceAll(/[^\w.-]/g, "_")}.jsonl`);
}

function noting(classifier: Classifier, stamps: Classification["stamp"][]): Classifier {
  return {
    async classify(input) {
      const answer = await classifier.classify(input);
      if (answer.type === "classified") stamps.push(answer.classification.stamp);
      return answer;
    },
  };
}

const NO_DRAFTS: Drafter = {
  draft: async () => {
    const reason = "drafts are not part of this run";
    return { type: "none", because: "no-passage", reason, call: null };
  },
};

const NO_PASSAGES: PassageIndex = {
  search: async () => [],
  get: async () => [],
  holds: async () => false,
  version: () => "none",
};
