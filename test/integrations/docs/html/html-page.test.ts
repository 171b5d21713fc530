import { describe, expect, it } from "vitest";
import { readHtmlDocument } from "../../../../src/integrations/docs/html/html-page.ts";
import { passagesOf } from "../a-page.ts";

const around = (main: string) => `<!doctype html><html><head><title>Uploads | Acme</title></head>
<body><header><h1>Acme</h1><nav><a href="/">Home</a></nav></header>
<div class="sidebar"><nav><ul><li>Sidebar</li></ul></nav></div>
<main>${main}</main>
<aside class="toc">On this page</aside><footer>© Acme, cookies</footer>
<script>track()</script></body></html>`;

const read = (main: string) =>
  readHtmlDocument(around(main), "https://docs.acme.example/guide/uploads");

describe("an HTML page", () => {
  it("gives its main content and leaves out what surrounds it", () => {
    const { title, markdown, links } = read(
      `<article><header><h1>Uploads</h1></header><nav class="breadcrumbs">Docs › Uploads</nav>
       <p>Send files in parts, each of at most a hundred megabytes.</p>
       <button>Copy</button><a class="edit-this-page" href="/edit">Edit</a></article>`,
    );
    expect(title).toBe("Uploads");
    expect(markdown).toBe(
      "# Uploads\n\nSend files in parts, each of at most a hundred megabytes.\n",
    );
    expect(links).toEqual(["/", "/edit"]);
  });

  it("becomes passages with the anchors that the site has", () => {
    const html = around(`<article><h1>Uploads</h1><p>${"Send files in parts. ".repeat(4)}</p>
      <h2 id="part_size">Part size<a class="headerlink" href="#part_size">¶</a></h2><p>At most 100 MB.</p>
      <section id="order"><h2>Order of <code>parts&lt;T&gt;</code></h2><p>Any order.</p></section>
      <div class="section" id="sphinx"><h2>Old Sphinx<a class="headerlink" href="#sphinx">#</a></h2><p>Text.</p></div>
      <h2><a id="inner"></a>Inner anchor</h2><p>More.</p></article>`);
    const found = passagesOf({ page: "uploads.html", text: html, url: "https://a.example/u" });
    expect(found.map(({ url, breadcrumbs }) => [breadcrumbs.at(-1), url.split("#")[1]])).toEqual([
      ["Uploads", "uploads"],
      ["Part size", "part_size"],
      ["Order of parts<T>", "order"],
      ["Old Sphinx", "sphinx"],
      ["Inner anchor", "inner"],
    ]);
  });

  it("keeps code whole with its language, whatever draws it", () => {
    const { markdown } = read(`<h1>Code</h1><p>${"Words before the code. ".repeat(3)}</p>
      <div class="language-ts codeBlock"><pre><code><span class="token-line">const a = 1;<br></span><span class="token-line">  send(a);<br></span></code></pre><button>Copy</button></div>
      <div class="highlight-python notranslate"><div class="highlight"><pre><span></span><span class="kn">import</span> acme\n\nacme.send()\n</pre></div></div>
      <table class="highlighttable"><tr><td class="linenos"><pre>1\n2</pre></td><td class="code"><div><pre data-lang="sh">acme put\nacme get</pre></div></td></tr></table>`);
    expect(markdown).toContain("```ts\nconst a = 1;\n  send(a);\n```");
    expect(markdown).toContain("```python\nimport acme\n\nacme.send()\n```");
    expect(markdown).toContain("```sh\nacme put\nacme get\n```");
    expect(markdown).not.toMatch(/^1$/m);
  });

  it("keeps tables as tables", () => {
    const { markdown } = read(`<h1>Limits of uploads and downloads, by plan</h1>
      <table><thead><tr><th>Plan</th><th>Size</th></tr></thead>
      <tbody><tr><td><p>Free</p><p>trial</p></td><td>1 GB | day</td></tr></tbody></table>`);
    expect(markdown).toMatch(
      /\| Plan\s+\| Size\s+\|\n\| -+ \| -+ \|\n\| Free trial\s+\| 1 GB \\\| day \|/,
    );
  });

  it("keeps notes, warnings, tabs and details as text", () => {
    const { markdown } = read(`<h1>Install the client on your own machine</h1>
      <aside class="starlight-aside starlight-aside--tip"><p class="starlight-aside__title">Tip</p><p>Pin it.</p></aside>
      <div class="admonition warning"><p class="admonition-title">Warning</p><p>Not on Windows.</p></div>
      <div class="custom-block danger"><p>Deletes all.</p></div>
      <ul role="tablist"><li role="tab">npm</li><li role="tab">yarn</li></ul>
      <div><div role="tabpanel"><pre><code>npm i acme</code></pre></div><div role="tabpanel" hidden><pre><code>yarn add acme</code></pre></div></div>
      <details><summary>Behind a proxy</summary><p>Set ACME_PROXY.</p></details>`);
    for (const words of [
      "Tip",
      "Pin it.",
      "Warning",
      "Not on Windows.",
      "**Danger**",
      "Deletes all.",
    ]) {
      expect(markdown).toContain(words);
    }
    expect(markdown).toMatch(
      /\*\*npm\*\*\n\n```\nnpm i acme\n```\n\n\*\*yarn\*\*\n\n```\nyarn add acme/,
    );
    expect(markdown).toMatch(/\*\*Behind a proxy\*\*\n\nSet ACME_PROXY\./);
  });

  it("links to whole addresses and never to scripts", () => {
    const { markdown } = read(`<h1>Where to read on about uploads in parts</h1>
      <p><a href="../api#send">API</a> <a href="javascript:alert(1)">Run</a> <a href="#here">Here</a> <img src="x.png" alt="A diagram"></p>`);
    expect(markdown).toContain("[API](https://docs.acme.example/api#send)");
    expect(markdown).toContain("A diagram");
    expect(markdown).not.toMatch(/javascript|x\.png/);
  });

  it("gives each documented function of a reference its own passage", () => {
    const found = passagesOf({
      page: "ref.html",
      text: around(`<h1>acme.client reference pages for Python</h1><dl class="py function">
        <dt class="sig sig-object py" id="acme.send"><span>acme.</span><span>send</span>(<em>path</em>)<a class="headerlink" href="#acme.send">¶</a></dt>
        <dd><p>Sends a file.</p></dd></dl>`),
      url: "https://a.example/ref",
    });
    expect(found.at(-1)).toMatchObject({ url: "https://a.example/ref#acme.send" });
    expect(found.at(-1)?.text).toContain("Sends a file.");
  });

  it("escapes little, so that quotes of it are found again", () => {
    const { markdown } = read(
      "<h1>Names and options of the command line</h1><p>Set MY_VAR_NAME to [a, b] or *. # is a com<b>men</b>t</p><p># not a heading</p>",
    );
    expect(markdown).toContain("Set MY_VAR_NAME to [a, b] or *. # is a com**men**t");
    expect(markdown).not.toMatch(/^# not/m);
  });

  it("says when it does not want to be found", () => {
    const html = '<html><head><meta name="robots" content="noindex, follow"></head><body>x</body>';
    expect(readHtmlDocument(html, null).unlisted).toBe(true);
  });

  it("is read even when it is broken, and refused when no browser would show it", () => {
    const { markdown } = readHtmlDocument("<main><p>One<p>Two<b><i>x</b></i></main></div>", null);
    expect(markdown).toContain("Two");
    expect(() =>
      passagesOf({ page: "deep.html", text: `<body>${"<div>".repeat(9_000)}` }),
    ).toThrow();
  });
});
