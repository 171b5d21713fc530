import { describe, expect, it } from "vitest";
import { acceptAnswer } from "../../src/triage/answers/accept-answer.ts";
import { takeEdit } from "../../src/triage/intake/intake.ts";
import { takeDeletion } from "../../src/triage/intake/take-deletion.ts";
import { HOUR } from "../../src/triage/model/clock.ts";
import type { RawPost } from "../../src/triage/model/post.ts";
import type { Ticket } from "../../src/triage/model/ticket.ts";
import { aFiledBug } from "../fakes/filed.ts";
import { aRawPost, COMMUNITY, createHouse } from "../fakes/house.ts";
import { aClassification, aDecision } from "../fakes/samples.ts";

async function aThread(ticket: Partial<Ticket> = {}, question: Partial<RawPost> = {}) {
  const house = createHouse();
  const asked = aRawPost({ title: "Uploads hang", ...question });
  await house.post(asked);
  const [opened] = await house.tickets.find(COMMUNITY, { postSourceId: asked.sourceId });
  const known = opened && (await house.tickets.load(COMMUNITY, opened.id));
  if (!known) throw new Error("the post opened no ticket");
  await house.tickets.commit(COMMUNITY, known.ticket.id, known.ticket.version, {
    ticket: { kind: "question", lane: "open", ...ticket },
    classification: aClassification({ title: "Uploads hang", ask: "Why do uploads hang?" }),
    story: [],
  });
  const answer = aRawPost({
    conversationId: asked.conversationId,
    authorSourceId: "helper",
    title: "",
    text: "Set the part size.",
  });
  const accept = (overrides: Partial<RawPost> = {}, openToAll = true) =>
    acceptAnswer(COMMUNITY, { ...answer, ...overrides }, openToAll, { name: "Rita" }, house);
  const standing = () => house.knowledge.standing(COMMUNITY);
  return { house, asked, answer, accept, standing, ticketId: known.ticket.id };
}

describe("an answer that is kept as knowledge", () => {
  it("stands with what was asked, redacted, and the story says who kept it", async () => {
    const { accept, standing, house, ticketId } = await aThread();
    const text = "Set the part size, or mail me at ada.lovelace@acmemail.com.";
    expect(await accept({ text })).toEqual({ type: "accepted", code: "SB-1" });
    const [kept] = await standing();
    expect(kept).toMatchObject({ title: "Uploads hang", ask: "Why do uploads hang?" });
    expect(kept?.answer).toContain("Set the part size");
    expect(kept?.answer).not.toContain("ada.lovelace@acmemail.com");
    const story = await house.tickets.story(COMMUNITY, ticketId);
    expect(story.at(-1)).toMatchObject({ what: "answer kept as knowledge", detail: "by Rita" });
  });

  it("is a gap in the docs, where these had no answer", async () => {
    const { accept, house, ticketId } = await aThread();
    await accept();
    expect((await house.gaps.view(COMMUNITY)).asks).toEqual([]);
    const known = await house.tickets.load(COMMUNITY, ticketId);
    await house.tickets.commit(COMMUNITY, ticketId, known?.ticket.version ?? 0, {
      decision: aDecision({ outcome: "leave", reasons: [{ code: "below-floor", text: "no" }] }),
      story: [],
    });
    await accept({ author: { bot: false, roles: ["staff"], optedOut: false } });
    expect((await house.gaps.view(COMMUNITY)).asks).toMatchObject([
      { reason: "answered-outside", answer: { by: "staff", text: "Set the part size." } },
    ]);
  });

  it.each([
    ["a matter of an account", { lane: "account" as const }, "private-matter"],
    ["a security report", { lane: "security" as const }, "private-matter"],
    ["a moderator's matter", { lane: "care" as const }, "private-matter"],
    ["a ticket that nobody placed yet", { lane: null }, "private-matter"],
    ["a withdrawn ticket", { state: "withdrawn" as const }, "no-ticket"],
  ])("is never one from %s", async (_, ticket, because) => {
    const { accept, standing } = await aThread(ticket);
    expect(await accept()).toEqual({ type: "refused", because });
    expect(await standing()).toEqual([]);
  });

  it.each([
    ["somebody opted out", { author: { bot: false, roles: [], optedOut: true } }, "opted-out"],
    ["another bot wrote it", { author: { bot: true, roles: [], optedOut: false } }, "no-answer"],
    ["nothing is said in it", { text: "  " }, "no-answer"],
    ["it stands in no thread of ours", { conversationId: "elsewhere" }, "no-ticket"],
  ])("is refused when %s", async (_, overrides, because) => {
    const { accept } = await aThread();
    expect(await accept(overrides)).toEqual({ type: "refused", because });
  });

  it("is refused when it is the question, where not everybody reads, and when switched off", async () => {
    const { accept, asked, house, answer } = await aThread();
    expect(await accept({ sourceId: asked.sourceId })).toMatchObject({ because: "the-question" });
    expect(await accept({}, false)).toMatchObject({ because: "not-public" });
    const off = createHouse({ policy: { docs: { sources: [], places: {}, solved: false } } });
    const by = { name: "Rita" };
    expect(await acceptAnswer(COMMUNITY, answer, true, by, off)).toMatchObject({ because: "off" });
    expect(await house.knowledge.standing(COMMUNITY)).toEqual([]);
  });

  it("is the team's words or the version of the fix, where our own message tells of an end", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    const accept = (sourceId: string) => {
      const { conversationId } = bug;
      const author = { bot: true, roles: [], optedOut: false };
      const message = aRawPost({ sourceId, conversationId, author, opens: false });
      return acceptAnswer(COMMUNITY, message, true, { name: "Rita" }, house);
    };
    const [filed] = bug.messages();
    expect(await accept(filed?.id ?? "")).toMatchObject({ because: "no-answer" });
    await bug.close();
    await house.advance(HOUR);
    const fixed = bug.messages().at(-1)?.id ?? "";
    expect(await accept(fixed)).toMatchObject({ because: "no-answer" });
    house.tracker.fixed.push(bug.issue());
    await bug.release("acme-sdk 4.2.1");
    await house.advance(HOUR);
    expect(await accept(fixed)).toMatchObject({ type: "accepted" });
    const [kept] = await house.knowledge.standing(COMMUNITY);
    expect(kept?.answer).toBe("This is fixed in acme-sdk 4.2.1.");
  });

  it("follows its message: edited, and gone when it or the question is deleted", async () => {
    const { accept, standing, house, answer, asked } = await aThread();
    await accept();
    await takeEdit(COMMUNITY, { ...answer, text: "Set it to 8 MB." }, house);
    expect((await standing()).map((one) => one.answer)).toEqual(["Set it to 8 MB."]);
    const { conversationId } = asked;
    await takeDeletion(COMMUNITY, { conversationId, sourceIds: [answer.sourceId] }, house);
    expect(await standing()).toEqual([]);
    await accept();
    await takeDeletion(COMMUNITY, { conversationId, sourceIds: [asked.sourceId] }, house);
    expect(await standing()).toEqual([]);
  });

  it.each(["the whole thread", "the whole channel"])("goes with %s", async (what) => {
    const { accept, standing, house, asked } = await aThread();
    await accept();
    const { placeId, conversationId } = asked;
    const thread = what === "the whole thread" ? conversationId : null;
    await takeDeletion(COMMUNITY, { placeId, conversationId: thread, sourceIds: "all" }, house);
    expect(await standing()).toEqual([]);
    const { posts } = await house.privacy.holdings(COMMUNITY, "discord", "helper");
    expect(posts).toEqual([]);
  });
});
