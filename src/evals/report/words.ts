import type { Interval } from "../measures/bootstrap.ts";

export const NONE = "–";

/** Three decimals; a dash for what was not measured. */
export function number(value: number | null | undefined): string {
  return value === null || value === undefined || Number.isNaN(value) ? NONE : value.toFixed(3);
}

/** A measure with its 95 % interval. */
export function measured(of: Interval | null): string {
  return of === null ? NONE : `${number(of.value)} [${number(of.low)}, ${number(of.high)}]`;
}

export function share(value: number | null | undefined): string {
  return value === null || value === undefined ? NONE : `${(100 * value).toFixed(1)} %`;
}

export function dollars(amount: number | null | undefined): string {
  if (amount === null || amount === undefined) return NONE;
  return `$${amount.toFixed(amount < 1 ? 4 : 2)}`;
}

export function milliseconds(ms: number): string {
  return ms >= 100 ? `${Math.round(ms)} ms` : `${ms.toFixed(ms < 1 ? 2 : 1)} ms`;
}
