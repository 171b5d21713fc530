import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { buildIndex } from "../../src/integrations/docs/build-index.ts";
import { type DocsIndex, openIndex } from "../../src/integrations/docs/open-index.ts";
import type { Signs } from "../../src/integrations/offline/answer-evidence.ts";
import { ANSWER_FLOOR } from "../../src/integrations/offline/extractive-drafter.ts";
import { crossValidate, fitModel, mean, samplesOf } from "./cross-validate.ts";
import { createJudgedDrafter } from "./engine.ts";
import { evaluate, POSTS } from "./evaluate.ts";
import { atCoverages, decisionsAt, type Judged, rankingQuality } from "./judge.ts";
import { pagesOf, type Row, readRows } from "./questions.ts";

const { values } = parseArgs({
  options: {
    json: { type: "string" },
    engine: { type: "string", default: "offline" },
    model: { type: "string" },
    "base-url": { type: "string" },
    /** From which confidence a draft counts as an answer; a model's own default is thresholds.draft_confidence. */
    floor: { type: "string" },
  },
});
const floor = Number(values.floor ?? (values.engine === "offline" ? ANSWER_FLOOR : 0.35));
const shared = resolve(process.env["SIGNALBOX_SHARED"] ?? "../shared");
const rows = await readRows(join(shared, "data/answerability/ibmcloud-tasks.jsonl"));
const data = await mkdtemp(join(tmpdir(), "answerability-"));
try {
  const source = { name: "docs", version: null, official: true };
  await buildIndex(data, [{ source, pages: pagesOf(rows) }]);
  const index = await openIndex(data);
  const { engine, model, "base-url": baseUrl } = values;
  const drafter = createJudgedDrafter({ engine, model, baseUrl }, index.rarity);
  const last = await evaluate(rows, POSTS.last, index, drafter);
  const talk = await evaluate(rows, POSTS.talk, index, drafter);
  print("The last turn alone", last.judged);
  print("The last turn as title, the two turns before as body", talk.judged);
  const failed = last.failed + talk.failed;
  if (failed > 0) console.log(`\n${failed} calls failed and count as no answer`);
  const validated = engine === "offline" ? await validate(rows, index) : null;
  if (values.json) {
    const found = { last: report(last.judged), talk: report(talk.judged), failed, validated };
    await writeFile(values.json, JSON.stringify(found, null, 2));
  }
} finally {
  await rm(data, { recursive: true, force: true });
}

function report(judged: readonly Judged[]) {
  return {
    questions: judged.length,
    answerable: judged.filter(({ answerable }) => answerable).length,
    auc: rankingQuality(judged),
    floor: { value: floor, ...decisionsAt(judged, floor) },
    coverages: atCoverages(judged),
  };
}

function print(title: string, judged: readonly Judged[]): void {
  const { questions, answerable, auc, floor: at, coverages } = report(judged);
  console.log(
    `\n${title}: ${questions} questions, ${answerable} answerable, AUC ${auc.toFixed(3)}`,
  );
  console.log("answered  answerable among them  cites a passage of the reference");
  for (const { share, answered, precision, citesGold } of coverages) {
    console.log(
      `${String(Math.round(share * 100)).padStart(4)} % ${String(answered).padStart(3)}  ${precision.toFixed(3).padStart(14)}  ${citesGold.toFixed(3).padStart(24)}`,
    );
  }
  console.log(
    [
      `at the floor of ${at.value}  answerable  not answerable`,
      `  answered  ${String(at.answeredRightly).padStart(16)} ${String(at.answeredWrongly).padStart(15)}`,
      `  declined  ${String(at.declinedWrongly).padStart(16)} ${String(at.declinedRightly).padStart(15)}`,
      `  ${at.citesGold} answers cite the reference; ${at.rightDecisions} of ${questions} decisions right`,
    ].join("\n"),
  );
}

/** What the offline decision is worth on questions that its weights were not fitted to. */
async function validate(all: readonly Row[], index: DocsIndex) {
  const precision = 0.95;
  const seeds = Array.from({ length: 10 }, (_, at) => at + 1);
  const four = ["inPassage", "inSentence", "amount", "selfContained"] as const;
  const sets: Readonly<Record<string, readonly (keyof Signs)[]>> = {
    "as shipped": [...four, "speakers"],
    "without speakers": four,
  };
  const samples = await samplesOf(all, index);
  console.log(
    `\nCross-validated: six folds, mean of ${seeds.length} seeds, the floor chosen on the other folds for a precision of ${precision}`,
  );
  console.log("signs              AUC    answered  answerable  precision   fitted to all");
  return Object.entries(sets).map(([name, signs]) => {
    const runs = seeds.map((seed) => crossValidate(samples, signs, precision, seed));
    const auc = mean(
      runs.map(({ confidences }) =>
        rankingQuality(
          samples.map(({ answerable }, at) => ({
            answerable,
            confidence: confidences[at] ?? 0,
            citesGold: false,
          })),
        ),
      ),
    );
    const answered = mean(runs.map((run) => run.answered));
    const right = mean(runs.map((run) => run.right));
    const fitted = fitModel(samples, signs);
    const weights = [...fitted.weights, fitted.bias].map((weight) => weight.toFixed(2)).join(" ");
    console.log(
      `${name.padEnd(17)} ${auc.toFixed(3)} ${answered.toFixed(1).padStart(9)} ${right.toFixed(1).padStart(11)} ${(right / answered).toFixed(3).padStart(10)}   ${weights}`,
    );
    return { name, auc, answered, right, weights: fitted.weights, bias: fitted.bias };
  });
}
