import { describe, expect, it } from "vitest";
import { parseCustomId } from "../../src/bot/custom-id.ts";
import { renderSay } from "../../src/bot/render.ts";
import { LIMITS, type Rendered } from "../../src/bot/rendered.ts";
import { createTexts } from "../../src/bot/wording.ts";
import { anAnswer, someOfEach } from "./says.ts";

const texts = createTexts();

const ACTION = "01Hx_action-id00000022";

function idsIn(message: Rendered): string[] {
  const ids = message.components.flatMap((row) => row.components.map((one) => one.custom_id));
  return ids.flatMap((text) => parseCustomId(text)?.id ?? []);
}

describe("renderSay", () => {
  it.each(someOfEach().map((say) => [say.say, say] as const))("%s can be found again", (_, say) => {
    const message = renderSay(say, ACTION, texts);
    const footers = message.embeds.map((embed) => embed.footer?.text);
    expect([...idsIn(message), ...footers]).toContain(ACTION);
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
