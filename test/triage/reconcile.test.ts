import { describe, expect, it } from "vitest";
import { takeDelivery } from "../../src/triage/issues/deliveries.ts";
import { reconcile, startReconciling } from "../../src/triage/issues/reconcile.ts";
import { HOUR, MINUTE } from "../../src/triage/model/clock.ts";
import { PortError } from "../../src/triage/model/errors.ts";
import { aFiledBug } from "../fakes/filed.ts";
import { COMMUNITY, createHouse } from "../fakes/house.ts";

/** A bug that was closed while no webhook reached us. */
async function aMissedClosing() {
  const house = createHouse();
  await house.reconcile();
  const bug = await aFiledBug(house);
  await house.reconcile();
  await house.advance(HOUR);
  const updatedAt = house.clock.now();
  const closed = { state: "closed", stateReason: "completed", updatedAt } as const;
  house.tracker.changed.push({ ...bug.issue(), ...closed });
  return { house, bug };
}

describe("reading what webhooks should have told", () => {
  it("tells what was missed, once, however often it is read", async () => {
    const { house, bug } = await aMissedClosing();
    expect(await house.reconcile()).toBe(1);
    await house.reconcile();
    await house.advance(5 * MINUTE);
    await house.reconcile();
    await house.advance(HOUR);
    expect(bug.said()).toEqual(["filed", "fixed"]);
  });

  it("changes nothing when the webhook comes all the same", async () => {
    const { house, bug } = await aMissedClosing();
    await house.reconcile();
    await bug.close();
    await house.advance(HOUR);
    await bug.close();
    await house.advance(HOUR);
    expect(bug.said()).toEqual(["filed", "fixed"]);
  });

  it("finds that a closing did not last", async () => {
    const { house, bug } = await aMissedClosing();
    await house.reconcile();
    await house.advance(MINUTE);
    house.tracker.changed.push({ ...bug.issue(), updatedAt: house.clock.now() });
    await house.reconcile();
    await house.advance(HOUR);
    expect(bug.said()).toEqual(["filed"]);
  });

  it.each([
    { what: "deleted", to: null },
    { what: "moved to another repository", to: { nodeId: "I_new", repository: "acme/web" } },
  ])("finds an issue that was $what, once", async ({ to }) => {
    const house = createHouse();
    await house.reconcile();
    const bug = await aFiledBug(house);
    const was = bug.issue();
    house.tracker.whereabouts.set(was.nodeId, to && { ...was, ...to, visibility: "private" });
    await house.reconcile();
    await house.reconcile();
    // The webhook comes all the same.
    await bug.happens(to ? "transferred" : "deleted", to ? { movedTo: { ...was, ...to } } : {});
    await house.advance(HOUR);
    const { issueNodeId } = await bug.ticket();
    expect(issueNodeId).toBe(to?.nodeId ?? null);
    const alerts = house.conversation.messages.filter(({ say }) => say.say === "alert");
    expect(alerts).toHaveLength(to ? 0 : 1);
    if (to) expect(bug.messages()).toMatchObject([{ say: { say: "filed", url: null }, edits: 1 }]);
  });

  it("follows an issue that was closed where it went", async () => {
    const house = createHouse();
    await house.reconcile();
    const bug = await aFiledBug(house);
    const moved = { ...bug.issue(), nodeId: "I_new", repository: "acme/web" };
    const closed = { state: "closed", stateReason: "completed" } as const;
    const updatedAt = house.clock.now();
    house.tracker.whereabouts.set(bug.issue().nodeId, { ...moved, ...closed, updatedAt });
    await house.reconcile();
    await house.advance(HOUR);
    expect(bug.said()).toEqual(["filed", "fixed"]);
  });

  it("looks many open issues up in turn", async () => {
    const house = createHouse();
    await house.reconcile();
    const bugs = [];
    for (let n = 0; n < 25; n += 1) bugs.push(await aFiledBug(house));
    for (const bug of bugs) house.tracker.whereabouts.set(bug.issue().nodeId, null);
    expect(await house.reconcile()).toBe(20);
    expect(await house.reconcile()).toBe(5);
    expect(await house.reconcile()).toBe(0);
  });

  it("asks for what the team lacks, by a label that is new", async () => {
    const house = createHouse();
    await house.reconcile();
    const bug = await aFiledBug(house);
    house.tracker.teamSays(bug.issue(), "Which region?");
    const updatedAt = house.clock.now();
    const labels = [...bug.issue().labels, "needs-info"];
    house.tracker.changed.push({ ...bug.issue(), labels, updatedAt });
    await house.reconcile();
    await house.settle();
    expect(house.openCards()).toMatchObject([{ send: "Ask", body: "- Which region?" }]);
    await house.rule({ verdict: "dismiss", reason: null });
    await house.settle();
    await house.reconcile();
    await house.issueEvent({
      event: "labeled",
      issue: { ...bug.issue(), labels, updatedAt },
      label: "needs-info",
    });
    await house.settle();
    expect(house.openCards()).toEqual([]);
  });

  it("finds directives and merged changes, once", async () => {
    const house = createHouse();
    await house.reconcile();
    const bug = await aFiledBug(house);
    const { repository, number } = bug.issue();
    const issue = { ...bug.issue(), updatedAt: house.clock.now() };
    const merged = { event: "merged", repository, number: 77, closes: [number] } as const;
    const asked = { directive: "ask", words: "Which region?", by: "kaja", commentId: "5" } as const;
    const directive = { event: "directive", issue, ...asked } as const;
    house.tracker.happened.push(directive, merged);
    await house.reconcile();
    await house.reconcile();
    // The webhooks come all the same.
    for (const event of [directive, merged]) {
      const late = { id: `late ${event.event}`, name: "late" };
      expect(await takeDelivery(COMMUNITY, event, late, house)).toBeNull();
    }
    await house.advance(HOUR);
    expect(bug.said()).toEqual(["filed", "team-asks"]);
    const story = await house.tickets.story(COMMUNITY, (await bug.ticket()).id);
    expect(story.filter(({ what }) => what === "change merged")).toHaveLength(1);
  });

  it("takes links away when the repository turned private, and tells staff once", async () => {
    const house = createHouse();
    await house.reconcile();
    const bug = await aFiledBug(house);
    house.tracker.turn("private");
    await house.reconcile();
    await house.reconcile();
    const turned = { event: "repository", change: "privatized", before: null } as const;
    await house.repositoryEvent({ ...turned, repository: "acme/sdk" });
    await house.settle();
    expect(bug.messages()).toMatchObject([{ say: { say: "filed", url: null }, edits: 1 }]);
    const alerts = house.conversation.messages.filter(({ say }) => say.say === "alert");
    expect(alerts).toHaveLength(1);
  });

  it("reads it again when it failed halfway", async () => {
    const { house, bug } = await aMissedClosing();
    const lost = new PortError("changesSince", "never", new Error("gone"));
    house.tracker.failNext("changesSince", lost);
    await expect(reconcile(COMMUNITY, "acme/sdk", house)).rejects.toThrow();
    await house.reconcile();
    await house.advance(HOUR);
    expect(bug.said()).toEqual(["filed", "fixed"]);
  });

  it("goes on every few minutes until it is stopped, whatever fails", async () => {
    const { house, bug } = await aMissedClosing();
    const failed: string[] = [];
    house.tracker.failNext("changesSince", new PortError("x", "later", new Error("down")));
    const reconciling = startReconciling({
      ...house,
      communityId: COMMUNITY,
      repositories: async () => ["acme/sdk"],
      everyMs: 3 * MINUTE,
      onError: (_, repository) => failed.push(repository),
    });
    await expect.poll(() => house.clock.waiting()).toBe(1);
    expect(failed).toEqual(["acme/sdk"]);
    house.clock.advance(3 * MINUTE);
    await expect.poll(() => house.clock.waiting()).toBe(1);
    await reconciling.stop();
    await house.advance(HOUR);
    expect(bug.said()).toEqual(["filed", "fixed"]);
    expect(house.clock.waiting()).toBe(0);
  });
});
