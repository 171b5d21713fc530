import type { Report } from "../report.ts";
import { type Html, html } from "./html.ts";
import { count, plural } from "./words.ts";

/** What the numbers above cannot tell, in plain words. */
export function honestSection(report: Report): Html {
  const { about, leftAlone, languages, posts, expectedRight } = report;
  const foreign = languages
    .filter(({ name }) => name !== "en" && name !== "und")
    .reduce((sum, one) => sum + one.count, 0);
  const gathering = leftAlone.find(({ name }) => name === "gathers")?.count ?? 0;
  return html`<section id="honest" class="honest"><h2>What to doubt</h2><ul>
<li>Kinds and lanes come from the built-in engine, a small classifier that runs without a key and cannot read screenshots.${expectedRight && html` By its own odds it is right about ${hundred(expectedRight.kind)} of 100 kinds and ${hundred(expectedRight.lane)} of 100 lanes here. Communities differ, so expect less where yours is unlike the ones that it learnt from.`}</li>
<li>Answers are quotations: the engine finds passages by their words and copies sentences out of them. It does not write, combine or reason. With a key, a language model does, and its claims are checked against the same passages.</li>
${foreign > 0 && html`<li>${count(foreign)} of ${count(posts)} posts are not in English. The built-in engine answers in English only.</li>`}
<li>“The same” means: shares rare words with an earlier post${about.repository.read ? " or an open issue" : ""}. Two ways of saying one thing can be missed, and staff decide about every link.</li>
<li>Each post was looked at as it arrived. Replies, edits, details given later and staff’s clicks are not simulated${gathering > 0 && html`, so ${plural(gathering, "ask")} that ${gathering === 1 ? "waits" : "wait"} for more reporters to be filed never ${gathering === 1 ? "is" : "are"}`}.</li>
<li>A person would have approved, edited or dismissed every public message. This page shows them all as if approved.</li>
</ul></section>`;
}

function hundred(share: number): number {
  return Math.round(100 * share);
}

/** What of the file became no post, and why. */
export function rowsSection({ rows, posts, leftOut, unreadable }: Report): Html {
  const skipped = leftOut.reduce((sum, one) => sum + one.count, 0);
  return html`<section id="rows"><h2>What was read</h2>
<p>${count(rows)} rows: ${count(posts)} posts, ${count(skipped)} left out, ${count(unreadable.length)} unreadable.</p>
${skipped > 0 && html`<ul class="fine">${leftOut.map((one) => html`<li>${count(one.count)} × ${one.name}</li>`)}</ul>`}
${
  unreadable.length > 0 &&
  html`<details><summary>Rows that could not be read</summary><ul class="fine">${unreadable
    .slice(0, 500)
    .map(
      (row) => html`<li><code>${row.where}</code> ${row.reason}</li>`,
    )}</ul>${unreadable.length > 500 && html`<p class="fine">and ${count(unreadable.length - 500)} more</p>`}</details>`
}</section>`;
}
