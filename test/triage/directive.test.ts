import { describe, expect, it } from "vitest";
import { takeDelivery, workDelivery } from "../../src/triage/issues/deliveries.ts";
import type { Directive } from "../../src/triage/issues/directive.ts";
import { HOUR, MINUTE, SECOND } from "../../src/triage/model/clock.ts";
import { aFiledBug } from "../fakes/filed.ts";
import { COMMUNITY, createHouse } from "../fakes/house.ts";
import { aCandidate } from "../fakes/samples.ts";

type House = ReturnType<typeof createHouse>;
type Bug = Awaited<ReturnType<typeof aFiledBug>>;

let comments = 0;

/** A directive that reached us, by webhook or by a periodic read. */
async function directs(house: House, bug: Bug, overrides: Partial<Directive>) {
  const directive: Directive = {
    event: "directive",
    issue: { ...bug.issue(), updatedAt: house.clock.now() },
    directive: "ask",
    words: "Which region?",
    by: "kaja",
    commentId: String(++comments),
    ...overrides,
  };
  const id = await takeDelivery(COMMUNITY, directive, { id: `d${comments}`, name: "x" }, house);
  if (id !== null) await workDelivery(COMMUNITY, id, house);
  await house.settle();
  return directive;
}

/** Two more who report the same. */
async function withFollowers(house: House, bug: Bug) {
  const target = { type: "issue", issue: bug.issue(), visibility: "public" } as const;
  house.sameAsks.when("", [aCandidate({ target, score: 0.9, open: true })]);
  const threads = [];
  for (let n = 0; n < 2; n += 1) {
    const { raw } = await house.post();
    threads.push(raw.conversationId ?? "");
    await house.advance(20 * SECOND);
  }
  await house.rule({ verdict: "send" });
  await house.advance(10 * SECOND);
  return threads;
}

const trusted = { name: "uploads", members: ["Kaja"], trusted: true };
const told = (house: House, thread: string) =>
  house.conversation.publicIn(thread).filter(({ say }) => say.say === "team-tells");

describe("a directive of the team", () => {
  it("asks whoever reported it first, once, however it is heard of", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    const threads = await withFollowers(house, bug);
    const directive = await directs(house, bug, {});
    const again = { ...directive, issue: { ...directive.issue, updatedAt: 0 } };
    expect(await takeDelivery(COMMUNITY, again, { id: "late", name: "x" }, house)).toBeNull();
    expect(bug.said()).toEqual(["filed", "team-asks"]);
    for (const thread of threads) {
      expect(house.conversation.publicIn(thread).map(({ say }) => say.say)).toEqual(["linked"]);
    }
    expect(house.tracker.reactions.get(directive.commentId ?? "")).toBe(true);
  });

  it("asks the next of them when the first has deleted the post", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    const [next = ""] = await withFollowers(house, bug);
    await house.remove({ conversationId: bug.conversationId, sourceIds: "all" });
    await directs(house, bug, {});
    expect(bug.said()).toEqual(["filed"]);
    expect(house.conversation.publicIn(next).map(({ say }) => say.say)).toEqual([
      "linked",
      "team-asks",
    ]);
  });

  it("tells all of them what a person has let through on one card", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    const threads = await withFollowers(house, bug);
    await directs(house, bug, { directive: "tell", words: "Until then use 4.1, see #7." });
    expect(house.openCards()).toHaveLength(1);
    await house.advance(MINUTE);
    for (const thread of [bug.conversationId, ...threads]) expect(told(house, thread)).toEqual([]);
    await house.rule({ verdict: "send" });
    await house.advance(10 * SECOND);
    for (const thread of [bug.conversationId, ...threads]) {
      expect(told(house, thread)).toMatchObject([
        { say: { words: "Until then use 4.1, see #7." } },
      ]);
    }
  });

  it("tells at once what a trusted team says about its own repository", async () => {
    const house = createHouse({ policy: { teams: [trusted], noticesPerHour: 2 } });
    const bug = await aFiledBug(house);
    const threads = await withFollowers(house, bug);
    await directs(house, bug, { directive: "tell", words: "Use 4.1." });
    const all = [bug.conversationId, ...threads];
    const count = () => all.filter((thread) => told(house, thread).length === 1).length;
    expect(house.openCards()).toEqual([]);
    // Newest first, and no more threads in an hour than the pace allows.
    expect(count()).toBe(2);
    expect(told(house, bug.conversationId)).toEqual([]);
    await house.advance(HOUR);
    expect(count()).toBe(3);
  });

  it.each([
    { why: "of another team", teams: [{ ...trusted, name: "billing" }] },
    { why: "of a team that is not trusted", teams: [{ ...trusted, trusted: false }] },
    { why: "who is not named in the config", teams: [{ ...trusted, members: ["mona"] }] },
  ])("is drafted from somebody $why", async ({ teams }) => {
    const house = createHouse({ policy: { teams } });
    const bug = await aFiledBug(house);
    await directs(house, bug, { directive: "tell", words: "Use 4.1." });
    await house.advance(HOUR);
    expect(told(house, bug.conversationId)).toEqual([]);
    expect(house.openCards()).toHaveLength(1);
  });

  it("is not followed from somebody who may not change issues there", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    house.tracker.outsiders.add("kaja");
    await directs(house, bug, {});
    await directs(house, bug, { directive: "wrong", words: "" });
    expect(bug.said()).toEqual(["filed"]);
    expect(house.commentsOn(bug.issue().nodeId)).toEqual([]);
    expect(house.tracker.reactions.size).toBe(0);
  });

  it("that is wrong is answered with what is possible, in one comment however often", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    const first = await directs(house, bug, { directive: "wrong", words: "" });
    await directs(house, bug, { directive: "wrong", words: "" });
    const [help, ...more] = house.commentsOn(bug.issue().nodeId);
    expect(more).toEqual([]);
    expect(help).toContain("/signalbox ask");
    expect(help).toContain("Community staff read it");
    const commentId = first.commentId ?? "";
    expect(house.tracker.reactions.get(commentId)).toBe(false);
    // The comment was edited, and is right now.
    await directs(house, bug, { commentId });
    expect(bug.said()).toEqual(["filed", "team-asks"]);
    expect(house.tracker.reactions.get(commentId)).toBe(true);
  });

  it("that comes late says nothing about the issue by the way", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    const before = bug.issue();
    await house.advance(MINUTE);
    await bug.close();
    await directs(house, bug, { issue: before });
    await house.advance(HOUR);
    expect(bug.said()).toEqual(["filed", "team-asks", "fixed"]);
  });

  it("names nothing of a private repository, whatever it says", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    house.policy.rules = [
      {
        when: { kind: ["feature"] },
        route: {
          team: "core",
          repository: "acme/secret",
          visibility: "private",
          labels: [],
          type: null,
          assignees: [],
          as: "issue",
        },
      },
    ];
    await directs(house, bug, { words: "Is it like acme/secret#12?" });
    const [asked] = bug.messages().slice(-1);
    expect(JSON.stringify(asked?.say)).not.toContain("secret");
  });
});
