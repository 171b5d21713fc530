import { describe, expect, it } from "vitest";
import { idInMarker } from "../../src/bot/discord/marker.ts";
import { parseCustomId } from "../../src/bot/presses/custom-id.ts";
import { renderSay } from "../../src/bot/render/render.ts";
import { LIMITS, type Rendered } from "../../src/bot/render/rendered.ts";
import { createTexts } from "../../src/bot/words/wording.ts";
import { FailureReason, failureWords } from "../../src/triage/model/engine-failure.ts";
import { aDigest, anAnswer, someOfEach } from "./says.ts";

const texts = createTexts();

const ACTION = "01Hx_action-id00000022";

function idsIn(message: Rendered): string[] {
  const ids = message.components.flatMap((row) => row.components.map((one) => one.custom_id));
  return ids.flatMap((text) => parseCustomId(text)?.id ?? []);
}

/** What a person sees of a message: an embed's address shows with its title alone. */
function seenIn({ content, embeds, components }: Rendered) {
  return [
    content,
    ...embeds.map(({ url, ...seen }) => (seen.title === undefined ? seen : { url, ...seen })),
    ...components.flatMap((row) => row.components.map(({ label }) => label)),
  ];
}

/** Content and embed as one text. */
function wordsIn({ content, embeds }: Rendered): string {
  return [content, ...embeds.map((embed) => embed.description ?? "")].join("\n");
}

describe("renderSay", () => {
  it.each(someOfEach().map((say) => [say.say, say] as const))("%s can be found again", (_, say) => {
    const message = renderSay(say, ACTION, texts);
    const marked = message.embeds.map((embed) => idInMarker(embed.url));
    expect([...idsIn(message), ...marked]).toContain(ACTION);
    expect(JSON.stringify(seenIn(message))).not.toContain(ACTION);
    expect(new Set(idsIn(message)).size).toBeLessThanOrEqual(1);
    expect(message.content.length).toBeGreaterThan(0);
    expect(message.content.length).toBeLessThanOrEqual(LIMITS.content);
  });

  it("gives a credential's owner nothing to press", () => {
    const say = { say: "leaked-credential", community: "A", types: ["key"], pages: [] } as const;
    expect(renderSay({ ...say, types: ["key"], pages: [] }, ACTION, texts).components).toEqual([]);
  });

  it("names a private issue by its code", () => {
    const { content } = renderSay(
      { say: "filed", code: "SB-9", url: null, reporters: 1 },
      ACTION,
      texts,
    );
    expect(content).toContain("SB-9");
    expect(content).not.toContain("http");
  });

  it("tells a week in one message, mentioning nobody, however long the titles are", () => {
    const title = `@everyone <@1> **${"long ".repeat(80)}** [x](https://evil.example)`;
    const say = aDigest({
      community: "@everyone",
      solvers: [
        "peers",
        "helpers",
        "staff",
        "reviewed-answers",
        "pages",
        "team",
        "asker",
        "unnamed",
        "answered-only",
        "nobody",
      ].map((solver) => ({ solver, count: 1_234 })),
      repeated: [1, 2, 3].map(() => ({
        title,
        people: 999,
        url: `https://d.example/${"p".repeat(140)}`,
        isHidden: false,
      })),
      demand: [1, 2, 3].map(() => ({ code: "SB-99999", title, people: 999 })),
    });
    const { content, embeds } = renderSay(say, ACTION, texts);
    expect(content.length).toBeLessThanOrEqual(LIMITS.content);
    expect(embeds).toHaveLength(1);
    expect(content).not.toMatch(/@everyone|<@1>|\]\(http/);
    expect(embeds[0]?.description).toContain("signalbox report");
  });

  it("tells a week in staff's words, with no data said plainly", () => {
    expect(wordsIn(renderSay(aDigest(), ACTION, texts))).toBe(
      [
        "**The week for Acme**, 16 Nov – 23 Nov",
        "Asks: **82**, 60 the week before.",
        "Without a reply: **9** of 76 after 24 h, **4** of 61 after 72 h.",
        "First reply of a person, median: 20 min; first useful one: no data.",
        "Solved by: other members 12, nobody yet 3.",
        "You said, we did: 40 reports; of issues 11 filed, 6 accepted, **6 shipped**; the fix told on 5 reports.",
        "Accepted as filed: 5 of 11 issues; the team asked back about 1.",
        "Public messages: 26 (25 per 100 posts); regretted 1 (38.5 per 1,000 messages).",
        "Docs gaps: 2 opened, 1 closed.",
        "Asked most, with the page that should have answered:",
        "- Behind a proxy (3 people) <https://docs.example/net>",
        "Enough people stand behind these:",
        "- SB-35 Dark mode (5 people)",
        "-# All figures, with what each counts: `signalbox report`",
      ].join("\n"),
    );
    expect(wordsIn(renderSay(aDigest({ quiet: true, team: "sdk" }), ACTION, texts))).toBe(
      "**The week for sdk**, 16 Nov – 23 Nov\nA quiet week: nothing was asked, filed or shipped.",
    );
  });

  it.each(FailureReason.options)(
    "says in words why the engine stands in (%s), and what to do",
    (reason) => {
      const because = failureWords({ reason, detail: "today's budget is spent" });
      const permalink = "https://discord.example/1";
      const say = { say: "engine-notice", code: "SB-9", because, reason, permalink } as const;
      const [why = "", toDo = "", ...link] = wordsIn(renderSay(say, ACTION, texts)).split("\n");
      expect(why).not.toMatch(/server-error|rate-limited|unauthorized|dropped|budget-spent/);
      expect(toDo).toMatch(/asked again|admin has to mend/);
      expect(link).toEqual([`First on **SB-9** <${permalink}>`]);
    },
  );

  it("says that an issue is private where its address is not for everybody", () => {
    const repeated = [{ title: "Uploads hang", people: 3, url: null, isHidden: true }];
    expect(renderSay(aDigest({ repeated }), ACTION, texts).content).toContain(
      "\n- Uploads hang (3 people) private\n",
    );
  });

  it("cites with numbers, quiet links and the origin", () => {
    const { content } = renderSay(anAnswer({ checked: true }), ACTION, texts);
    expect(content).toContain("Set the timeout when you build the client. [1]");
    expect(content).toContain("[1] Timeouts <https://docs.example/client#timeouts>");
    expect(content).toContain("A person on the team checked it.");
  });

  it.each([
    [{ checked: true }, "Drafted with AI from these pages. A person on the team checked it."],
    [{ checked: false }, "Drafted with AI from these pages. No person has checked it."],
    [{ checked: true, extractive: true }, "Quoted from these pages by a bot. A person"],
    [
      { checked: true, edited: true },
      "Drafted by a bot from these pages and rewritten by a person",
    ],
  ])("says how an answer came about: %o", (overrides, words) => {
    expect(renderSay(anAnswer(overrides), ACTION, texts).content).toContain(words);
  });

  it("puts the number of a claim that ends in code below the block", () => {
    const { content } = renderSay(
      anAnswer({ claims: [{ text: "```ts\na();\n```", sources: [1] }] }),
      ACTION,
      texts,
    );
    expect(content).toContain("```\n[1]");
  });

  it("sets the model's own code apart, and says that it is not from the docs", () => {
    const { content } = renderSay(
      anAnswer({ ownCode: ["await retry();\n```\n@everyone"] }),
      ACTION,
      texts,
    );
    expect(content).toContain(
      "Written by the bot itself, not from the docs:\n````\nawait retry();\n```\n@everyone\n````",
    );
    expect(content.indexOf("[1]")).toBeLessThan(content.indexOf("await retry"));
  });

  it("defuses what came from outside", () => {
    const { content } = renderSay(
      {
        say: "team-asks",
        code: "SB-1",
        words: "@everyone <@123> see discord.gg/abc and https://evil.example/x",
      },
      ACTION,
      texts,
    );
    expect(content).not.toMatch(/@everyone|<@123>|discord\.gg\/abc|https:\/\/evil/);
  });

  it("keeps a source's title from making a link of its own", () => {
    const sources = [{ title: "[x](https://evil.example)", url: "javascript:alert(1)" }];
    const { content } = renderSay(anAnswer({ sources }), ACTION, texts);
    expect(content).toContain("\\[x\\]");
    expect(content).not.toContain("](https");
    expect(content).not.toContain("<javascript");
  });

  it.each([
    { length: 1_000, embeds: 0, files: 0 },
    { length: 4_000, embeds: 1, files: 0 },
    { length: 9_000, embeds: 0, files: 1 },
  ])("stays one message at $length characters", ({ length, embeds, files }) => {
    const code = `\`\`\`py\n${"print(1)\n".repeat(length / 9)}\`\`\``;
    const message = renderSay(anAnswer({ claims: [{ text: code, sources: [1] }] }), ACTION, texts);
    expect(message.content.length).toBeLessThanOrEqual(LIMITS.content);
    expect(message.embeds.length).toBe(embeds);
    expect(message.files.length).toBe(files);
    for (const part of [
      message.content,
      ...message.embeds.map((embed) => embed.description ?? ""),
    ]) {
      expect((part.match(/^```/gm) ?? []).length % 2).toBe(0);
    }
    const all = [message.content, message.embeds[0]?.description, message.files[0]?.text].join();
    expect(all).toContain("https://docs.example/client#timeouts");
  });
});
