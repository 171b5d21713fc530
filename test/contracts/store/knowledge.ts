import { expect, it } from "vitest";
import type { Change } from "../../../src/triage/model/case.ts";
import { aClassification, anAction } from "../../fakes/samples.ts";
import { ELSEWHERE, HERE, LEASE, type Setting } from "./setting.ts";

/** Answers that were accepted as knowledge. */
export function knowledgeContract(at: Setting): void {
  const standing = () => at.store.knowledge.standing(HERE);

  async function accepted(answerSourceId = "answer-1", text = "Set the part size.") {
    const { ticketId, post } = await at.opens();
    await at.commits(ticketId, {
      ticket: { kind: "question", lane: "open" },
      classification: aClassification({ title: "Uploads hang", ask: "Why do uploads hang?" }),
    });
    const personId = await at.store.tickets.personId(HERE, "discord", "helper");
    const answer = {
      ticketId,
      answerSourceId,
      personId,
      text,
      permalink: "https://discord.example/answer",
      acceptedBy: "Rita",
      acceptedAt: at.clock.now(),
    };
    await at.store.knowledge.accept(HERE, answer);
    return { ticketId, post, answer };
  }

  it("stands with what was asked, in its community only", async () => {
    const { answer } = await accepted();
    expect(await standing()).toEqual([
      {
        code: "SB-1",
        title: "Uploads hang",
        ask: "Why do uploads hang?",
        answer: "Set the part size.",
        permalink: answer.permalink,
        acceptedAt: at.clock.now(),
      },
    ]);
    expect(await at.store.knowledge.standing(ELSEWHERE)).toEqual([]);
  });

  it("is shown to its author among what is held of them", async () => {
    const { answer } = await accepted();
    const { posts } = await at.store.privacy.holdings(HERE, "discord", "helper");
    expect(posts).toMatchObject([{ sourceId: "answer-1", text: answer.text, title: "" }]);
  });

  it("is one for a ticket: the last that was accepted", async () => {
    const { answer } = await accepted();
    await at.store.knowledge.accept(HERE, {
      ...answer,
      answerSourceId: "answer-2",
      text: "Better.",
    });
    expect((await standing()).map((one) => one.answer)).toEqual(["Better."]);
  });

  it("follows its message: edited, emptied, deleted", async () => {
    const { answer } = await accepted();
    await at.store.knowledge.revise(HERE, "another", "Nothing to do with it.");
    await at.store.knowledge.revise(HERE, "answer-1", "Set it to 8 MB.\0");
    expect((await standing()).map((one) => one.answer.replace("\0", ""))).toEqual([
      "Set it to 8 MB.",
    ]);
    await at.store.knowledge.revise(HERE, "answer-1", "");
    expect(await standing()).toEqual([]);
    await at.store.knowledge.accept(HERE, answer);
    await at.store.knowledge.withdraw(HERE, { sourceIds: ["another"] });
    expect(await standing()).toHaveLength(1);
    await at.store.knowledge.withdraw(HERE, { sourceIds: ["answer-1", "answer-2"] });
    expect(await standing()).toEqual([]);
  });

  it("goes with its thread, and with the channel that the thread was in", async () => {
    const { post, ticketId, answer } = await accepted();
    const withdraw = at.store.knowledge.withdraw;
    const held = async () =>
      (await at.store.privacy.holdings(HERE, "discord", "helper")).posts.length;
    const conversationId = post.conversationId ?? "";
    await withdraw(ELSEWHERE, { conversationId });
    await withdraw(HERE, { conversationId: "another" });
    await withdraw(HERE, { placeId: "another" });
    expect(await held()).toBe(1);
    await withdraw(HERE, { conversationId });
    expect(await held()).toBe(0);
    await at.store.knowledge.accept(HERE, answer);
    // What is withdrawn is not found any more, and holds the helper's words all the same.
    await at.commits(ticketId, { ticket: { state: "withdrawn" } });
    expect(await held()).toBe(1);
    await withdraw(HERE, { placeId: post.placeId });
    expect(await held()).toBe(0);
  });

  const gone: readonly (readonly [string, Partial<Change>])[] = [
    ["its ticket is withdrawn", { ticket: { state: "withdrawn" } }],
    ["it turns out to be a matter of an account", { ticket: { lane: "account" } }],
    ["it turns out to be a security matter", { ticket: { lane: "security" } }],
    ["a moderator has to look after it", { ticket: { silence: "care" } }],
  ];
  it.each(gone)("no longer stands when %s", async (_, change) => {
    const { ticketId } = await accepted();
    await at.commits(ticketId, change);
    expect(await standing()).toEqual([]);
  });

  it("no longer stands when its question is deleted", async () => {
    const { ticketId, post } = await accepted();
    await at.commits(ticketId, { posts: [{ id: post.id, text: "", title: "", deletedAt: 5 }] });
    expect(await standing()).toEqual([]);
  });

  it.each(["ada", "helper"])("no longer stands when %s asks to be forgotten", async (who) => {
    await accepted();
    await at.store.tickets.forget(HERE, "discord", who, at.clock.now());
    expect(await standing()).toEqual([]);
  });

  it("no longer stands when it was ours and is taken back or called wrong", async () => {
    const { ticketId, post } = await accepted();
    const said = anAction({ id: at.ids(), serial: "s", notBefore: 0 });
    await at.commits(ticketId, { actions: [said] });
    await at.store.outbox.claim(HERE, ticketId, at.clock.now(), LEASE, "all");
    const settled = { actionId: said.id, state: "done" as const, outcome: null };
    await at.commits(ticketId, { settled: { ...settled, externalRef: "answer-1" } });
    const outcome = { actionId: said.id, personId: post.personId, sources: [], at: 5 };
    await at.commits(ticketId, { answerOutcome: { ...outcome, outcome: "helped" } });
    expect(await standing()).toHaveLength(1);
    const wrong = { ...outcome, outcome: "wrong" as const };
    await at.commits(ticketId, { answerOutcome: { ...wrong, bystander: true } });
    // Somebody without a part in it is heard by staff, who may take it back.
    expect(await standing()).toHaveLength(1);
    await at.commits(ticketId, { answerOutcome: wrong });
    expect(await standing()).toEqual([]);
    await at.commits(ticketId, { answerOutcome: { ...outcome, outcome: "helped" } });
    const say = { say: "withdrawn" as const, code: "SB-1", words: null };
    const deed = { do: "retract" as const, messageId: "answer-1", say };
    const retracting = anAction({ id: at.ids(), deed, serial: "s" });
    await at.commits(ticketId, { actions: [retracting] });
    expect(await standing()).toEqual([]);
    await at.commits(ticketId, { supersede: [retracting.id] });
    expect(await standing()).toHaveLength(1);
  });
}
