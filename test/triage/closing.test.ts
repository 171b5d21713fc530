import { describe, expect, it } from "vitest";
import { HOUR, MINUTE } from "../../src/triage/model/clock.ts";
import type { Silence } from "../../src/triage/model/ticket.ts";
import { aFiledBug } from "../fakes/filed.ts";
import { COMMUNITY, createHouse } from "../fakes/house.ts";

describe("an issue that is closed as not planned", () => {
  it("becomes a draft with the team's words, and is told once a person sent it", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    house.tracker.teamSays(bug.issue(), "The old endpoint goes away instead.");
    await bug.close("not_planned");
    await house.advance(HOUR);
    expect(bug.said()).toEqual(["filed"]);
    expect(house.openCards()).toMatchObject([
      { send: "Send", body: "The old endpoint goes away instead." },
    ]);
    await house.rule({ verdict: "send" });
    await house.advance(10_000);
    expect(bug.messages().at(-1)?.say).toEqual({
      say: "closed",
      code: (await bug.ticket()).code,
      reason: "not-planned",
      words: "The old endpoint goes away instead.",
    });
    expect(await bug.ticket()).toMatchObject({ state: "resolved", mark: "closed" });
  });

  it("cannot be sent without words: staff write them first", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    await bug.close("not_planned");
    await house.settle();
    expect(house.openCards()).toMatchObject([{ send: null, editable: true }]);
    expect(house.openCards()[0]?.doubt).toContain("no words");
    expect(await house.rule({ verdict: "send" })).toMatchObject({ type: "refused" });
    await house.rule({ verdict: "edit", title: null, text: "It works as documented." });
    await house.advance(10_000);
    expect(bug.messages().at(-1)?.say).toMatchObject({ words: "It works as documented." });
  });

  it("makes one card for all who reported it, and hears of the closing once", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    const later = [await house.post(), await house.post()];
    await house.advance(20_000);
    for (const { taken } of later) {
      const { ticket } = await house.ticketOf(taken);
      const linked = { linkedTo: `issue:${bug.issue().nodeId}`, state: "with-team" } as const;
      await house.tickets.commit(COMMUNITY, ticket.id, ticket.version, {
        ticket: linked,
        closeProposal: { state: "overtaken", because: "linked", at: house.clock.now() },
        story: [],
      });
    }
    await house.wake.board(COMMUNITY);
    house.tracker.teamSays(bug.issue(), "We will not change this.");
    await bug.close("not_planned");
    await house.settle();
    await bug.close("not_planned");
    await house.settle();
    expect(house.openCards().map(({ codes }) => codes.length)).toEqual([3]);
    await house.rule({ verdict: "send" });
    await house.advance(10_000);
    const closed = house.conversation.messages.filter(({ say }) => say.say === "closed");
    expect(new Set(closed.map(({ where }) => where)).size).toBe(3);
    expect(closed).toHaveLength(3);
  });

  it("names nothing of a private repository that it is a duplicate of", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    house.tracker.teamSays(
      bug.issue(),
      "Same as acme/internal#12 (https://github.com/acme/internal/issues/12), see #1.",
    );
    await bug.close("duplicate");
    await house.settle();
    await house.rule({ verdict: "send" });
    await house.advance(10_000);
    expect(bug.messages().at(-1)?.say).toMatchObject({
      reason: "duplicate",
      words: "Same as another report (another report), see #1.",
    });
    expect(JSON.stringify(bug.messages())).not.toContain("internal");
  });
});

describe("a closing that does not last", () => {
  it("is told to nobody when it is taken back within a minute, and told when it comes again", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    await bug.close();
    await house.advance(30_000);
    await bug.reopen();
    await house.advance(HOUR);
    expect(bug.said()).toEqual(["filed"]);
    expect((await bug.ticket()).state).toBe("with-team");
    await bug.close();
    await house.advance(5 * MINUTE);
    expect(bug.said()).toEqual(["filed", "fixed"]);
  });

  it("takes its draft along", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    await bug.close("not_planned");
    await house.settle();
    await bug.reopen();
    await house.settle();
    expect(house.openCards()).toEqual([]);
    expect((await bug.ticket()).state).toBe("with-team");
  });

  it("tells what holds in the end when the reason is corrected", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    await bug.close("completed");
    await house.advance(MINUTE);
    await bug.close("not_planned");
    await house.advance(HOUR);
    expect(bug.said()).toEqual(["filed"]);
    expect(house.openCards()).toHaveLength(1);
    await bug.close("completed");
    await house.advance(HOUR);
    expect(house.openCards()).toEqual([]);
    expect(bug.said()).toEqual(["filed", "fixed"]);
  });

  it("puts the mark back when it is reopened after everybody was told", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    await bug.close();
    await house.advance(HOUR);
    expect(house.marksOf(bug.raw)).toBe("fixed");
    await bug.reopen();
    await house.settle();
    expect(house.marksOf(bug.raw)).toBe("with-the-team");
    expect((await bug.ticket()).state).toBe("with-team");
  });
});

describe("news of a closing", () => {
  it("is told once, though it comes again after the reporter said that it is still broken", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    await bug.close();
    await house.advance(HOUR);
    const { actionId } = bug.messages().at(-1) ?? { actionId: "" };
    const by = { sourceId: bug.raw.authorSourceId, name: "" };
    await house.press({ actionId, by, event: "still-broken" });
    await bug.close();
    await house.issueEvent({ event: "edited", issue: bug.issue() });
    await house.advance(HOUR);
    expect(bug.said()).toEqual(["filed", "fixed"]);
  });

  it("is found in another event when its own was lost", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    const issue = { ...bug.issue(), state: "closed", stateReason: "completed" } as const;
    await house.issueEvent({ event: "edited", issue: { ...issue, updatedAt: house.clock.now() } });
    await house.advance(HOUR);
    expect(bug.said()).toEqual(["filed", "fixed"]);
  });
});

describe("a resolution where nothing new may be said", () => {
  it("is edited into what stands after a person answered, with the mark", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    await bug.personWrites();
    await bug.close();
    await house.advance(HOUR);
    expect(bug.said()).toEqual(["fixed"]);
    expect(bug.messages()[0]?.edits).toBeGreaterThan(0);
    expect(house.marksOf(bug.raw)).toBe("fixed");
    expect(await bug.ticket()).toMatchObject({ state: "resolved", publicMessages: 1 });
  });

  it("is so too when the person answers while the news settles", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    await bug.close();
    await house.advance(MINUTE);
    await bug.personWrites();
    await house.advance(HOUR);
    expect(bug.said()).toEqual(["fixed"]);
  });

  it("is so too after the reporter asked for a person", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    await bug.close();
    const { actionId } = bug.messages()[0] ?? { actionId: "" };
    const by = { sourceId: bug.raw.authorSourceId, name: "" };
    await house.press({ actionId, by, event: "ask-person" });
    await house.advance(HOUR);
    expect(bug.said()).toEqual(["fixed"]);
    expect(house.marksOf(bug.raw)).toBe("fixed");
  });

  it("is so too when as much was said as a conversation may hold", async () => {
    const house = createHouse({ policy: { messagesPerConversation: 1 } });
    const bug = await aFiledBug(house);
    await bug.close();
    await house.advance(HOUR);
    expect(bug.said()).toEqual(["fixed"]);
  });

  it.each<Silence>(["care", "opted-out", "deleted", "older-than-limit"])(
    "changes nothing that members see in case of %s",
    async (silence) => {
      const house = createHouse();
      const bug = await aFiledBug(house);
      const { id, version } = await bug.ticket();
      await house.tickets.commit(COMMUNITY, id, version, { ticket: { silence }, story: [] });
      await bug.close();
      await house.advance(HOUR);
      expect(bug.said()).toEqual(["filed"]);
      expect(house.marksOf(bug.raw)).toBe("with-the-team");
      expect((await bug.ticket()).state).toBe("resolved");
    },
  );
});
