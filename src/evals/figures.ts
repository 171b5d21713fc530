import type { LabelledMeasures, Measures } from "./measures/measure.ts";

/**
 * The measures under names that a gate can be put on: `macroF1`, `accuracy`, `kind.bug.recall`,
 * `lane.account.recall`, `lane.ece`. What was not measured is absent.
 */
export function figuresOf(measures: Measures): Readonly<Record<string, number>> {
  const { kind, lane, areaAccuracy, routeAccuracy, outcomeAccuracy } = measures;
  const figures: Record<string, number | null> = {
    ...figuresOfLabels(kind, ""),
    ...figuresOfLabels(kind, "kind."),
    ...figuresOfLabels(lane, "lane."),
    areaAccuracy,
    routeAccuracy,
    outcomeAccuracy,
    abstained: measures.abstained,
    failed: measures.failed,
    exposed: measures.exposed.length,
    dollarsPerThousand: measures.cost?.dollarsPerThousand ?? null,
    latencyP95: measures.latency.p95,
  };
  return Object.fromEntries(
    Object.entries(figures).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );
}

function figuresOfLabels(of: LabelledMeasures, prefix: string): Record<string, number | null> {
  if (of.rows === 0) return {};
  const figures: Record<string, number | null> = {
    [`${prefix}accuracy`]: of.accuracy?.value ?? null,
    [`${prefix}macroF1`]: of.over.length === 0 ? null : (of.macroF1?.value ?? null),
    [`${prefix}groupMacroF1`]: of.groupMacroF1?.value ?? null,
    [`${prefix}ece`]: of.reliability.ece,
    [`${prefix}brier`]: of.reliability.brier,
    [`${prefix}riskCoverageArea`]: of.riskCoverage.area,
  };
  for (const { target, all } of of.coverage) {
    figures[`${prefix}coverageAt${target}`] = all?.coverage ?? 0;
  }
  if (prefix === "") return figures;
  for (const { label, support, precision, recall, f1 } of of.labels) {
    if (support === 0) continue;
    figures[`${prefix}${label}.precision`] = precision;
    figures[`${prefix}${label}.recall`] = recall;
    figures[`${prefix}${label}.f1`] = f1;
  }
  return figures;
}
