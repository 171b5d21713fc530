import { type Html, html } from "./html.ts";
import { count } from "./words.ts";

const AT_ONCE = 8;
/** A page that nobody can open helps nobody. */
const AT_MOST = 200;

/** A list of which the first few are in sight and the others a click away. */
export function more(rows: readonly Html[], style: string, what: string): Html {
  if (rows.length === 0) return html``;
  const rest = rows.slice(AT_ONCE, AT_MOST);
  const left = rows.length - AT_MOST;
  return html`<ol class="${style}">${rows.slice(0, AT_ONCE)}</ol>
${
  rest.length > 0 &&
  html`<details><summary>${count(rows.length - AT_ONCE)} more ${what}</summary><ol class="${style}" start="${AT_ONCE + 1}">${rest}</ol>${left > 0 && html`<p class="fine">${count(left)} further ${what} are left out of this page; <code>--json</code> prints them all.</p>`}</details>`
}`;
}
