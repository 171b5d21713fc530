import type { LabelledMeasures, Measures } from "../measures/measure.ts";
import type { Run, RunFile } from "../run.ts";
import { type Block, heading, table, text, warning } from "./blocks.ts";
import { type Evaluated, nameOf, type Published } from "./evaluated.ts";
import { confusionPlot, reliabilityPlot, riskCoveragePlot } from "./plots.ts";
import { publishedBlocks } from "./published.ts";
import { dollars, measured, milliseconds, NONE, number, share } from "./words.ts";

export type About = {
  readonly published: readonly Published[];
  /** The one engine that the published figures stand beside; all when absent. */
  readonly besides?: string;
  readonly title?: string;
  readonly note?: string;
};

/** Everything that was measured, as pieces of a report. */
export function toBlocks(
  file: Pick<RunFile, "at" | "seed" | "draws" | "sets">,
  evaluated: readonly Evaluated[],
  { published, besides, title, note }: About,
): Block[] {
  const { at, seed, draws, sets } = file;
  return [
    heading(1, title ?? `Evaluation: ${evaluated.map(({ run }) => nameOf(run)).join(" and ")}`),
    text(
      `${at.slice(0, 10)}, by \`signalbox eval\`, which runs the program's own redaction, prompt, schema and decision. Intervals are 95 %, by bootstrap within groups (${draws} draws, seed ${seed}). Rows are named by set and id; no text of theirs is in here.`,
    ),
    ...(note === undefined ? [] : [text(note)]),
    ...table(
      "Data",
      ["set", "rows", "SHA-256"],
      sets.map(({ name, rows, sha256 }) => [name, String(rows), sha256.slice(0, 16)]),
    ),
    ...evaluated.flatMap(({ run }) => warningsOf(run)),
    ...summary(evaluated),
    ...publishedBlocks(
      evaluated.filter(({ run }) => besides === undefined || run.subject === besides),
      published,
    ),
    ...(evaluated.length > MOST_CURVES ? [] : riskCoverage(evaluated, "risk-coverage")),
    ...evaluated.flatMap((one, index) => engineBlocks(one, index, evaluated.length)),
  ];
}

function warningsOf(run: Run): Block[] {
  const stood = run.judged.filter(({ standsIn }) => standsIn).length;
  return [
    ...(run.trainedOn.length > 0
      ? [
          warning(
            `${nameOf(run)} was trained on ${run.trainedOn.join(", ")}: figures there flatter.`,
          ),
        ]
      : []),
    ...(stood > 0
      ? [
          warning(
            `On ${stood} rows another engine stood in for ${run.subject}, and is counted in its place. Run it again: only those are asked anew.`,
          ),
        ]
      : []),
    ...(run.leftOut > 0
      ? [
          warning(
            `${run.leftOut} rows were left out for ${run.subject}: asking for them might have cost more than was allowed.`,
          ),
        ]
      : []),
    ...(run.models.length > 1
      ? [
          warning(
            `${run.subject} answered as ${run.models.join(" and ")}: the rows do not compare.`,
          ),
        ]
      : []),
  ];
}

function summary(evaluated: readonly Evaluated[]): Block[] {
  const cell = (pick: (of: Measures) => string) => evaluated.map(({ measures }) => pick(measures));
  const rows: (readonly string[])[] = [
    ["rows, failed", ...cell(({ rows, failed }) => `${rows}, ${failed}`)],
    ["accuracy of kind", ...cell(({ kind }) => measured(kind.accuracy))],
    ["macro F1 of kind", ...cell(({ kind }) => measured(kind.macroF1))],
    ["mean over groups of macro F1", ...cell(({ kind }) => measured(kind.groupMacroF1))],
    ["accuracy of lane", ...cell(({ lane }) => measured(lane.accuracy))],
    ["macro F1 of lane", ...cell(({ lane }) => measured(lane.macroF1))],
    [
      "calibration error of kind",
      ...cell(({ kind }) => number(kind.rows ? kind.reliability.ece : null)),
    ],
    [
      "calibration error of lane",
      ...cell(({ lane }) => number(lane.rows ? lane.reliability.ece : null)),
    ],
    ["left to a person", ...cell(({ abstained }) => share(abstained))],
    ["area right", ...cell(({ areaAccuracy }) => share(areaAccuracy))],
    ["route right", ...cell(({ routeAccuracy }) => share(routeAccuracy))],
    ["strict lanes answered or filed in public", ...cell(({ exposed }) => String(exposed.length))],
    ["cost of a thousand", ...cell(({ cost }) => (cost ? dollars(cost.dollarsPerThousand) : "$0"))],
    [
      "latency, median and 95th percentile",
      ...cell(({ latency }) => `${milliseconds(latency.p50)}, ${milliseconds(latency.p95)}`),
    ],
  ];
  const told = rows.filter(([, ...cells]) => cells.some((one) => one !== NONE));
  return [
    heading(2, "In short"),
    ...table("Each engine", ["", ...evaluated.map(({ run }) => nameOf(run))], told),
    ...evaluated.flatMap(({ run, change }) =>
      change
        ? table(
            `${nameOf(run)} against the earlier run`,
            ["", "rows", "better", "worse", "p", "macro F1, change"],
            (["kind", "lane"] as const)
              .filter((what) => change[what].rows > 0)
              .map((what) => {
                const { rows, mended, broken, p, macroF1 } = change[what];
                return [what, `${rows}`, `${mended}`, `${broken}`, number(p), measured(macroF1)];
              }),
          )
        : [],
    ),
  ];
}

/** More engines than this have a plot each. */
const MOST_CURVES = 2;

function riskCoverage(evaluated: readonly Evaluated[], name: string): Block[] {
  const curves = evaluated.flatMap(({ run, measures }) => [
    ...(measures.kind.rows > 0
      ? [{ name: `${run.subject}, kind`, of: measures.kind.riskCoverage }]
      : []),
    ...(measures.lane.rows > 0
      ? [{ name: `${run.subject}, lane`, of: measures.lane.riskCoverage }]
      : []),
  ]);
  const svg = riskCoveragePlot(curves);
  return [
    heading(name === "risk-coverage" ? 2 : 3, "Risk and coverage"),
    { type: "plot", name, alt: "Wrong ones among the surest, by coverage", svg },
  ];
}

function engineBlocks({ run, measures }: Evaluated, index: number, of: number): Block[] {
  const prefix = of === 1 ? "" : `${index + 1}-`;
  const { outcomes, failures, exposed } = measures;
  const count = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts).map(([name, n]) => [name, String(n)]);
  return [
    heading(2, nameOf(run)),
    ...(run.prompt === null
      ? []
      : [
          text(
            `Prompt \`${run.prompt}\` (${run.promptHash}), schema ${run.schemaHash}; ${run.fromCache} of ${run.judged.length} answers from the cache.`,
          ),
        ]),
    ...labelBlocks("kind", measures.kind, prefix, run),
    ...labelBlocks("lane", measures.lane, prefix, run),
    ...(of > MOST_CURVES ? riskCoverage([{ run, measures, change: null }], `${prefix}risk`) : []),
    ...table("What was decided", ["outcome", "rows"], count(outcomes)),
    ...table("What failed", ["reason", "rows"], count(failures)),
    ...(exposed.length === 0
      ? []
      : [warning(`Answered or filed in public although a strict lane: ${exposed.join(", ")}`)]),
  ];
}

function labelBlocks(
  what: "kind" | "lane",
  of: LabelledMeasures,
  prefix: string,
  run: Run,
): Block[] {
  if (of.rows === 0) return [];
  const name = `${what} (${run.subject})`;
  const held = of.labels.filter(({ support, precision }) => support > 0 || precision !== null);
  return [
    heading(3, what === "kind" ? "Kinds" : "Lanes"),
    ...table(
      `By ${what}; means are over ${of.over.join(", ") || "nothing: no label has five rows"}`,
      [what, "rows", "precision", "recall", "F1"],
      held.map(({ label, support, precision, recall, f1 }) => [
        label,
        String(support),
        number(precision),
        number(recall),
        number(f1),
      ]),
    ),
    ...(of.groups.length > 1
      ? table(
          `${what} by group`,
          ["group", "rows", "accuracy", "macro F1"],
          of.groups.map((group) => [
            group.name,
            String(group.rows),
            number(group.accuracy),
            number(group.macroF1),
          ]),
        )
      : []),
    {
      type: "plot",
      name: `${prefix}confusion-${what}`,
      alt: `What each ${what} was called`,
      svg: confusionPlot(name, of.confusion),
    },
    {
      type: "plot",
      name: `${prefix}reliability-${what}`,
      alt: `Share of right ones by confidence, ${what}`,
      svg: reliabilityPlot(name, of.reliability),
    },
    ...table(
      `Confidence in the ${what}; expected calibration error ${number(of.reliability.ece)}, Brier score ${number(of.reliability.brier)}`,
      ["confidence", "rows", "mean confidence", "right"],
      of.reliability.bins
        .filter(({ rows }) => rows > 0)
        .map(({ from, to, rows, confidence, right }) => [
          `${from.toFixed(1)} to ${to.toFixed(1)}`,
          String(rows),
          number(confidence),
          number(right),
        ]),
    ),
    ...table(
      `Share of rows that can be taken at a precision, and from which confidence on`,
      ["precision", "all", ...of.over],
      of.coverage.map(({ target, all, byLabel }) => [
        String(target),
        ...[all, ...byLabel.map(({ at }) => at)].map((point) =>
          point === null ? "none" : `${share(point.coverage)} from ${point.from.toFixed(2)}`,
        ),
      ]),
    ),
  ];
}
