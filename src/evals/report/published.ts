import { type Block, heading, table, text } from "./blocks.ts";
import type { Evaluated, Published } from "./evaluated.ts";
import { barsPlot, type Compared } from "./plots.ts";
import { number } from "./words.ts";

/** Published figures beside ours: mean over groups of macro F1, or macro F1 where there is one group. */
export function publishedBlocks(
  evaluated: readonly Evaluated[],
  published: readonly Published[],
): Block[] {
  if (published.length === 0) return [];
  const ours = evaluated.flatMap(({ run, measures: { kind } }): Compared[] => {
    const interval = kind.groupMacroF1 ?? kind.macroF1;
    return interval ? [{ name: run.subject, value: interval.value, interval, ours: true }] : [];
  });
  const theirs = published.map((one): Compared => ({ ...one, interval: null, ours: false }));
  const all = [...ours, ...theirs].toSorted((a, b) => b.value - a.value);
  return [
    heading(2, "Beside published figures"),
    text(
      "Mean over groups of macro F1. Pale bars are figures that others published, each on its own split: they place ours, they do not rank it.",
    ),
    {
      type: "plot",
      name: "published",
      alt: "Macro F1 beside published figures",
      svg: barsPlot("Macro F1 beside published figures", all),
    },
    ...table(
      "Macro F1",
      ["", "value", ""],
      all.map(({ name, value, ours: own }) => [name, number(value), own ? "here" : "published"]),
    ),
  ];
}
