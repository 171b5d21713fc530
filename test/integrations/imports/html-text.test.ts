import { describe, expect, it } from "vitest";
import { htmlToText } from "../../../src/integrations/imports/html-text.ts";

describe("a forum post's HTML as text", () => {
  it.each([
    ["<p>one</p>\n<p>two</p>", "one\n\ntwo"],
    ["<p>a &amp; b &lt;c&gt; &#39;d&#x27; &unknown;</p>", "a & b <c> 'd' &unknown;"],
    ["<p>call <code>run()</code> now</p>", "call `run()` now"],
    ["<ul><li>one</li><li>two</li></ul>", "- one\n- two"],
    ['<p>see <a href="https://example.com/x">this</a></p>', "see this (https://example.com/x)"],
    ['<a href="https://example.com/x">https://example.com/x</a>', "https://example.com/x"],
    ['<a href="javascript:alert(1)">click</a>', "click"],
    ['nice <img class="emoji" alt=":tada:"> <img alt="a chart">', "nice :tada: [image: a chart]"],
    ["<p>1 < 2 and <b>bold</b><br>next</p>", "1 < 2 and bold\nnext"],
    ["<!-- hidden --><script>alert('<p>no</p>')</script>shown", "shown"],
  ])("%s", (html, text) => {
    expect(htmlToText(html)).toBe(text);
  });

  it("keeps code blocks as they stand", () => {
    const html = '<pre><code class="lang-ts">if (a &lt; b) {\n  go();\n}\n</code></pre><p>why?</p>';
    expect(htmlToText(html)).toBe("```\nif (a < b) {\n  go();\n}\n```\n\nwhy?");
  });

  it("leaves out what others said and link previews, nested ones too", () => {
    const quote =
      '<aside class="quote"><blockquote>old<aside>deep</aside> words</blockquote></aside>';
    expect(htmlToText(`${quote}<p>mine</p>`)).toBe("mine");
  });

  it("takes broken markup in time that grows with its length only", () => {
    const start = performance.now();
    htmlToText("<".repeat(100_000));
    htmlToText("<a ".repeat(50_000));
    htmlToText(`<a href="${"x".repeat(100_000)}`);
    htmlToText('<a "'.repeat(50_000));
    htmlToText("<!--".repeat(50_000));
    expect(performance.now() - start).toBeLessThan(4_000);
  });
});
