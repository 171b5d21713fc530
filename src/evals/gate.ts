import { UserError } from "../triage/model/errors.ts";
import type { Paired } from "./measures/paired.ts";

/** `macroF1=0.7`: the figure and the bound that it must not cross. */
export type Bound = { readonly figure: string; readonly value: number };

/** @throws UserError when it is not NAME=NUMBER */
export function readBound(text: string): Bound {
  const [, figure, number] = /^([\w.-]+)=(-?[\d.]+)$/.exec(text.trim()) ?? [];
  const value = Number(number);
  if (figure === undefined || Number.isNaN(value)) {
    throw new UserError(`${text}: a bound is FIGURE=NUMBER, such as macroF1=0.7`);
  }
  return { figure, value };
}

/**
 * What crosses its bound, a sentence each; empty when all is well.
 * @throws UserError when a bound names a figure that was not measured
 */
export function crossed(
  figures: Readonly<Record<string, number>>,
  bounds: { readonly below: readonly Bound[]; readonly above: readonly Bound[] },
): string[] {
  const known = ({ figure }: Bound): number => {
    const value = figures[figure];
    if (value !== undefined) return value;
    throw new UserError(
      `${figure} was not measured here. There are: ${Object.keys(figures).toSorted().join(", ")}`,
    );
  };
  return [
    ...bounds.below
      .filter((bound) => known(bound) < bound.value)
      .map((bound) => `${bound.figure} is ${round(known(bound))}, below ${bound.value}`),
    ...bounds.above
      .filter((bound) => known(bound) > bound.value)
      .map((bound) => `${bound.figure} is ${round(known(bound))}, above ${bound.value}`),
  ];
}

/** By chance alone as lopsided a change is seen in one of twenty comparisons. */
const SIGNIFICANT = 0.05;

/** How a run is worse than the one before it, beyond chance; null when it is not. */
export function regression(what: "kind" | "lane", change: Paired): string | null {
  const { mended, broken, p, macroF1 } = change;
  if (broken > mended && p < SIGNIFICANT) {
    return `${what}: ${broken} rows got worse and ${mended} better (p ${round(p)})`;
  }
  if (macroF1 && macroF1.high < 0) {
    return `${what}: macro F1 fell by ${round(-macroF1.value)} (95 % interval ${round(macroF1.low)} to ${round(macroF1.high)})`;
  }
  return null;
}

function round(value: number): string {
  return value.toFixed(Math.abs(value) < 0.001 && value !== 0 ? 5 : 3);
}
