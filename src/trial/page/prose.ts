import { type Html, html } from "./html.ts";

const FENCED = /^ {0,3}(`{3,}|~{3,})[^\n]*\n([\s\S]*?)(?:^ {0,3}\1[ \t]*$|$(?![\s\S]))/gm;

/** A text as people read it: lines as they stand, fenced code as code. Other markup is left alone. */
export function prose(text: string): Html {
  const parts: Html[] = [];
  let from = 0;
  for (const match of text.matchAll(FENCED)) {
    parts.push(paragraph(text.slice(from, match.index)));
    parts.push(html`<pre class="code"><code>${match[2]?.trimEnd() ?? ""}</code></pre>`);
    from = match.index + match[0].length;
  }
  parts.push(paragraph(text.slice(from)));
  return html`${parts}`;
}

function paragraph(text: string): Html {
  const trimmed = text.trim();
  return trimmed === "" ? html`` : html`<div class="said">${inline(trimmed)}</div>`;
}

/** A line with its inline code. */
export function inline(text: string): Html {
  const parts = text.split(/(`[^`\n]+`)/);
  return html`${parts.map((part, at) => (at % 2 === 1 ? html`<code>${part.slice(1, -1)}</code>` : part))}`;
}
