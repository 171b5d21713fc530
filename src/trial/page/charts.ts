import type { Count } from "../count.ts";
import type { OverTime } from "../over-time.ts";
import { type Html, html } from "./html.ts";
import { count, day, percent, words } from "./words.ts";

/** One bar a name, with number and share; a table for those who do not see the bars. */
export function bars(caption: string, counts: readonly Count[], whole: number): Html {
  const most = Math.max(1, ...counts.map((one) => one.count));
  return html`<table class="bars"><caption>${caption}</caption><tbody>${counts.map(
    (one) => html`<tr><th scope="row">${words(one.name)}</th>
<td class="bar">${bar(one.count / most)}</td>
<td class="number">${count(one.count)}</td><td class="share">${percent(one.count, whole)}</td></tr>`,
  )}</tbody></table>`;
}

function bar(share: number): Html {
  const width = (100 * share).toFixed(2);
  return html`<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="track" width="100" height="10" rx="1"/><rect class="fill" width="${width}" height="10" rx="1"/></svg>`;
}

export type Slice = { readonly label: string; readonly count: number; readonly tone: string };

/** All posts as one bar, cut by what would have become of them. */
export function split(slices: readonly Slice[]): Html {
  const whole = slices.reduce((sum, slice) => sum + slice.count, 0);
  const seen = slices.filter((slice) => slice.count > 0);
  let x = 0;
  const pieces = seen.map((slice) => {
    const width = whole === 0 ? 0 : (100 * slice.count) / whole;
    const piece = html`<rect class="${slice.tone}" x="${x.toFixed(3)}" width="${Math.max(0, width - 0.25).toFixed(3)}" height="10"/>`;
    x += width;
    return piece;
  });
  const told = seen.map((slice) => `${slice.label}: ${slice.count}`).join(", ");
  return html`<figure class="split"><svg viewBox="0 0 100 10" preserveAspectRatio="none" role="img" aria-label="${told}">${pieces}</svg>
<figcaption><ul>${seen.map(
    (slice) =>
      html`<li><svg viewBox="0 0 10 10" aria-hidden="true"><rect class="${slice.tone}" width="10" height="10" rx="2"/></svg>${slice.label} <b>${count(slice.count)}</b> <span class="share">${percent(slice.count, whole)}</span></li>`,
  )}</ul></figcaption></figure>`;
}

const HEIGHT = 96;
const WIDTH = 720;

/** One column a day, week or month. */
export function columns({ unit, buckets }: OverTime): Html {
  const most = Math.max(1, ...buckets.map((bucket) => bucket.count));
  const step = WIDTH / buckets.length;
  const gap = Math.min(3, step / 5);
  const shapes = buckets.map((bucket, at) => {
    const height = (HEIGHT * bucket.count) / most;
    const wide = Math.min(step - gap, 48);
    const x = at * step + (step - wide) / 2;
    return html`<rect class="fill" x="${x.toFixed(2)}" y="${(HEIGHT - height).toFixed(2)}" width="${wide.toFixed(2)}" height="${height.toFixed(2)}" rx="1"><title>${day(bucket.from)}: ${count(bucket.count)}</title></rect>`;
  });
  const [first] = buckets;
  const last = buckets.at(-1);
  const told = `Posts a ${unit}, ${buckets.length} in all, ${most} at the most`;
  return html`<figure class="columns"><figcaption>Posts a ${unit}; the highest column is ${count(most)}</figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT + 1}" role="img" aria-label="${told}">${shapes}<rect class="axis" y="${HEIGHT}" width="${WIDTH}" height="1"/></svg>
<div class="ends"><span>${first ? day(first.from) : ""}</span><span>${last && last !== first ? day(last.from) : ""}</span></div></figure>`;
}
