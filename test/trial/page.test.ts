import { describe, expect, it } from "vitest";
import { html, link } from "../../src/trial/page/html.ts";
import { renderPage } from "../../src/trial/page/page.ts";
import { prose } from "../../src/trial/page/prose.ts";
import { toReport } from "../../src/trial/report.ts";
import type { TriedPost } from "../../src/trial/tried-post.ts";
import {
  aCandidate,
  aClassification,
  aDecision,
  aDraft,
  anIssue,
  aPassage,
  aProposal,
  aRoute,
} from "../fakes/samples.ts";
import { anAbout, aTried } from "./samples.ts";

const HOSTILE = `<script>alert(1)</script><img src=x onerror=alert(2)>"'><svg/onload=alert(3)>`;
const BAD_LINK = `javascript:alert(4)//"onmouseover="alert(5)`;

/** Posts whose every text is hostile, in every place of the page. */
function hostilePosts(): TriedPost[] {
  const title = HOSTILE;
  const passage = aPassage({
    pageTitle: HOSTILE,
    breadcrumbs: [HOSTILE, "x"],
    url: BAD_LINK,
    page: HOSTILE,
  });
  const question = aClassification({ kind: "question", title, ask: HOSTILE, area: HOSTILE });
  const candidate = aCandidate({ title: HOSTILE, reasons: [HOSTILE], score: 0.5 });
  const draft = aDraft({ claims: [{ text: HOSTILE, passageIds: ["passage-1"], quote: HOSTILE }] });
  const common: Partial<TriedPost> = {
    text: HOSTILE,
    channel: HOSTILE,
    url: BAD_LINK,
    removed: [{ type: HOSTILE, count: 1 }],
    said: [{ say: "answer", text: HOSTILE, to: "public" }],
    nearest: { passage, share: 0.9 },
  };
  const reasons = [{ code: HOSTILE, text: HOSTILE }];
  const issue = { title: HOSTILE, body: HOSTILE };
  const route = aRoute({ repository: "<b>/x", labels: [HOSTILE] });
  const likeFirst = aCandidate({
    target: { type: "ticket", ticketId: "a", code: HOSTILE },
    score: 0.9,
  });
  return [
    aTried({
      ...common,
      ticketId: "a",
      classification: question,
      decision: aDecision({ reasons }),
    }),
    aTried({ ...common, classification: question, draft, cited: [passage], channel: "other" }),
    aTried({
      ...common,
      classification: aClassification({ title, ask: `${HOSTILE} more` }),
      proposal: aProposal({ proposed: { outcome: "file", route, issue }, candidates: [candidate] }),
      candidates: [likeFirst],
    }),
    aTried({
      ...common,
      classification: aClassification({ title }),
      proposal: aProposal({ proposed: { outcome: "link", candidate } }),
    }),
    aTried({
      ...common,
      proposal: aProposal({ proposed: { outcome: "ask", details: [HOSTILE] } }),
    }),
  ];
}

const skipped = [
  { type: "skipped", where: HOSTILE, reason: HOSTILE, readable: false },
  { type: "skipped", where: "f:1", reason: HOSTILE, readable: true },
] as const;

describe("the page", () => {
  const about = anAbout({
    file: HOSTILE,
    docs: { name: HOSTILE, pages: 1, passages: 1 },
    engines: [HOSTILE],
    repository: { read: false, name: HOSTILE, why: HOSTILE },
  });
  const page = renderPage(toReport(hostilePosts(), skipped, about));
  const opened = [...page.matchAll(/<([a-z][a-z0-9]*)\b([^>]*)>/gi)];

  it("holds no element that a stranger wrote", () => {
    const names = new Set(opened.map(([, name]) => name?.toLowerCase()));
    expect(names).not.toContain("script");
    expect(names).not.toContain("img");
    expect(page).not.toContain("<script");
    expect(page).not.toContain("<b>/x");
    expect(page).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  });

  it("holds no event handler and no link that runs something", () => {
    const attributes = opened.map(([, , found]) => found ?? "").join(" ");
    expect(attributes.replace(/"[^"]*"/g, '""')).not.toMatch(/\bon\w+\s*=/i);
    expect(page).not.toMatch(/href="(?!#|https?:)/);
  });

  it("asks nothing of any server and lets nothing load", () => {
    const own = renderPage(toReport([aTried()], [], anAbout()));
    expect(own).not.toMatch(/\b(?:src|srcset|poster|action)\s*=/);
    expect(own).not.toMatch(/@import|url\(|<(?:link|iframe|object|form)\b/);
    expect(own).toContain(`content="default-src 'none'; style-src 'unsafe-inline'`);
  });

  it("is one whole document whose links lead somewhere, whatever there is to tell", () => {
    const empty = renderPage(toReport([], [], anAbout()));
    for (const one of [page, empty]) {
      expect(one).toMatch(/^<!doctype html>\n<html lang="en">/);
      expect(one).toMatch(/<\/html>\n$/);
      const targets = [...one.matchAll(/href="#(\w+)"/g)].map((match) => match[1]);
      for (const target of targets) expect(one).toContain(`id="${target}"`);
      expect(one).not.toMatch(/undefined|NaN|\[object|null/);
    }
  });

  it("lists every sentence that would be said, however many", () => {
    const said = Array.from({ length: 300 }, (_, n) => ({
      say: "answer",
      text: `Sentence number ${n}.`,
      to: "public" as const,
    }));
    const long = renderPage(toReport([aTried({ said })], [], anAbout()));
    for (const { text } of said) expect(long).toContain(text);
  });

  it("says how right the engine expects to be on these posts", () => {
    const sure = aTried({ classification: aClassification({ confidence: 0.9 }) });
    const unsure = aTried({ classification: aClassification({ confidence: 0.5 }) });
    const shown = renderPage(toReport([sure, unsure], [], anAbout()));
    expect(shown).toContain("70 of 100 kinds and 95 of 100 lanes");
  });

  it("links issues that have an address", () => {
    const { nodeId, repository, number, url } = anIssue();
    const issue = { nodeId, repository, number, url };
    const candidate = aCandidate({ target: { type: "issue", issue, visibility: "public" } });
    const proposal = aProposal({ proposed: { outcome: "link", candidate } });
    expect(renderPage(toReport([aTried({ proposal })], [], anAbout()))).toContain(`href="${url}"`);
  });
});

describe("markup", () => {
  it.each([
    ["<&>\"'", "&lt;&amp;&gt;&quot;&#39;"],
    ["a\u202eb\u0000c\u0007d", "abcd"],
    ["two\nlines\tand more", "two\nlines\tand more"],
  ])("escapes %j", (text, safe) => {
    expect(html`${text}`.html).toBe(safe);
  });

  it("keeps markup, joins lists and leaves out what is not there", () => {
    expect(html`<ul>${["a", html`<b>c</b>`]}${false}${null}${0}</ul>`.html).toBe(
      "<ul>a<b>c</b>0</ul>",
    );
  });

  it.each(["javascript:alert(1)", "data:text/html,x", 'https://x/"onclick=', "//x", "ftp://x"])(
    "makes no link of %s",
    (url) => {
      expect(link("words", url).html).not.toContain("href");
    },
  );
});

describe("a text with code", () => {
  it.each([
    ["plain", '<div class="said">plain</div>'],
    ["call `a<b>()` now", '<div class="said">call <code>a&lt;b&gt;()</code> now</div>'],
    [
      "see:\n```ts\na < b;\n```\ndone",
      '<div class="said">see:</div><pre class="code"><code>a &lt; b;</code></pre><div class="said">done</div>',
    ],
    ["```\nnever closed", '<pre class="code"><code>never closed</code></pre>'],
    ["", ""],
  ])("shows %j", (text, shown) => {
    expect(prose(text).html).toBe(shown);
  });
});
