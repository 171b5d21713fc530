import { type Calibration, type Targets, thresholdFor } from "../../triage/decide/calibration.ts";
import { Kind, Lane } from "../../triage/model/classification.ts";
import { LEAST_FITTED } from "../calibrate/fit-curve.ts";
import { type Block, heading, table, text } from "./blocks.ts";
import { number } from "./words.ts";

/** What was learned about an engine's sureness, and the thresholds that follow from the targets. */
export function calibrationBlocks(made: Calibration, targets: Targets): Block[] {
  return [
    heading(2, `Calibration of ${made.engine} (${made.model})`),
    text(
      `From ${made.from}: ${made.rows.kind} rows with a kind, ${made.rows.lane} with a lane. Errors and thresholds come from rows that the curve was not fitted to, in five folds.`,
    ),
    ...table(
      "Expected calibration error",
      ["", "curve", "before", "after"],
      (["kind", "lane"] as const).map((what) => [
        what,
        made[what].method === "none"
          ? `none: fewer than ${LEAST_FITTED} rows, or nothing to learn`
          : made[what].method,
        number(made.error[what].before),
        number(made.error[what].after),
      ]),
    ),
    ...table(
      "Confidence from which on a label is relied on",
      ["label", "target precision", "from", "rows it rests on"],
      [
        ...Kind.options.map((kind) => row(kind, made.kinds[kind], targets.kind[kind])),
        ...Lane.options.map((lane) => row(lane, made.lanes[lane], targets.lane[lane])),
      ],
    ),
  ];
}

function row(label: string, steps: Calibration["kinds"]["bug"], target: number): string[] {
  const { from, rows } = thresholdFor(steps, target);
  const rests = rows === 0 ? "too few: the target itself" : String(rows);
  return [label, String(target), from === null ? "never" : from.toFixed(2), rests];
}
