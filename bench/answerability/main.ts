import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { buildIndex } from "../../src/integrations/docs/build-index.ts";
import { openIndex } from "../../src/integrations/docs/open-index.ts";
import type { Delivery } from "../../src/integrations/docs/page-sources.ts";
import { ANSWER_FLOOR } from "../../src/integrations/offline/extractive-drafter.ts";
import { verifyDraft } from "../../src/triage/verify-draft.ts";
import { createJudgedDrafter } from "./engine.ts";
import { atCoverages, type Judged, rankingQuality } from "./judge.ts";

const Row = z.object({
  contexts: z.array(z.object({ document_id: z.string(), text: z.string() })),
  input: z.array(z.object({ speaker: z.string(), text: z.string() })),
  answerability: z.array(z.string()).min(1),
});
type Row = z.infer<typeof Row>;

const { values } = parseArgs({
  options: {
    json: { type: "string" },
    engine: { type: "string", default: "offline" },
    model: { type: "string" },
    "base-url": { type: "string" },
  },
});
const shared = resolve(process.env["SIGNALBOX_SHARED"] ?? "../shared");
const rows = await readRows(join(shared, "data/answerability/ibmcloud-tasks.jsonl"));
const data = await mkdtemp(join(tmpdir(), "answerability-"));
try {
  const source = { name: "docs", version: null, official: true };
  await buildIndex(data, [{ source, pages: pagesOf(rows) }]);
  const index = await openIndex(data);
  const { engine, model, "base-url": baseUrl } = values;
  const drafter = createJudgedDrafter({ engine, model, baseUrl }, index.rarity);
  let failed = 0;
  const last = await judge((turns) => ({ title: "", text: turns.at(-1) ?? "" }));
  const talk = await judge((turns) => ({
    title: turns.at(-1) ?? "",
    text: turns.slice(-3, -1).join("\n"),
  }));
  print("The last turn alone", last);
  print("The last turn as title, the two turns before as body", talk);
  if (failed > 0) console.log(`\n${failed} calls failed and count as no answer`);
  if (values.json) {
    await writeFile(
      values.json,
      JSON.stringify({ last: report(last), talk: report(talk) }, null, 2),
    );
  }

  async function judge(
    toPost: (turns: readonly string[]) => { title: string; text: string },
  ): Promise<Judged[]> {
    const judged: Judged[] = [];
    for (const row of rows) {
      const turns = row.input.filter(({ speaker }) => speaker === "user").map(({ text }) => text);
      const post = toPost(turns);
      const passages = await index.search({ ...post, top: 8 });
      const drafted = await drafter.draft({ ...post, language: "en", passages, instruction: null });
      if (drafted.type === "failed") failed += 1;
      const sent = passages.map(({ passage }) => passage);
      const verified = drafted.type === "drafted" ? verifyDraft(drafted.draft, sent) : null;
      const draft = verified?.type === "verified" ? verified.draft : null;
      const gold = new Set(row.contexts.map(({ document_id }) => document_id));
      const cited = sent.filter(({ id }) =>
        draft?.claims.some(({ passageIds }) => passageIds.includes(id)),
      );
      judged.push({
        answerable: row.answerability.some((one) => one === "ANSWERABLE" || one === "PARTIAL"),
        confidence: draft?.confidence ?? 0,
        citesGold: cited.some(({ page }) => gold.has(page)),
      });
    }
    return judged;
  }
} finally {
  await rm(data, { recursive: true, force: true });
}

async function readRows(file: string): Promise<Row[]> {
  const lines = (await readFile(file, "utf8")).split("\n").filter(Boolean);
  return lines.map((line) => Row.parse(JSON.parse(line)));
}

// Every row's passages go into one index: a row's own list would give its answer away.
async function* pagesOf(all: readonly Row[]): AsyncGenerator<Delivery> {
  const texts = new Map(
    all.flatMap(({ contexts }) => contexts.map((one) => [one.document_id, one.text])),
  );
  for (const [page, text] of texts) {
    yield {
      type: "page",
      page: { page, text, title: null, url: null, file: page, changedAt: null },
    };
  }
}

function report(judged: readonly Judged[]) {
  return {
    questions: judged.length,
    answerable: judged.filter(({ answerable }) => answerable).length,
    auc: rankingQuality(judged),
    floor: { value: ANSWER_FLOOR, ...atFloor(judged, ANSWER_FLOOR) },
    coverages: atCoverages(judged),
  };
}

function atFloor(judged: readonly Judged[], floor: number) {
  const answered = judged.filter(({ confidence }) => confidence >= floor);
  const right = judged.filter((one) => one.confidence >= floor === one.answerable);
  return {
    answered: answered.length,
    answerable: answered.filter(({ answerable }) => answerable).length,
    citesGold: answered.filter(({ citesGold }) => citesGold).length,
    rightDecisions: right.length,
  };
}

function print(title: string, judged: readonly Judged[]): void {
  const { questions, answerable, auc, floor, coverages } = report(judged);
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
    `at the floor of ${floor.value}: ${floor.answered} answered, ${floor.answerable} of them answerable, ${floor.citesGold} citing the reference; ${floor.rightDecisions} of ${questions} decisions right`,
  );
}
