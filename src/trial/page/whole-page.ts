import { type Html, html } from "./html.ts";

// Nothing may load and nothing may run, whatever a stranger's text holds.
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** One HTML file that asks nothing of any server, runs nothing, and is for no search engine. */
export function wholePage(title: string, style: string, main: Html): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${{ html: POLICY }}">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${title}</title>
<style>${{ html: style }}</style>
</head>
<body><main>
${main}</main></body></html>
`;
  return page.html;
}

/** Links to the sections of a page, by their ids. */
export function sectionLinks(sections: readonly (readonly [id: string, name: string])[]): Html {
  return html`<nav aria-label="Sections"><ul>${sections.map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>`;
}
