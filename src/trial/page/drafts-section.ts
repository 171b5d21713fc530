import { type DraftShown, GOOD_FROM } from "../drafts.ts";
import type { Report } from "../report.ts";
import { type Html, html, link } from "./html.ts";
import { more } from "./more.ts";
import { inline, prose } from "./prose.ts";
import { count, excerpt, percent, plural } from "./words.ts";

/** The drafts with what they rest on, in three groups. */
export function draftsSection({ drafts }: Report): Html {
  const { good, borderline, declined } = drafts;
  const none = declined.reduce((sum, group) => sum + group.count, 0);
  const whole = good.length + borderline.length + none;
  return html`<section id="drafts"><h2>Answers it would have drafted</h2>
<p>Of ${plural(whole, "open question")}, ${count(good.length)} (${percent(good.length, whole)}) got a good draft, ${count(borderline.length)} a borderline one and ${count(none)} none. Each draft quotes the docs word for word; a reviewer sends, edits or dismisses it.</p>
<h3 class="good">Good <span>${count(good.length)}</span></h3>
<p class="fine">${good.length === 0 ? "None. " : ""}The engine puts the odds at ${Math.round(100 * GOOD_FROM)} % or more and sees no doubt to name. A person still reads each one.</p>
${more(good.map(draft), "cards", "drafts")}
<h3 class="borderline">Borderline <span>${count(borderline.length)}</span></h3>
<p class="fine">${borderline.length === 0 ? "None. " : ""}Shown to a reviewer with the doubt, or held back as too weak.</p>
${more(borderline.map(draft), "cards", "drafts")}
<h3 class="declined">Declined <span>${count(none)}</span></h3>
<p class="fine">No draft is better than a wrong one. By reason:</p>
${more(
  declined.map(
    (group) => html`<li><span class="times">${count(group.count)} ×</span><div><b>${group.why}</b>
<ul class="also">${group.titles.map((title) => html`<li>${excerpt(title, 140)}</li>`)}</ul></div></li>`,
  ),
  "ranked",
  "reasons",
)}</section>`;
}

const ANSWERED: Readonly<Record<string, string>> = {
  staff: "Staff answered it by hand.",
  somebody: "Somebody answered it.",
  nobody: "Nobody had answered it.",
};

function draft(shown: DraftShown): Html {
  const answered = shown.answeredBy ? ANSWERED[shown.answeredBy] : undefined;
  return html`<li class="card"><h4>${link(excerpt(shown.title, 160), shown.url)}</h4>
<p class="asked">${inline(excerpt(shown.text, 280))}</p>
<div class="reply">${shown.claims.map(
    (claim) =>
      html`<div class="claim">${prose(claim.text)}${claim.sources.filter((at) => at > 0).map((at) => html`<sup>[${at}]</sup>`)}</div>`,
  )}</div>
${
  shown.sources.length > 0 &&
  html`<ol class="sources">${shown.sources.map(
    (source) =>
      html`<li>${link(source.title, source.url)}<q>${inline(excerpt(source.quote, 180))}</q></li>`,
  )}</ol>`
}
<p class="fine">Odds of being right, by the engine’s own account: ${Math.round(100 * shown.confidence)} %.${shown.doubt === null ? "" : ` Doubt: ${shown.doubt}.`}${answered ? ` ${answered}` : ""}</p></li>`;
}
