import { Kind, Lane } from "../../triage/model/classification.ts";
import type { Judged, Run } from "../run.ts";
import { bootstrap, type Draws, type Interval } from "./bootstrap.ts";
import { type CoveragePoint, coverageAt, type RiskCoverage, riskCoverage } from "./coverage.ts";
import { type Guess, kindGuesses, laneGuesses } from "./guesses.ts";
import {
  accuracy,
  type Confusion,
  confusion,
  frequentLabels,
  groupMacroF1,
  type LabelMeasure,
  macroF1,
  perLabel,
} from "./labels.ts";
import { type Reliability, reliability } from "./reliability.ts";

/** Precisions at which coverage is told. */
export const TARGETS = [0.8, 0.9, 0.95] as const;

export type LabelledMeasures = {
  readonly rows: number;
  readonly accuracy: Interval | null;
  readonly macroF1: Interval | null;
  /** Labels that the means are over. */
  readonly over: readonly string[];
  readonly groupMacroF1: Interval | null;
  readonly groups: readonly {
    readonly name: string;
    readonly rows: number;
    readonly accuracy: number;
    readonly macroF1: number;
  }[];
  readonly labels: readonly LabelMeasure[];
  readonly confusion: Confusion;
  readonly reliability: Reliability;
  readonly riskCoverage: RiskCoverage;
  readonly coverage: readonly {
    readonly target: number;
    readonly all: CoveragePoint | null;
    /** By what was said, for labels that enough rows stand for. */
    readonly byLabel: readonly { readonly label: string; readonly at: CoveragePoint | null }[];
  }[];
};

export type Measures = {
  readonly kind: LabelledMeasures;
  readonly lane: LabelledMeasures;
  readonly rows: number;
  readonly failed: number;
  readonly failures: Readonly<Record<string, number>>;
  readonly standsIn: number;
  readonly areaAccuracy: number | null;
  /** Share of rows that go where the right labels lead; null when nothing is routed apart. */
  readonly routeAccuracy: number | null;
  /** Share of rows that a person has to label, at the community's target precision. */
  readonly abstained: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly outcomeAccuracy: number | null;
  /** Rows of the lanes account, security and care that were answered, or filed, in public. */
  readonly exposed: readonly string[];
  readonly cost: {
    readonly input: number;
    readonly cached: number;
    readonly output: number;
    readonly dollars: number | null;
    readonly dollarsPerThousand: number | null;
  } | null;
  readonly latency: { readonly p50: number; readonly p95: number };
};

/** Everything that is measured of one engine on all rows. */
export function measure({ judged }: Run, draws: Draws): Measures {
  const tokens = judged.flatMap((one) => one.tokens ?? []);
  const sum = (pick: (one: (typeof tokens)[number]) => number) =>
    tokens.reduce((all, one) => all + pick(one), 0);
  const [input, cached, output] = [
    sum((one) => one.input),
    sum((one) => one.cached),
    sum((one) => one.output),
  ];
  const dollars = judged.some((one) => one.dollars === null)
    ? null
    : judged.reduce((all, one) => all + (one.dollars ?? 0), 0);
  const times = judged.map(({ ms }) => ms).toSorted((a, b) => a - b);
  const done = judged.filter(({ failed }) => failed === null);
  return {
    kind: measureLabels(kindGuesses(judged), Kind.options, draws),
    lane: measureLabels(laneGuesses(judged), Lane.options, draws),
    rows: judged.length,
    failed: judged.length - done.length,
    failures: counted(judged.flatMap(({ failed }) => failed ?? [])),
    standsIn: judged.filter((one) => one.standsIn).length,
    areaAccuracy: share(
      done.filter(({ area, right }) => area !== null && right.areas.length > 0),
      ({ area, right }) => right.areas.includes(area ?? ""),
    ),
    routeAccuracy: routeAccuracy(done),
    abstained: share(judged, ({ sure }) => !sure) ?? 0,
    outcomes: counted(judged.flatMap(({ outcome }) => outcome ?? [])),
    outcomeAccuracy: share(
      done.filter(({ right }) => right.outcome !== null),
      ({ outcome, right }) => outcome === right.outcome,
    ),
    exposed: judged.filter(isExposed).map(({ set, id }) => `${set} ${id}`),
    cost:
      tokens.length === 0
        ? null
        : {
            input,
            cached,
            output,
            dollars,
            dollarsPerThousand: dollars === null ? null : (1_000 * dollars) / tokens.length,
          },
    latency: { p50: quantile(times, 0.5), p95: quantile(times, 0.95) },
  };
}

function measureLabels(
  guesses: readonly Guess[],
  all: readonly string[],
  draws: Draws,
): LabelledMeasures {
  const over = frequentLabels(guesses, all);
  const groupOf = ({ group }: Guess) => group;
  const interval = (of: (drawn: readonly Guess[]) => number) =>
    bootstrap(guesses, groupOf, of, draws);
  const groups = [...Map.groupBy(guesses, groupOf)];
  return {
    rows: guesses.length,
    accuracy: interval(accuracy),
    macroF1: interval((drawn) => macroF1(drawn, over)),
    over,
    groupMacroF1: interval((drawn) => groupMacroF1(drawn, over)),
    groups: groups.map(([name, own]) => ({
      name,
      rows: own.length,
      accuracy: accuracy(own),
      macroF1: macroF1(own, over),
    })),
    labels: perLabel(guesses, all),
    confusion: confusion(guesses, all),
    reliability: reliability(guesses),
    riskCoverage: riskCoverage(guesses),
    coverage: TARGETS.map((target) => ({
      target,
      all: coverageAt(guesses, target),
      byLabel: over.map((label) => ({
        label,
        at: coverageAt(
          guesses.filter(({ guess }) => guess === label),
          target,
        ),
      })),
    })),
  };
}

const STRICT: readonly Lane[] = ["account", "security", "care"];

/** A row that is one of these lanes beyond doubt; where two readers differ, either may be right. */
function isExposed({ right, public: open }: Judged): boolean {
  return open && right.lanes.length > 0 && right.lanes.every((lane) => STRICT.includes(lane));
}

function routeAccuracy(judged: readonly Judged[]): number | null {
  const known = judged.filter(({ rightRepository }) => rightRepository !== null);
  const places = new Set(known.map(({ rightRepository }) => rightRepository));
  // With one repository for all, every route is right and nothing is learned.
  if (places.size < 2) return null;
  return share(known, ({ repository, rightRepository }) => repository === rightRepository);
}

function share<T>(rows: readonly T[], holds: (row: T) => boolean): number | null {
  return rows.length === 0 ? null : rows.filter(holds).length / rows.length;
}

function counted(names: readonly string[]): Record<string, number> {
  const groups = [...Map.groupBy(names, (name) => name)];
  return Object.fromEntries(
    groups.map(([name, all]) => [name, all.length] as const).toSorted(([, a], [, b]) => b - a),
  );
}

function quantile(sorted: readonly number[], at: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(at * sorted.length))] ?? 0;
}
