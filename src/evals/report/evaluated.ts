import type { Measures } from "../measures/measure.ts";
import type { Paired } from "../measures/paired.ts";
import type { Run } from "../run.ts";

/** A run with what was measured of it. */
export type Evaluated = {
  readonly run: Run;
  readonly measures: Measures;
  /** The change from an earlier run on the same rows; null when there is none to compare with. */
  readonly change: { readonly kind: Paired; readonly lane: Paired } | null;
};

/** A figure that others published. */
export type Published = { readonly name: string; readonly value: number };

/** The engine as asked for, with the model that answered. */
export function nameOf({ subject, models }: Run): string {
  const known = models.filter((model) => !subject.includes(model));
  return known.length === 0 ? subject : `${subject} (${known.join(", ")})`;
}
