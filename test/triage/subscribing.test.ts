import { describe, expect, it } from "vitest";
import { HOUR, SECOND } from "../../src/triage/model/clock.ts";
import { aFiledBug } from "../fakes/filed.ts";
import { COMMUNITY, createHouse } from "../fakes/house.ts";
import { aCandidate } from "../fakes/samples.ts";

type House = ReturnType<typeof createHouse>;
type Bug = Awaited<ReturnType<typeof aFiledBug>>;

const PASSER_BY = { sourceId: "passer-by", name: "Passer-by" };
const reporterOf = ({ raw }: Pick<Bug, "raw">) => ({
  sourceId: raw.authorSourceId,
  name: raw.authorName,
});
const privately = (house: House, sourceId: string) =>
  house.conversation.publicIn(`private:${sourceId}`).map(({ say }) => say);

const press = (
  house: House,
  bug: Pick<Bug, "messages">,
  event: "tell-me" | "tell-me-not" | "still-broken" | "works-now",
  by = PASSER_BY,
  of = "filed",
) => {
  const message = bug.messages().findLast(({ say }) => say.say === of);
  return house.press({ actionId: message?.actionId ?? "", by, event });
};

/** One more who reports the same, linked by staff. */
async function aFollower(house: House, bug: Bug) {
  const target = { type: "issue", issue: bug.issue(), visibility: "public" } as const;
  house.sameAsks.when("", [aCandidate({ target, score: 0.9, open: true })]);
  const { raw, taken } = await house.post();
  await house.advance(20 * SECOND);
  await house.rule({ verdict: "send" });
  await house.advance(10 * SECOND);
  return { raw, taken, messages: () => house.conversation.publicIn(raw.conversationId ?? "") };
}

describe("Tell me", () => {
  it("brings the news in private to anybody who pressed it, once, with where it was", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    expect(await press(house, bug, "tell-me")).toEqual({ type: "noted" });
    await press(house, bug, "tell-me");
    await bug.close();
    await house.advance(HOUR);
    expect(privately(house, "passer-by")).toMatchObject([
      { say: "fixed", askBack: true, reported: bug.raw.permalink },
    ]);
    // Nobody who did not ask hears anything in private.
    expect(privately(house, bug.raw.authorSourceId)).toEqual([]);
  });

  it("brings nothing to somebody who thought better of it, though it waits already", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    await press(house, bug, "tell-me");
    await bug.close();
    await press(house, bug, "tell-me-not");
    await house.advance(HOUR);
    expect(privately(house, "passer-by")).toEqual([]);
    expect(bug.said()).toEqual(["filed", "fixed"]);
  });

  it("brings nothing when it is reopened before the news has settled", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    await press(house, bug, "tell-me");
    await bug.close();
    await bug.reopen();
    await house.advance(HOUR);
    expect(privately(house, "passer-by")).toEqual([]);
  });

  it("brings the release with the news, and the team's words when it is not planned", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    const other = await aFiledBug(house);
    await press(house, bug, "tell-me");
    await press(house, other, "tell-me");
    await bug.close();
    house.tracker.fixed.push({ ...bug.issue() });
    await bug.release("acme-sdk 4.2.1");
    await house.advance(HOUR);
    house.tracker.teamSays(other.issue(), "It is meant to be so.");
    await other.close("not_planned");
    await house.settle();
    await house.rule({ verdict: "send" });
    await house.advance(10 * SECOND);
    expect(privately(house, "passer-by")).toMatchObject([
      { say: "fixed", release: "acme-sdk 4.2.1" },
      { say: "closed", words: "It is meant to be so." },
    ]);
  });

  it("is told where news comes instead, where direct messages are switched off", async () => {
    const house = createHouse();
    house.policy.acts = { ...house.policy.acts, "direct-message": "off" };
    const bug = await aFiledBug(house);
    expect(await press(house, bug, "tell-me")).toEqual({ type: "only-here" });
    await bug.close();
    await house.advance(HOUR);
    expect(privately(house, "passer-by")).toEqual([]);
  });

  it("leaves no note in the thread of somebody whose direct messages are closed", async () => {
    const house = createHouse();
    house.conversation.takesNoPrivateMessages("passer-by");
    const bug = await aFiledBug(house);
    await press(house, bug, "tell-me");
    await bug.close();
    await house.advance(HOUR);
    expect(bug.said()).toEqual(["filed", "fixed"]);
  });

  it("is forgotten with the person", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    await press(house, bug, "tell-me");
    await house.tickets.forget(COMMUNITY, "discord", "passer-by", house.clock.now());
    await bug.close();
    await house.advance(HOUR);
    expect(house.conversation.messages.filter(({ where }) => /private/.test(where))).toEqual([]);
  });
});

describe("whether the fix works", () => {
  it("is asked of the first reporter and of who subscribed; the rest are just told", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    const told = await aFollower(house, bug);
    const asked = await aFollower(house, bug);
    await press(house, asked, "tell-me", reporterOf(asked), "linked");
    await bug.close();
    await house.advance(HOUR);
    const askBack = [bug, told, asked].map(({ messages }) => {
      const fixed = messages().find(({ say }) => say.say === "fixed")?.say;
      return fixed?.say === "fixed" ? fixed.askBack : null;
    });
    expect(askBack).toEqual([true, false, true]);
  });

  it("goes back as one comment that is edited in place, whoever says it", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    const follower = await aFollower(house, bug);
    await press(house, bug, "tell-me");
    await press(house, follower, "tell-me", reporterOf(follower), "linked");
    await bug.close();
    await house.advance(HOUR);
    const verdict = () =>
      house.commentsOn(bug.issue().nodeId).filter((body) => body.includes("still broken"));
    await press(house, bug, "works-now", reporterOf(bug), "fixed");
    await house.settle();
    expect(verdict()).toEqual([]);
    await press(house, follower, "still-broken", reporterOf(follower), "fixed");
    await house.settle();
    expect(verdict()).toEqual([expect.stringMatching(/\*\*1 reporter\*\* .*for one it works now/)]);
    await press(house, bug, "still-broken", PASSER_BY, "fixed");
    await press(house, bug, "still-broken", reporterOf(bug), "fixed");
    await house.settle();
    expect(verdict()).toEqual([expect.stringContaining("**3 reporters** say")]);
    expect((await bug.ticket()).state).toBe("with-team");
    for (const by of [reporterOf(bug), PASSER_BY])
      await press(house, bug, "works-now", by, "fixed");
    await press(house, follower, "works-now", reporterOf(follower), "fixed");
    await house.settle();
    expect(verdict()).toEqual([expect.stringContaining("**Nobody** says any more")]);
  });

  it("is nobody else's to say", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    await bug.close();
    await house.advance(HOUR);
    const answer = await press(house, bug, "still-broken", PASSER_BY, "fixed");
    expect(answer).toEqual({ type: "not-yours" });
    expect(house.commentsOn(bug.issue().nodeId)).toEqual([]);
  });
});
