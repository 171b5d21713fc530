import { describe, expect, it } from "vitest";
import { HOUR, MINUTE } from "../../src/triage/clock.ts";
import { PortError } from "../../src/triage/errors.ts";
import { reconcile, startReconciling } from "../../src/triage/reconcile.ts";
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
