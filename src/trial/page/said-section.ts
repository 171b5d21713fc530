import type { Report } from "../report.ts";
import type { Sentence } from "../sentences.ts";
import { type Html, html } from "./html.ts";
import { prose } from "./prose.ts";
import { count, plural } from "./words.ts";

const FIRST = 12;

/** Every sentence that would have been said, once each, the most frequent first; none is left out. */
export function saidSection({ sentences, publicMessages, marks, about }: Report): Html {
  const open = sentences.filter(({ to }) => to === "public");
  const told = sentences.filter(({ to }) => to === "author");
  return html`<section id="said"><h2>Every sentence it would have said in public</h2>
<p>${plural(publicMessages, "message")}, ${plural(open.length, "different line")}, had staff approved every proposal. ${plural(marks, "post")} would have got one small reaction (👀) to say that it was seen. Tickets’ codes are written SB-….${about.examples ? " The texts that point elsewhere are examples; yours come from the config." : ""}</p>
${list(open.slice(0, FIRST))}
${open.length > FIRST && html`<details><summary>The full list: ${count(open.length - FIRST)} more lines</summary>${list(open.slice(FIRST))}</details>`}
${told.length > 0 && html`<h3>Said to authors in private</h3>${list(told)}`}</section>`;
}

function list(sentences: readonly Sentence[]): Html | null {
  if (sentences.length === 0) return null;
  return html`<ol class="ranked lines">${sentences.map(
    (one) =>
      html`<li><span class="times">${count(one.count)} ×</span><div>${prose(one.text)}</div></li>`,
  )}</ol>`;
}
