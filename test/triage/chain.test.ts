import { describe, expect, it } from "vitest";
import { COMMUNITY, createHouse } from "../fakes/house.ts";
import { aCandidate, aClassification, aDraft, anIssue } from "../fakes/samples.ts";

const classified = (overrides: Parameters<typeof aClassification>[0]) =>
  ({ type: "classified", classification: aClassification(overrides), call: null }) as const;

function aHouse(options: Parameters<typeof createHouse>[0] = {}) {
  const house = createHouse(options);
  const { passage } = house;
  house.classifier.when("", classified({ kind: "bug", missing: [] }));
  house.classifier.when("How do I", classified({ kind: "question" }));
  house.classifier.when("my invoice", classified({ kind: "question", lane: "account" }));
  house.classifier.when("lol", classified({ kind: "other" }));
  house.passages.when("How do I", [[passage.id, 9]]);
  house.drafter.when("How do I", {
    type: "drafted",
    call: null,
    draft: aDraft({
      claims: [{ text: passage.text, passageIds: [passage.id], quote: passage.text }],
      confidence: 0.9,
    }),
  });
  return house;
}

describe("the chain, from a post to what becomes of it", () => {
  it("leaves a note in the thread for whoever takes no private messages, and counts it", async () => {
    const house = aHouse();
    house.conversation.takesNoPrivateMessages("ada");
    const text = `here it is: ${"sk-proj-"}${"aB3dE5gH7jK9".repeat(4)}`;
    const { raw, taken } = await house.post({ title: "lol", text, authorSourceId: "ada" });
    await house.advance(20_000);
    expect(house.conversation.publicIn(raw.conversationId ?? "")).toHaveLength(1);
    const { ticket } = await house.ticketOf(taken);
    expect(ticket.publicMessages).toBe(1);
    const told = await house.tickets.story(COMMUNITY, ticket.id);
    expect(told.map(({ detail }) => detail)).toContain(
      "direct messages are closed: left a note in the thread",
    );
  });

  it("answers a question with a citation once a person sent it", async () => {
    const house = aHouse();
    const { raw, taken } = await house.post({ title: "How do I upload?" });
    await house.advance(20_000);
    expect(house.marksOf(raw)).toBe("seen");
    expect(house.openCards()).toHaveLength(1);
    expect(house.conversation.publicIn(raw.conversationId ?? "")).toEqual([]);

    expect(await house.rule({ verdict: "send" })).toMatchObject({ type: "done" });
    await house.settle();
    expect(house.conversation.publicIn(raw.conversationId ?? "")).toEqual([]);
    await house.advance(10_000);
    const [answer, ...more] = house.conversation.publicIn(raw.conversationId ?? "");
    expect(more).toEqual([]);
    expect(answer?.say).toMatchObject({ say: "answer", checked: true, sources: [{}] });
    expect((await house.ticketOf(taken)).ticket.state).toBe("answered");
    expect(house.marksOf(raw)).toBe("answered");
    expect(house.openCards()).toEqual([]);
  });

  it("files a bug, tells the reporter, and tells again when it is fixed", async () => {
    const house = aHouse();
    const { raw, taken } = await house.post();
    await house.advance(20_000);
    await house.rule({ verdict: "send" });
    await house.advance(10_000);
    const filed = await house.ticketOf(taken);
    expect(filed.ticket.state).toBe("with-team");
    expect(filed.issue?.repository).toBe("acme/sdk");
    const standing = house.conversation.publicIn(raw.conversationId ?? "");
    expect(standing.map((message) => message.say.say)).toEqual(["filed"]);

    const issue = {
      ...anIssue(),
      ...filed.issue,
      state: "closed",
      stateReason: "completed",
    } as const;
    await house.issueEvent({ event: "closed", issue: { ...issue, updatedAt: house.clock.now() } });
    await house.advance(299_000);
    expect(house.conversation.publicIn(raw.conversationId ?? "")).toHaveLength(1);
    await house.advance(1_000);
    const after = house.conversation.publicIn(raw.conversationId ?? "");
    expect(after.map((message) => message.say.say)).toEqual(["filed", "fixed"]);
    expect((await house.ticketOf(taken)).ticket.state).toBe("resolved");
  });

  it("says nothing when an issue is reopened before the news has settled", async () => {
    const house = aHouse();
    const { raw, taken } = await house.post();
    await house.advance(20_000);
    await house.rule({ verdict: "send" });
    await house.advance(10_000);
    const { issue } = await house.ticketOf(taken);
    const base = { ...anIssue(), ...issue };
    const at = house.clock.now();
    await house.issueEvent({
      event: "closed",
      issue: { ...base, state: "closed", stateReason: "completed", updatedAt: at },
    });
    await house.advance(60_000);
    await house.issueEvent({
      event: "reopened",
      issue: { ...base, state: "open", stateReason: null, updatedAt: at + 60_000 },
    });
    await house.advance(3_600_000);
    const said = house.conversation.publicIn(raw.conversationId ?? "");
    expect(said.map((message) => message.say.say)).toEqual(["filed"]);
  });

  it("goes on hearing of an issue that was transferred to another repository", async () => {
    const house = aHouse();
    const { raw, taken } = await house.post();
    await house.advance(20_000);
    await house.rule({ verdict: "send" });
    await house.advance(10_000);
    const { issue } = await house.ticketOf(taken);
    const before = { ...anIssue(), ...issue, updatedAt: house.clock.now() };
    const moved = { ...before, nodeId: "I_moved", repository: "acme/web", ticketId: null };
    await house.issueEvent({ event: "transferred", issue: before, movedTo: moved });
    expect((await house.ticketOf(taken)).issue).toMatchObject({
      repository: "acme/web",
      ticketId: before.ticketId,
    });
    await house.issueEvent({
      event: "closed",
      issue: { ...moved, state: "closed", stateReason: "completed" },
    });
    await house.advance(300_000);
    const said = house.conversation.publicIn(raw.conversationId ?? "");
    expect(said.map((message) => message.say.say)).toEqual(["filed", "fixed"]);
  });

  it("asks for a missing detail once, and files when the answer has come", async () => {
    const house = aHouse();
    house.classifier.when("hangs", classified({ kind: "bug", missing: ["version"] }));
    const { raw, taken } = await house.post({ text: "It hangs." });
    await house.advance(20_000);
    const said = () =>
      house.conversation.publicIn(raw.conversationId ?? "").map((message) => message.say.say);
    expect(said()).toEqual(["ask"]);
    expect((await house.ticketOf(taken)).ticket.state).toBe("waiting-reporter");

    house.classifier.when("4.2.0", classified({ kind: "bug", missing: [] }));
    await house.post({
      conversationId: raw.conversationId,
      authorSourceId: raw.authorSourceId,
      title: "",
      text: "sdk 4.2.0",
      opens: false,
    });
    await house.advance(20_000);
    expect(house.openCards()[0]?.send).toBe("File");
    await house.rule({ verdict: "send" });
    await house.advance(10_000);
    // The question is edited into the notice: one standing message.
    expect(said()).toEqual(["filed"]);
  });

  it("links later reporters through one card and counts them in place", async () => {
    const house = aHouse();
    const first = await house.post();
    await house.advance(20_000);
    await house.rule({ verdict: "send" });
    await house.advance(10_000);
    const { issue } = await house.ticketOf(first.taken);
    if (!issue) throw new Error("not filed");
    house.sameAsks.when("", [
      aCandidate({
        target: { type: "issue", issue, visibility: "public" },
        score: 0.9,
        open: true,
      }),
    ]);
    for (let n = 0; n < 3; n += 1) {
      await house.post();
      await house.advance(20_000);
    }
    expect(house.openCards()).toHaveLength(1);
    expect(house.openCards()[0]).toMatchObject({ send: "Link", reporters: 4 });
    await house.rule({ verdict: "send" });
    await house.advance(10_000);
    const comments = house.commentsOn(issue.nodeId);
    expect(comments).toHaveLength(1);
    expect(comments[0]).toContain("4 reporters");
    expect(house.conversation.twice()).toEqual([]);
  });

  it.each([
    ["a matter of one account", "my invoice is wrong", "Redirect"],
    ["small talk", "lol", undefined],
  ])("treats %s as it should", async (_, text, send) => {
    const house = aHouse();
    await house.post({ title: "", text });
    await house.advance(20_000);
    expect(house.openCards()[0]?.send).toBe(send);
  });

  it("keeps silent after a person has answered, one second before Send too", async () => {
    const house = aHouse();
    const { raw } = await house.post({ title: "How do I upload?" });
    await house.advance(20_000);
    await house.rule({ verdict: "send" });
    await house.advance(9_000);
    await house.post({
      conversationId: raw.conversationId,
      conversationOwnerId: raw.authorSourceId,
      title: "",
      text: "Use the uploads endpoint.",
      opens: false,
    });
    await house.advance(60_000);
    expect(house.conversation.publicIn(raw.conversationId ?? "")).toEqual([]);
  });

  it("decides once when two reviewers click at once", async () => {
    const house = aHouse();
    await house.post({ title: "How do I upload?" });
    await house.advance(20_000);
    const results = await Promise.all([
      house.rule({ verdict: "send" }, undefined, "Rita"),
      house.rule({ verdict: "dismiss", reason: null }, undefined, "Theo"),
    ]);
    expect(results.map((result) => result.type).toSorted()).not.toEqual(["done", "done"]);
  });

  it("takes an approval back within its delay", async () => {
    const house = aHouse();
    const { raw } = await house.post({ title: "How do I upload?" });
    await house.advance(20_000);
    const [card] = house.openCards();
    await house.rule({ verdict: "send" });
    await house.advance(5_000);
    expect(await house.rule({ verdict: "undo" }, card?.cardId)).not.toMatchObject({
      type: "refused",
    });
    await house.advance(60_000);
    expect(house.conversation.publicIn(raw.conversationId ?? "")).toEqual([]);
    expect(house.openCards()).toHaveLength(1);
  });

  it("never shows more cards than reviewers asked for, and closes what nobody decided", async () => {
    const house = aHouse();
    for (let n = 0; n < 20; n += 1) await house.post();
    await house.advance(20_000);
    expect(house.openCards()).toHaveLength(8);
    for (let hour = 0; hour < 24 * 7; hour += 1) {
      await house.advance(3_600_000);
      expect(house.openCards().length).toBeLessThanOrEqual(8);
    }
    expect(house.openCards()).toEqual([]);
  });

  it("is silent in shadow and still decides", async () => {
    const house = aHouse({ policy: { mode: "shadow" } });
    const { raw, taken } = await house.post({ title: "How do I upload?" });
    await house.advance(20_000);
    expect((await house.ticketOf(taken)).decision).toMatchObject({
      outcome: "answer",
      mode: "quiet",
    });
    expect(house.conversation.messages).toEqual([]);
    expect(house.marksOf(raw)).toBeUndefined();
    expect(house.openCards()).toEqual([]);
  });

  it("holds public acts back while paused and loses none", async () => {
    const house = aHouse();
    const { raw } = await house.post({ title: "How do I upload?" });
    await house.advance(20_000);
    await house.rule({ verdict: "send" });
    house.policy.paused = true;
    await house.advance(600_000);
    expect(house.conversation.publicIn(raw.conversationId ?? "")).toEqual([]);
    house.policy.paused = false;
    await house.advance(1_000);
    expect(house.conversation.publicIn(raw.conversationId ?? "")).toHaveLength(1);
  });

  it("withdraws everything of a deleted post", async () => {
    const house = aHouse();
    const { raw, taken } = await house.post({ title: "How do I upload?" });
    await house.advance(20_000);
    await house.remove({ conversationId: raw.conversationId, sourceIds: "all" });
    await house.settle();
    const known = await house.ticketOf(taken);
    expect(known.ticket.state).toBe("withdrawn");
    expect(known.posts.map((post) => post.text)).toEqual([""]);
    expect(house.openCards()).toEqual([]);
  });

  it("withdraws all tickets of a place that is gone, and no others", async () => {
    const house = aHouse();
    const here = await house.post({ title: "How do I upload?" });
    house.policy.places = { ...house.policy.places, news: "forum" };
    const elsewhere = await house.post({ placeId: "news", title: "How do I upload?" });
    await house.advance(20_000);
    const { placeId } = here.raw;
    await house.remove({ placeId, conversationId: null, sourceIds: "all" });
    await house.settle();
    expect((await house.ticketOf(here.taken)).ticket.state).toBe("withdrawn");
    expect((await house.ticketOf(elsewhere.taken)).ticket.state).not.toBe("withdrawn");
  });

  it("tickets what is too old to be answered and says nothing there", async () => {
    const house = aHouse();
    const { raw, taken } = await house.post({
      title: "How do I upload?",
      postedAt: house.clock.now() - 7 * 3_600_000,
    });
    await house.advance(20_000);
    expect((await house.ticketOf(taken)).ticket.silence).toBe("older-than-limit");
    expect(house.conversation.publicIn(raw.conversationId ?? "")).toEqual([]);
    expect(house.openCards()).toEqual([]);
  });
});
