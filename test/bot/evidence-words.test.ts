import { describe, expect, it } from "vitest";
import { renderPanel } from "../../src/bot/render/more-panel.ts";
import { renderCard } from "../../src/bot/render/render-card.ts";
import { evidenceWords } from "../../src/bot/words/evidence-words.ts";
import { aCard } from "./cards.ts";

const answer = {
  claims: [
    { text: "Set the timeout when you build the client.", sources: [1], quote: "pass timeout" },
    {
      text: "```ts\ncreate({ timeout: 5 });\n```",
      sources: [1, 2],
      quote: "create({ timeout: 5 })",
    },
  ],
  ownCode: ["await withTimeout(call);\nthrow late;"],
  cut: [{ text: "It costs $5.", because: "it speaks of prices, and no official source says so" }],
};
const evidence = [
  { title: "Timeouts", url: "https://docs.example/client#timeouts", quote: "pass timeout" },
  { title: "Client", url: "https://docs.example/client", quote: "create" },
];
const card = aCard({ evidence, answer, body: "Set the timeout. [1]\n\ncreate [1][2]" });

describe("the evidence of an answer", () => {
  it("shows which sentence rests on which source, with the quote", () => {
    const words = evidenceWords(card).join("\n");
    expect(words).toContain(
      "**1.** Set the timeout when you build the client. [1]\n> “pass timeout”",
    );
    expect(words).toContain("**2.** create({ timeout: 5 }); [1][2]");
    expect(words).toContain("[2] Client <https://docs.example/client>");
  });

  it("shows the model's own code apart, and what was cut with the reason", () => {
    const words = evidenceWords(card).join("\n");
    expect(words).toContain("**Not from the docs**");
    expect(words).toContain("```\nawait withTimeout(call);\nthrow late;\n```");
    expect(words).toMatch(/Cut before you saw it\*\*\n- ~~It costs \$5\.~~ it speaks of prices/);
  });

  it("fits into one message beside post and answer, however much there is", () => {
    const long = "word ".repeat(2_000);
    const many = {
      claims: Array.from({ length: 5 }, () => ({ text: long, sources: [1, 2], quote: long })),
      ownCode: [long, long],
      cut: Array.from({ length: 9 }, () => ({ text: long, because: long })),
    };
    const full = aCard({
      answer: many,
      evidence: Array.from({ length: 8 }, () => ({
        title: long,
        url: "https://docs.example/a",
        quote: long,
      })),
    });
    const details = {
      card: full,
      kind: "question",
      lane: "open",
      area: null,
      claim: null,
      areas: [],
      routes: [],
      candidates: [],
      missing: [],
      others: [long],
      fullBody: long,
      post: long,
      translatableFrom: null,
      reasons: ["the docs answer it"],
    } as const;
    const { embeds } = renderPanel(details, { sourceId: "1" });
    const lengths = embeds.map(({ description }) => description?.length ?? 0);
    expect(Math.max(...lengths)).toBeLessThanOrEqual(4_096);
    expect(lengths.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(6_000);
  });

  it("does not quote on the card what the answer quotes itself", () => {
    const quoting = aCard({ evidence, answer, body: "Pass  timeout to it. [1]" });
    const description = renderCard(quoting).embeds[0]?.description;
    expect(description).toContain("Timeouts");
    expect(description).not.toContain("“");
  });

  it("stands short on the card: numbers, the first source, and that some code is not from the docs", () => {
    const description = renderCard(card).embeds[0]?.description;
    expect(description).toContain("> Set the timeout. [1]");
    expect(description).toContain("[1] [Timeouts](<https://docs.example/client#timeouts>) +1");
    expect(description).toContain("Not from the docs: 2 lines of own code");
  });
});
