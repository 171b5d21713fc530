import { describe, expect, it } from "vitest";
import { renderSay } from "../../src/bot/render/render.ts";
import { createTexts } from "../../src/bot/words/wording.ts";
import { aHouseOfQuestions } from "./asking-house.ts";

const texts = createTexts();

const QUESTION = "Which of the two clients do you use?";
const UNCLEAR = { claims: [], clarify: QUESTION, confidence: 0.4 };

describe("an ask that is not clear", () => {
  it("becomes a question for a reviewer to send, however asking is set", async () => {
    const house = aHouseOfQuestions();
    house.drafts(UNCLEAR);
    const { raw, known } = await house.asks("It does not work", "What now?");
    expect(known.decision).toMatchObject({
      outcome: "ask",
      mode: "draft",
      reasons: [{ code: "unclear-ask" }],
    });
    expect(house.openCards()).toMatchObject([
      { action: "Ask the reporter", body: `- ${QUESTION}`, send: "Ask", editable: true },
    ]);
    await house.rule({ verdict: "send" });
    await house.advance(10_000);
    const [said] = house.conversation.publicIn(raw.conversationId ?? "");
    expect(said?.say).toMatchObject({ say: "ask", details: [QUESTION] });
    expect(said && renderSay(said.say, "action-1", texts).content).toMatch(
      /^To answer this, the team needs to know:\n- Which of the two clients/,
    );
  });

  it("can be put in a reviewer's words", async () => {
    const house = aHouseOfQuestions();
    house.drafts(UNCLEAR);
    const { raw } = await house.asks("It does not work");
    await house.rule({ verdict: "edit", title: null, text: "- Which client?\n- Since when?" });
    await house.advance(10_000);
    const [said] = house.conversation.publicIn(raw.conversationId ?? "");
    expect(said?.say).toMatchObject({ details: ["Which client?", "Since when?"] });
  });

  it("is no gap in the docs, and is asked about once", async () => {
    const house = aHouseOfQuestions();
    house.drafts(UNCLEAR);
    const { raw, taken } = await house.asks("It does not work");
    await house.rule({ verdict: "send" });
    await house.advance(10_000);
    await house.post({
      authorSourceId: raw.authorSourceId,
      conversationId: raw.conversationId,
      text: "It just does not.",
      opens: false,
    });
    await house.advance(20_000);
    const known = await house.ticketOf(taken);
    expect(known.decision).toMatchObject({
      outcome: "leave",
      reasons: [{ code: "unclear-ask", text: expect.stringContaining("asked before") }],
    });
    expect((await house.gaps.view("acme")).asks).toEqual([]);
  });

  it.each([
    ["names what nobody named", "Do you use `--turbo`?"],
    ["gives a number that nobody gave", "Is it more than 512 MB?"],
    ["holds a link", "Did you read https://evil.example?"],
    ["speaks of money", "Did you ask for a refund?"],
    ["asks nothing", "Tell us more."],
  ])("asks nothing back that %s", async (_, clarify) => {
    const house = aHouseOfQuestions();
    house.drafts({ ...UNCLEAR, clarify });
    const { known } = await house.asks("It does not work");
    expect(house.openCards()).toEqual([]);
    expect(known.decision).toMatchObject({ outcome: "leave", reasons: [{ code: "unverified" }] });
  });

  it("gets the general questions where the engine has none of its own", async () => {
    const house = aHouseOfQuestions();
    const reason = "it says too little to tell what is asked";
    house.drafter.when("", { type: "none", because: "unclear-ask", reason, call: null });
    await house.asks("help");
    expect(house.openCards()).toMatchObject([
      { body: "- what you want to get done\n- what you got, word for word" },
    ]);
  });
});
