import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { note } from "../../src/evals/call-notes.ts";
import { changes, compareBlocks } from "../../src/evals/compare.ts";
import { figuresOf } from "../../src/evals/figures.ts";
import { crossed, readBound, regression } from "../../src/evals/gate.ts";
import type { LabelledRow } from "../../src/evals/labelled-row.ts";
import { measure } from "../../src/evals/measures/measure.ts";
import { toBlocks } from "../../src/evals/report/report.ts";
import { toMarkdown } from "../../src/evals/report/to-markdown.ts";
import { toPage } from "../../src/evals/report/to-page.ts";
import { reviewedExamples } from "../../src/evals/reviewed-examples.ts";
import { reviewedRows } from "../../src/evals/reviewed-rows.ts";
import { RunFile } from "../../src/evals/run.ts";
import { againstEarlier } from "../../src/evals/run-file.ts";
import { type RunParts, runSubject } from "../../src/evals/run-subject.ts";
import type { Subject } from "../../src/evals/subject.ts";
import type { Kind } from "../../src/triage/model/classification.ts";
import type { ClassifyInput } from "../../src/triage/ports/engines.ts";
import type { ReviewedTicket } from "../../src/triage/review/reviewed.ts";
import { aFailure, type Classified } from "../fakes/engines.ts";
import { aPolicy } from "../fakes/house.ts";
import { aClassification, aRoute, aStamp } from "../fakes/samples.ts";

const place = mkdtempSync(join(tmpdir(), "signalbox-eval-"));
afterAll(() => rmSync(place, { recursive: true, force: true }));

const DRAWS = { seed: 1, draws: 200 };
const CALL = {
  promptName: "classify@1",
  promptHash: "p",
  schemaHash: "s",
  model: "gpt-a",
  responseId: "r",
  requestId: null,
  inputTokens: 1_000,
  cachedTokens: 500,
  outputTokens: 100,
  reasoningTokens: 0,
  latencyMs: 700,
  dollars: 0.002,
  atMost: false,
  outcome: "answered" as const,
};

function aRow(
  id: string,
  text: string,
  kind: Kind,
  overrides: Partial<LabelledRow> = {},
): LabelledRow {
  const right = {
    kinds: [kind],
    lanes: ["open" as const],
    areas: [],
    repository: null,
    outcome: null,
  };
  return {
    id,
    ticketId: null,
    set: "set",
    group: "set",
    title: "",
    messages: [text],
    tags: [],
    place: "forum",
    source: null,
    consented: false,
    right,
    ...overrides,
  };
}

/** An engine that reads the kind from the first word of the text. */
function aSubject(
  name: string,
  answer: (input: ClassifyInput) => Classified,
): Subject & { asked: Subject["asked"]; calls: string[] } {
  const calls: string[] = [];
  return {
    name,
    engine: "openai",
    paid: true,
    unpriced: [],
    asked: { engine: "openai", model: name, settings: [], promptHash: "p", schemaHash: "s" },
    calls,
    classifier: {
      async classify(input) {
        calls.push(input.text);
        const answered = answer(input);
        // As the adapter's meter would.
        if (answered.type === "classified" && answered.call) note([answered.call]);
        return answered;
      },
    },
    drafter: { draft: async () => aFailure() },
  };
}

const says = (kind: Kind, model = "gpt-a"): Classified => ({
  type: "classified",
  classification: aClassification({ kind, stamp: aStamp({ engine: "openai", model }) }),
  call: { ...CALL, model },
});

const readsFirstWord = ({ text }: ClassifyInput) => says(text.split(" ")[0] as Kind);

const parts: RunParts = {
  policy: aPolicy(),
  passages: null,
  examples: null,
  cache: join(place, "answers"),
  now: () => 0,
  trainedOn: new Set<string>(),
  atOnce: 2,
};
const run = (subject: Subject, rows: readonly LabelledRow[], over: Partial<RunParts> = {}) =>
  runSubject(subject, [], rows, { ...parts, ...over }, () => {});

const rows = ["bug one", "bug two", "question one", "docs one"].map((text, n) =>
  aRow(String(n), text, text.split(" ")[0] as Kind),
);
const aFileOf = (runs: RunFile["runs"]): RunFile => ({
  version: 1,
  at: "2026-11-20T00:00:00.000Z",
  ...DRAWS,
  sets: [],
  runs,
});

describe("a run", () => {
  it("asks nothing of a paid engine that it has the answer to", async () => {
    const cache = join(place, "twice");
    const first = aSubject("one", readsFirstWord);
    const before = await run(first, rows, { cache });
    const second = aSubject("one", readsFirstWord);
    const again = await run(second, rows, { cache });
    expect(first.calls).toHaveLength(4);
    expect(second.calls).toEqual([]);
    expect(again.fromCache).toBe(4);
    expect(again.judged).toEqual(before.judged);
    // Another model is another question.
    const third = aSubject("two", readsFirstWord);
    await run(third, rows, { cache });
    expect(third.calls).toHaveLength(4);
  });

  it("keeps the redacted text's answer, never the text before redaction", async () => {
    const cache = join(place, "redacted");
    const subject = aSubject("one", readsFirstWord);
    await run(subject, [aRow("1", "bug write to ada.lovelace@lovelace-mail.net", "bug")], {
      cache,
    });
    expect(subject.calls[0]).not.toContain("ada.lovelace");
    const kept = readFileSync(join(cache, "openai-one-p-s.jsonl"), "utf8");
    expect(kept).not.toContain("ada.lovelace");
  });

  it("asks again for what failed and for what another engine stood in", async () => {
    const cache = join(place, "failed");
    const failing = aSubject("one", ({ text }) => {
      if (text === "bug one") return aFailure({ reason: "refusal" });
      const answer = readsFirstWord({ text } as ClassifyInput);
      if (text !== "bug two" || answer.type === "failed") return answer;
      const stamp = aStamp({ standsInBecause: "the model is out of reach" });
      return { ...answer, classification: { ...answer.classification, stamp } };
    });
    const once = await run(failing, rows, { cache });
    expect(once.judged.map(({ failed, standsIn }) => [failed, standsIn])).toEqual([
      ["refusal", false],
      [null, true],
      [null, false],
      [null, false],
    ]);
    const measures = measure(once, DRAWS);
    expect(measures).toMatchObject({ failed: 1, failures: { refusal: 1 }, standsIn: 1 });
    const again = aSubject("one", readsFirstWord);
    await run(again, rows, { cache });
    expect(again.calls.toSorted()).toEqual(["bug one", "bug two"]);
  });

  it("counts what it costs, and where the right labels would have led", async () => {
    const rules = [
      { when: { kind: ["docs" as const] }, route: aRoute({ repository: "acme/docs" }) },
      { when: {}, route: aRoute({ repository: "acme/sdk" }) },
    ];
    const wrong = aSubject("one", ({ text }) => says(text === "docs one" ? "bug" : "question"));
    const judged = await run(wrong, rows, {
      policy: aPolicy({ rules }),
      cache: join(place, "cost"),
    });
    const { cost, routeAccuracy } = measure(judged, DRAWS);
    expect(cost?.dollarsPerThousand).toBeCloseTo(2);
    expect(routeAccuracy).toBe(3 / 4);
  });

  it("names rows of a strict lane that would be answered or filed in public", async () => {
    const right = { ...rows[0]?.right, lanes: ["account" as const] } as LabelledRow["right"];
    const exposed = await run(
      aSubject("one", () => says("bug")),
      [aRow("7", "bug x", "bug", { right })],
      { cache: join(place, "x") },
    );
    expect(measure(exposed, DRAWS).exposed).toEqual(["set 7"]);
  });
});

describe("reviewed tickets", () => {
  it("are shown to a model as examples of each other, never of themselves", async () => {
    const tickets = ["1", "2"].map(
      (n): ReviewedTicket => ({
        ticketId: `t${n}`,
        code: `SB-${n}`,
        source: "discord",
        placeId: "forum",
        tags: [],
        title: "Upload of a large file hangs",
        messages: ["The upload hangs at 99 percent."],
        labels: { kind: "bug", lane: "open", area: null },
        silence: null,
        outcome: null,
        corrected: n === "1",
        classification: null,
        repository: null,
        reporters: 1,
        reviewedAt: 1,
      }),
    );
    const seen: string[] = [];
    const subject = aSubject("one", ({ examples = [] }) => {
      seen.push(examples.map(({ code }) => code).join());
      return says("bug");
    });
    const { rows: reviewed } = reviewedRows(tickets);
    const from = reviewedExamples(tickets);
    const shown = (count: number) => ({ examples: { from, shown: count }, cache: null, atOnce: 1 });
    await run(subject, reviewed, shown(4));
    expect(seen).toEqual(["SB-2", "SB-1"]);
    await run(subject, reviewed, shown(0));
    expect(seen.slice(2)).toEqual(["", ""]);
  });
});

describe("a comparison", () => {
  it("tells which rows change, and who was right", async () => {
    const old = await run(
      aSubject("old", () => says("bug")),
      rows,
    );
    const now = await run(aSubject("new", readsFirstWord), rows);
    expect(changes(old, now).map(({ id, who }) => [id, who])).toEqual([
      ["2", "new"],
      ["3", "new"],
    ]);
    const told = toMarkdown(compareBlocks(old, now, [{ name: "old", dollarsPerThousand: 2 }]));
    expect(told).toContain("2 labels change: 2 times the new one is right");
    expect(told).toContain("| set 2 | kind | bug | question | question | new |");
  });

  it("fails the gate when it got worse beyond chance, and not for one row", async () => {
    const many = Array.from({ length: 40 }, (_, n) =>
      aRow(String(n), n % 2 ? "bug" : "question", n % 2 ? "bug" : "question"),
    );
    const good = await run(aSubject("old", readsFirstWord), many);
    const bad = await run(
      aSubject("new", ({ text }) => says(text === "bug" ? "bug" : "docs")),
      many,
    );
    const worse = againstEarlier(bad, aFileOf([good]), DRAWS);
    expect(regression("kind", worse.kind)).toMatch(/^kind: 20 rows got worse and 0 better/);
    expect(regression("lane", worse.lane)).toBeNull();
    const one = {
      ...good,
      judged: good.judged.map((row, n) => (n === 0 ? { ...row, kind: "docs" as const } : row)),
    };
    expect(regression("kind", againstEarlier(one, aFileOf([good]), DRAWS).kind)).toBeNull();
  });
});

describe("a bound", () => {
  const figures = { macroF1: 0.71, "lane.account.recall": 0.9, exposed: 0 };

  it.each([
    { below: "macroF1=0.7", faults: [] },
    { below: "macroF1=0.8", faults: ["macroF1 is 0.710, below 0.8"] },
    { below: "lane.account.recall=0.95", faults: ["lane.account.recall is 0.900, below 0.95"] },
  ])("$below", ({ below, faults }) => {
    expect(crossed(figures, { below: [readBound(below)], above: [] })).toEqual(faults);
  });

  it("says what there is when it names nothing that was measured", () => {
    const bounds = { below: [readBound("f1=0.7")], above: [] };
    expect(() => crossed(figures, bounds)).toThrow(/f1 was not measured here. There are: exposed/);
    expect(() => readBound("macroF1:0.7")).toThrow("FIGURE=NUMBER");
  });
});

describe("a report", () => {
  it("is one page that runs nothing, tells every plot in words, and holds no text of the rows", async () => {
    const hostile = rows.map((row) => ({
      ...row,
      id: `<script>${row.id}`,
      messages: ["bug secret words"],
    }));
    const one = await run(aSubject("one", readsFirstWord), hostile, { cache: join(place, "page") });
    const file = RunFile.parse(JSON.parse(JSON.stringify(aFileOf([one]))));
    const evaluated = [{ run: one, measures: measure(one, DRAWS), change: null }];
    const blocks = [
      ...toBlocks(file, evaluated, { published: [{ name: "SetFit", value: 0.827 }] }),
      ...compareBlocks(one, one, []),
    ];
    const page = toPage("Evaluation", blocks);
    expect(page).toContain('<meta name="robots" content="noindex">');
    const markdown = toMarkdown(blocks);
    for (const shown of [page, markdown, JSON.stringify(file)])
      expect(shown).not.toContain("secret words");
    expect(page).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
    const plots = page.match(/<svg[^>]*role="img"[^>]*aria-label="[^"]+"/g) ?? [];
    expect(plots.length).toBe(page.split("<svg").length - 1);
    expect(markdown).toContain("![Wrong ones among the surest, by coverage](risk-coverage.svg)");
    expect(page).toContain("SetFit");
    expect(figuresOf(measure(one, DRAWS))).toMatchObject({ accuracy: 0.5, "kind.docs.recall": 0 });
  });
});
