import { type Html, html } from "../../trial/page/html.ts";
import { DEFINITIONS } from "./definitions.ts";

/** A section with its heading, and below it what its figures count. */
export function section(
  id: string,
  title: string,
  definition: keyof typeof DEFINITIONS,
  content: readonly Html[],
): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>
${content}
${define(definition)}</section>\n`;
}

export function define(definition: keyof typeof DEFINITIONS): Html {
  return html`<p class="define">${DEFINITIONS[definition]}</p>`;
}

export type Cell = string | Html;

/** Figures with a heading for each row; nothing when there are none. */
export function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly Cell[])[],
  left: readonly number[] = [],
): Html {
  if (rows.length === 0) return html``;
  const side = (at: number) => (left.includes(at) ? "left" : "");
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table class="figures"><caption>${caption}</caption>
<thead><tr>${head.map((name, at) => html`<th scope="col" class="${side(at)}">${name}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([first = "", ...rest]) =>
      html`<tr><th scope="row">${first}</th>${rest.map((cell, at) => html`<td class="${side(at + 1)}">${cell}</td>`)}</tr>`,
  )}</tbody></table></div>\n`;
}

export function nothing(words: string): Html {
  return html`<p class="empty">${words}</p>\n`;
}
