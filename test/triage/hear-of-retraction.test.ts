import { describe, expect, it } from "vitest";
import { MINUTE, SECOND } from "../../src/triage/model/clock.ts";
import { PortError } from "../../src/triage/model/errors.ts";
import { retract } from "../../src/triage/review/command-desk.ts";
import { COMMUNITY, createHouse } from "../fakes/house.ts";
import { aClassification, aDraft } from "../fakes/samples.ts";

const RITA = { sourceId: "rita", name: "Rita" };

async function anAnswer(policy: Parameters<typeof createHouse>[0] = {}) {
  const house = createHouse(policy);
  const { passage } = house;
  house.classifier.when("", {
    type: "classified",
    classification: aClassification({ kind: "question" }),
    call: null,
  });
  house.passages.when("", [[passage.id, 9]]);
  const claims = [{ text: passage.text, passageIds: [passage.id], quote: passage.text }];
  house.drafter.when("", { type: "drafted", call: null, draft: aDraft({ claims }) });
  const { raw, taken } = await house.post({ title: "How do I upload?" });
  await house.advance(20 * SECOND);
  await house.rule({ verdict: "send" });
  await house.advance(10 * SECOND);
  const { ticket } = await house.ticketOf(taken);
  const said = () => house.conversation.publicIn(raw.conversationId ?? "");
  const takeBack = async (words: string | null = null) => {
    const done = await retract(COMMUNITY, ticket.code, words, RITA, house);
    await house.advance(MINUTE);
    return done.type;
  };
  return { house, raw, taken, ticket, said, takeBack };
}

const kinds = (messages: readonly { readonly say: { readonly say: string } }[]) =>
  messages.map(({ say }) => say.say);

describe("an answer that is taken back", () => {
  it("is said to have been, in a new message of the thread, once", async () => {
    const { ticket, said, takeBack } = await anAnswer();
    const [answer] = said();
    await takeBack("Use parts of 8 MB.");
    expect(said().map(({ say }) => say)).toMatchObject([
      { say: "withdrawn", words: "Use parts of 8 MB." },
      { say: "retracted", code: ticket.code, of: answer?.id, corrected: true },
    ]);
    await takeBack("Or of 16 MB.");
    expect(kinds(said())).toEqual(["withdrawn", "retracted"]);
    expect(said()[0]?.say).toMatchObject({ words: "Or of 16 MB." });
  });

  it("is not spoken of where its asker opted out, or a person has answered since", async () => {
    for (const silence of ["opted-out", "answered-by-person"] as const) {
      const { house, taken, said, takeBack } = await anAnswer();
      const { ticket } = await house.ticketOf(taken);
      await house.tickets.commit(COMMUNITY, ticket.id, ticket.version, {
        ticket: { silence },
        story: [],
      });
      await takeBack();
      expect(kinds(said())).toEqual(["withdrawn"]);
    }
  });

  it("is not spoken of to somebody who has left, and staff read why", async () => {
    const { house, raw, ticket, said, takeBack } = await anAnswer();
    house.conversation.left(raw.authorSourceId);
    await takeBack();
    expect(kinds(said())).toEqual(["withdrawn"]);
    const story = await house.tickets.story(COMMUNITY, ticket.id);
    expect(story.map(({ detail }) => detail)).toContain("said nothing: whoever asked has left");
  });

  it("adds no message to as many as a conversation may hold", async () => {
    const { said, takeBack } = await anAnswer({ policy: { messagesPerConversation: 1 } });
    await takeBack();
    expect(kinds(said())).toEqual(["withdrawn"]);
  });

  it("is said once though the answer to saying so was lost", async () => {
    const { house, said, takeBack } = await anAnswer();
    house.conversation.failNext("say", new PortError("say", "later", null), "after");
    await takeBack();
    expect(house.conversation.twice()).toEqual([]);
    expect(kinds(said())).toEqual(["withdrawn", "retracted"]);
  });
});

it("says nothing new when what was taken back was only a question", async () => {
  const house = createHouse();
  house.policy.acts = { ...house.policy.acts, ask: "draft" };
  const classification = aClassification({ kind: "bug", missing: ["version"] });
  house.classifier.when("", { type: "classified", classification, call: null });
  const { raw, taken } = await house.post({ title: "It hangs" });
  await house.advance(20 * SECOND);
  await house.rule({ verdict: "send" });
  await house.advance(MINUTE);
  const said = () => house.conversation.publicIn(raw.conversationId ?? "");
  expect(kinds(said())).toEqual(["ask"]);
  const { ticket } = await house.ticketOf(taken);
  expect(await retract(COMMUNITY, ticket.code, null, RITA, house)).toEqual({ type: "retracting" });
  await house.advance(MINUTE);
  expect(kinds(said())).toEqual(["withdrawn"]);
});
