import type { DocsGap } from "../docs-gaps.ts";
import type { Repeated } from "../repeated.ts";
import type { Report } from "../report.ts";
import { bars, columns } from "./charts.ts";
import { type Html, html, link } from "./html.ts";
import { more } from "./more.ts";
import { count, excerpt, plural, words } from "./words.ts";

const SHOWN = 10;
const ENOUGH = 5;

/** What came in: by kind, lane, area, channel, over time. */
export function volume(report: Report): Html {
  const { kinds, lanes, areas, channels, posts, overTime } = report;
  const known = areas.filter(({ name }) => name !== "unknown");
  const named = channels.filter(({ name }) => name !== "");
  return html`<section id="volume"><h2>What came in</h2>
<div class="pair">${bars("By kind", kinds, posts)}${bars("By how it may be handled", lanes, posts)}</div>
<p class="fine">Open posts may be answered or filed. What only support can see is pointed to support; security reports and moderators’ matters go to staff, never into public.</p>
${overTime && overTime.buckets.length > 1 ? columns(overTime) : null}
${known.length > 0 ? bars("By area", areas.slice(0, SHOWN), posts) : null}
${named.length > 1 ? bars("By channel", channels.slice(0, SHOWN), posts) : null}
</section>`;
}

/** Asks that came more than once, the most frequent first. */
export function repeatedSection({ repeated: { same, related } }: Report): Html {
  return html`<section id="repeated"><h2>Asked again and again</h2>
${
  same.length === 0
    ? html`<p>No two posts were close enough to count as the same ask.</p>`
    : html`<p>${plural(same.length, "ask")} came more than once. A bot that recognises them answers once and counts the rest.</p>`
}
${more(same.map(group), "ranked", "asks")}
${close(related, same.length)}</section>`;
}

/** Where enough asks are surely the same, those that only may be are a click away. */
function close(related: readonly Repeated[], sure: number): Html {
  if (related.length === 0) return html``;
  const list = html`<p class="fine">Not sure enough to link, but worth a look together.</p>${more(related.map(group), "ranked", "groups")}`;
  const heading = `Close to one another`;
  return sure < ENOUGH
    ? html`<h3>${heading} <span>${count(related.length)}</span></h3>${list}`
    : html`<details><summary>${heading}: ${count(related.length)} groups</summary>${list}</details>`;
}

function group(repeated: Repeated): Html {
  return html`<li><span class="times">${count(repeated.count)} ×</span><div><b>${excerpt(repeated.title, 140)}</b> <span class="path">${repeated.kinds.map(words).join(", ")}</span>
<ul class="also">${repeated.examples.map((title) => html`<li>${excerpt(title, 140)}</li>`)}</ul></div></li>`;
}

/** Questions without an answer in the docs, by the page where the answer would belong. */
export function gaps({ gaps: found }: Report): Html {
  const total = found.reduce((sum, gap) => sum + gap.count, 0);
  const near = found.filter(({ nearest }) => nearest !== null);
  const far = found.find(({ nearest }) => nearest === null);
  return html`<section id="gaps"><h2>What the docs do not answer</h2>
${
  total === 0
    ? html`<p>Every open question found a passage that answers it.</p>`
    : html`<p>${plural(total, "open question")} found no passage that answers ${total === 1 ? "it" : "them"}.</p>`
}
${near.length > 0 && html`<h3>A page is near, the answer is not on it <span>${count(total - (far?.count ?? 0))}</span></h3>`}
${more(near.map(gap), "ranked", "pages")}
${
  far &&
  html`<h3>No page is near <span>${count(far.count)}</span></h3>
<p class="fine">Less than half of what they ask about stands in any one passage. Either the subject is missing, or it is not one for these docs.</p>
${titled(far)}`
}</section>`;
}

function gap({ nearest, count: times, titles }: DocsGap): Html {
  const heading = nearest && nearest.heading !== nearest.page ? nearest.heading : "";
  const share = Math.round(100 * (nearest?.share ?? 0));
  return html`<li><span class="times">${count(times)} ×</span><div><b>${link(nearest?.page ?? "", linkable(nearest?.url))}</b> <span class="path">${heading === "" ? "" : `${heading}, `}holds ${share} % of what is asked</span>
${titled({ count: times, titles })}</div></li>`;
}

const TITLES = 6;

/** The first few questions of a gap, and the others a click away. */
function titled({ count: times, titles }: Pick<DocsGap, "count" | "titles">): Html {
  const list = (some: readonly string[]) =>
    html`<ul class="also">${some.map((title) => html`<li>${excerpt(title, 140)}</li>`)}</ul>`;
  if (times <= TITLES) return list(titles);
  const left = times - titles.length;
  return html`${list(titles.slice(0, TITLES))}<details><summary>${count(times - TITLES)} more</summary>${list(titles.slice(TITLES))}${left > 0 && html`<p class="fine">and ${count(left)} that are not listed</p>`}</details>`;
}

function linkable(url: string | undefined): string | null {
  return url !== undefined && /^https?:/.test(url) ? url : null;
}
