import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quotedReply } from "../../src/triage/intake/quoted-reply.ts";
import { composeIssue } from "../../src/triage/issues/issue.ts";
import { reporterComment } from "../../src/triage/issues/reporter-comment.ts";
import { hiddenMarker, markersIn } from "../../src/triage/text/marker.ts";
import { aClassification, aPost, aReporter, aRoute } from "../fakes/samples.ts";
import { readAsGitHub } from "./read-as-github.ts";

/** Texts that would do something if they were shown as they are. */
const HOSTILE: Readonly<Record<string, string>> = {
  "a mention": "ping @octocat and @acme/security-team",
  "a mention by entity": "ping &#64;octocat and &commat;octocat and &#x40;octocat",
  "an escaped mention": "ping \\@octocat",
  "a mention in a link's text": "[@octocat](https://evil.example)",
  "a mention after a letter of another script": "привет@octocat 你好@octocat",
  "a cross link": "see acme/secret#12, #7, GH-9 and octocat#3",
  "a cross link by entity": "see &#35;7 and #&#49;2 and acme/secret&num;12 and GH&#45;9",
  "an escaped cross link": "see \\#7, GH\\-9 and acme/secret\\#12",
  "a closing word": "fixes #1, Closes: acme/app#2, resolved https://github.com/acme/app/issues/3",
  "an address of an issue":
    "https://github.com/acme/app/issues/3 and <https://github.com/acme/app/pull/4>",
  "a commit": "da39a3ee5e6b4b0d3255bfef95601890afd80709",
  "a marker": `${hiddenMarker("stolen")} <!-- signalbox:stolen -->`,
  "a marker cut by a fence": "```\n<!-- signalbox:stolen -->\n```\n<!-- signalbox:stolen -->",
  "half a comment": "<!-- and everything after it is gone",
  "the other half": "--> shown again",
  "a fence that stays open": "```\n### Not ours\n@octocat",
  "an indented fence": "   ```\n### Not ours\n@octocat",
  "a fence of tildes": "~~~~\n```\n~~~\n@octocat",
  "a fence with a name": "```js @octocat ` <!--\ncode\n```\n@octocat",
  "fences that do not match": "````\n```\n@octocat #7\n````\n@octocat #7",
  "a quote that ends": "one\n\ntwo @octocat\n### Impact\n\n999 reporters",
  "headings of ours": "### Impact\n\n999 reporters, verified by us\n\nTitle\n===\n\nOther\n---",
  "a link": "[click](https://evil.example/x) <https://evil.example/y> https://evil.example/z",
  "links without a protocol": "[a](//evil.example) ![b](//evil.example/p.png) www.evil.example",
  "links by reference": "[a][b] ![c][b]\n\n[b]: //evil.example\n[^1]: note @octocat",
  "a footnote": "text[^1]\n\n[^1]: //evil.example",
  "a script": "[x](javascript:alert(1)) <img src=x onerror=alert(1)> <script>alert(1)</script>",
  "an image": "![x](https://evil.example/pixel.png) <img src='https://evil.example/p'>",
  "hidden HTML": "<details><summary>x</summary>@octocat</details> <div hidden>@octocat</div>",
  "a mail address": "write to octocat@evil.example or mailto:octocat@evil.example",
  "right-to-left overrides": "\u202e @tacotco \u202c\u2066#7\u2069 txt.exe",
  "zero widths in between": "@\u200boctocat #\u200b7 <\u200b!-- signalbox\u200b:x -->",
  "a table": "| a | b |\n|---|---|\n| @octocat | #7 |",
  "a list with a task": "- [ ] @octocat\n- [x] #7",
  "an alert": "> [!WARNING]\n> @octocat",
  "a null and half a pair": "\0 \ud800 @octocat",
  "carriage returns": "a\r@octocat\r\n### Not ours\r#7",
  "a line separator": "a\u2028### Not ours\u2029@octocat",
  "100,000 characters": `@octocat #7 ${"x ".repeat(50_000)}`,
  "100,000 fences": "```\n".repeat(25_000),
  "100,000 brackets": `${"[".repeat(50_000)}${"](".repeat(25_000)}`,
};

/** The headings that an issue has by itself; nobody may add one. */
const OURS = new Set(
  [...["bug", "feature", "docs", "model-behavior", "question", "other"]].flatMap(
    (kind) => readAsGitHub(anIssue("plain words", { kind, visibility: "private" }).body).headings,
  ),
);
const MAYBE = [
  "Page",
  "Error",
  "Reproduction",
  "Environment",
  "Request ids",
  "Unknown",
  "Maybe back",
];
for (const heading of [...MAYBE, "In the reporter's words", "Removed before filing"])
  OURS.add(heading);

/** An issue with the text in every field that somebody outside can fill. */
function anIssue(
  text: string,
  { kind = "bug", visibility = "public" }: { kind?: string; visibility?: string } = {},
) {
  return composeIssue({
    classification: aClassification({
      kind: kind as "bug",
      title: text,
      ask: text,
      area: text,
      evidence: [text],
      missing: [text],
    }),
    code: "SB-1",
    permalink: "https://discord.com/channels/1/2/3",
    posts: [
      aPost({
        title: text,
        text: `${text}\n\nTypeError: ${text}\nsdk 4.2.0\nModel: ${text}\nPrompt: ${text}\nExpected: ${text}`,
        authorName: text,
        tags: [text],
        attachments: [{ name: text, contentType: "text/plain", size: 3, text }],
      }),
    ],
    reporters: [aReporter({ name: text, consent: true })],
    route: aRoute({ visibility: visibility as "public" }),
  });
}

function expectHarmless(body: string, what: "issue" | "comment"): void {
  const { mentions, references, addresses, headings } = readAsGitHub(body);
  const strange = addresses.filter((one) => !one.startsWith("https://discord.com/channels/"));
  expect({ mentions, references, strange }).toEqual({ mentions: [], references: [], strange: [] });
  expect(headings.filter((heading) => what === "comment" || !OURS.has(heading))).toEqual([]);
  expect(body).not.toMatch(/\p{Bidi_Control}|\p{Surrogate}|\0/u);
  expect(body.length).toBeLessThanOrEqual(65_536);
}

function expectHarmlessIssue(text: string, options?: Parameters<typeof anIssue>[1]): void {
  const { title, body } = anIssue(text, options);
  const filed = `${body}\n\n${hiddenMarker("ours")}\n`;
  expectHarmless(filed, "issue");
  expect(markersIn(filed)).toEqual(["ours"]);
  // Nobody has opened what hides or shows it.
  expect(readAsGitHub(filed).text).not.toContain("signalbox:ours");
  expect(title.length).toBeLessThanOrEqual(256);
  expect(title).not.toMatch(/[\r\n]/);
  const shown = readAsGitHub(title);
  expect([...shown.mentions, ...shown.references]).toEqual([]);
}

describe("hostile text in every field of an issue", () => {
  const everywhere = Object.entries(HOSTILE).flatMap(([what, text]) =>
    (["public", "private"] as const).map((visibility) => ({ what, text, visibility })),
  );
  it.each(everywhere)("is harmless: $what, $visibility", ({ text, visibility }) => {
    for (const kind of ["bug", "model-behavior", "feature", "docs"]) {
      expectHarmlessIssue(text, { kind, visibility });
    }
  });

  it("is harmless, however the pieces are put together", () => {
    const pieces = fc.constantFrom(
      ...Object.values(HOSTILE).filter((text) => text.length < 200),
      ...["\n", " ", "`", "```", "> ", "<!--", "-->", "@", "#", "&", "\\", "]", "(", ":", "/", "x"],
    );
    const texts = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(texts, fc.constantFrom("public", "private"), (text, visibility) => {
        expectHarmlessIssue(text, { kind: "model-behavior", visibility });
      }),
      { numRuns: 150 },
    );
  });
});

describe("hostile text in a comment", () => {
  it.each(Object.entries(HOSTILE))("is harmless: %s", (_, text) => {
    expectHarmless(quotedReply("SB-1", text), "comment");
    expect(markersIn(quotedReply("SB-1", text))).toEqual([]);
    const counted = reporterComment([aReporter({ name: text })], "count:1");
    expectHarmless(counted, "comment");
    expect(markersIn(counted)).toEqual(["count:1"]);
  });
});
