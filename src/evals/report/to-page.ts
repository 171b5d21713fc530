import { type Html, html } from "../../trial/page/html.ts";
import { wholePage } from "../../trial/page/whole-page.ts";
import type { Block } from "./blocks.ts";

const STYLE = `
:root{color-scheme:light dark;--paper:#fff;--ink:#1c2330;--soft:#5a6577;--line:#dfe3ea;--warn:#9a5b00}
@media (prefers-color-scheme:dark){:root{--paper:#12161e;--ink:#e6eaf1;--soft:#a0abbd;--line:#2b3342;--warn:#e2ac5a}}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif}
main{max-width:64rem;margin:0 auto;padding:2rem 1.25rem 4rem}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 .8rem}h2{font-size:1.4rem;margin:2.4rem 0 .6rem;border-top:1px solid var(--line);padding-top:1.2rem}
h3{font-size:1.1rem;margin:1.6rem 0 .3rem}
table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.92rem}
caption{text-align:left;font-weight:600;padding:.5rem 0;white-space:nowrap}figcaption{color:var(--soft);font-size:.9rem}
th,td{text-align:right;padding:.3rem .8rem .3rem 0;border-bottom:1px solid var(--line);white-space:nowrap}
th:first-child{text-align:left;font-weight:500}thead th{color:var(--soft);font-weight:500}
.scroll{overflow-x:auto;margin:.6rem 0 1rem}.scroll:focus-visible{outline:3px solid var(--ink)}
.warning{border-left:4px solid var(--warn);padding:.2rem .9rem;margin:.8rem 0}
figure{display:inline-block;margin:.6rem 1.4rem .6rem 0;vertical-align:top;max-width:100%}figure svg{max-width:100%;height:auto}
@media print{h2,h3{break-after:avoid}figure,table{break-inside:avoid}}`;

/** The report as one HTML file that asks nothing of any server and runs nothing. */
export function toPage(title: string, blocks: readonly Block[]): string {
  return wholePage(
    title,
    STYLE,
    html`${blocks.map(render)}
`,
  );
}

function render(block: Block): Html {
  switch (block.type) {
    case "heading":
      return titled(block.level, block.text);
    case "text":
      return html`<p>${inline(block.text)}</p>\n`;
    case "warning":
      return html`<p class="warning"><b>Mind:</b> ${inline(block.text)}</p>\n`;
    case "plot":
      return html`<figure>${block.svg}<figcaption>${block.alt}</figcaption></figure>\n`;
    case "table":
      return html`<section class="scroll" tabindex="0" aria-label="${block.caption}"><table><caption>${block.caption}</caption>
<thead><tr>${block.head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${block.rows.map(
        ([first = "", ...rest]) =>
          html`<tr><th scope="row">${inline(first)}</th>${rest.map((cell) => html`<td>${inline(cell)}</td>`)}</tr>`,
      )}</tbody></table></section>\n`;
  }
}

/** Code and bold as Markdown writes them; nothing else is markup. */
function inline(words: string): Html[] {
  return words.split(/(`[^`\n]+`|\*\*[^*\n]+\*\*)/).map((part, at) => {
    if (at % 2 === 0) return html`${part}`;
    return part.startsWith("`")
      ? html`<code>${part.slice(1, -1)}</code>`
      : html`<b>${part.slice(2, -2)}</b>`;
  });
}

function titled(level: 1 | 2 | 3, words: string): Html {
  if (level === 1) return html`<h1>${words}</h1>\n`;
  return level === 2 ? html`<h2>${words}</h2>\n` : html`<h3>${words}</h3>\n`;
}
