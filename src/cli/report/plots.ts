import type { Spread } from "../../triage/report/spread.ts";
import { type Html, html } from "../../trial/page/html.ts";
import { duration } from "./words.ts";

// What a plot shows stands in a table beside it, and in its label for those who do not see it.

const WIDE = 640;
const NAMES = 150;
const ROW = 34;

/** Names one line of a plot; `before` is drawn paler. */
export type Line<T> = { readonly name: string; readonly before: boolean; readonly of: T };

/** The middle half of some durations and their median, on one scale from nothing on. */
export function spreadPlot(label: string, lines: readonly Line<Spread>[]): Html {
  const seen = lines.filter(({ of }) => of.count > 0);
  if (seen.length === 0) return html``;
  const most = Math.max(1, ...seen.map(({ of }) => of.threeQuarters ?? 0));
  const x = (ms: number | null) => NAMES + ((WIDE - NAMES - 90) * (ms ?? 0)) / most;
  const rows = seen.map(({ name, before, of }, at) => {
    const y = at * ROW + 6;
    const width = Math.max(2, x(of.threeQuarters) - x(of.quarter));
    return html`<text class="ink" x="${NAMES - 10}" y="${y + 15}" text-anchor="end">${name}</text>
<rect class="${before ? "t6" : "t1"}" x="${x(of.quarter).toFixed(1)}" y="${y + 3}" width="${width.toFixed(1)}" height="16" rx="3" opacity="0.45"/>
<rect class="${before ? "t6" : "t1"}" x="${(x(of.median) - 2).toFixed(1)}" y="${y}" width="4" height="22" rx="1"/>
<text class="soft" x="${(x(of.threeQuarters) + 8).toFixed(1)}" y="${y + 15}">${duration(of.median)}</text>`;
  });
  const told = seen.map(
    ({ name, of }) =>
      `${name}: median ${duration(of.median)}, middle half ${duration(of.quarter)} to ${duration(of.threeQuarters)}`,
  );
  return figure(`${label}. ${told.join("; ")}`, seen.length * ROW + 8, rows);
}

/** Counts as bars, the period above the one before it. */
export function stepsPlot(
  label: string,
  steps: readonly { readonly name: string; readonly now: number; readonly before: number }[],
): Html {
  const most = Math.max(1, ...steps.flatMap(({ now, before }) => [now, before]));
  const wide = (count: number) => ((WIDE - NAMES - 60) * count) / most;
  const rows = steps.map(({ name, now, before }, at) => {
    const y = at * ROW + 4;
    return html`<text class="ink" x="${NAMES - 10}" y="${y + 16}" text-anchor="end">${name}</text>
<rect class="t1" x="${NAMES}" y="${y}" width="${Math.max(1, wide(now)).toFixed(1)}" height="14" rx="2"/>
<rect class="t6" x="${NAMES}" y="${y + 16}" width="${Math.max(1, wide(before)).toFixed(1)}" height="6" rx="2"/>
<text class="ink" x="${(NAMES + wide(now) + 8).toFixed(1)}" y="${y + 12}">${now}</text>`;
  });
  const told = steps.map(({ name, now, before }) => `${name} ${now}, before ${before}`);
  return figure(`${label}. ${told.join("; ")}`, steps.length * ROW + 4, rows);
}

function figure(label: string, height: number, content: readonly Html[]): Html {
  return html`<svg class="plot" viewBox="0 0 ${WIDE} ${height}" role="img" aria-label="${label}">${content}</svg>`;
}
