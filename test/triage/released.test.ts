import { describe, expect, it } from "vitest";
import { HOUR, MINUTE } from "../../src/triage/model/clock.ts";
import { aFiledBug } from "../fakes/filed.ts";
import { createHouse } from "../fakes/house.ts";

async function aFixedBug(house: ReturnType<typeof createHouse>) {
  const bug = await aFiledBug(house);
  await bug.close();
  house.tracker.fixed.push(bug.issue());
  return bug;
}
const releases = (messages: readonly { say: object }[]) =>
  messages.flatMap(({ say }) => ("release" in say ? [say.release] : []));

describe("a release that names a fix", () => {
  it("is named in the notice that has not been said yet", async () => {
    const house = createHouse();
    const bug = await aFixedBug(house);
    await house.advance(MINUTE);
    await bug.release();
    await house.advance(3 * MINUTE);
    expect(bug.said()).toEqual(["filed"]);
    await house.advance(MINUTE);
    expect(bug.said()).toEqual(["filed", "fixed"]);
    expect(releases(bug.messages())).toEqual(["acme-sdk 4.2.1"]);
  });

  it("is written into the notice that was said, once, without another message", async () => {
    const house = createHouse();
    const bug = await aFixedBug(house);
    await house.advance(HOUR);
    expect(releases(bug.messages())).toEqual([null]);
    await bug.release();
    await house.settle();
    await bug.release("acme-sdk 4.3.0");
    await house.settle();
    expect(bug.said()).toEqual(["filed", "fixed"]);
    expect(releases(bug.messages())).toEqual(["acme-sdk 4.2.1"]);
    expect(bug.messages().at(-1)?.edits).toBe(1);
  });

  it("brings the news of the closing along when that was lost", async () => {
    const house = createHouse();
    const bug = await aFiledBug(house);
    const closed = { state: "closed", stateReason: "completed" } as const;
    house.tracker.fixed.push({ ...bug.issue(), ...closed, updatedAt: house.clock.now() });
    await bug.release();
    await house.advance(5 * MINUTE);
    expect(bug.said()).toEqual(["filed", "fixed"]);
    expect(releases(bug.messages())).toEqual(["acme-sdk 4.2.1"]);
  });

  it("says nothing about what it does not name, or where somebody says it is still broken", async () => {
    const house = createHouse();
    const bug = await aFixedBug(house);
    await bug.release("acme-sdk 4.2.0", "Fixes nothing of note.");
    await house.advance(HOUR);
    const by = { sourceId: bug.raw.authorSourceId, name: "" };
    const { actionId } = bug.messages().at(-1) ?? { actionId: "" };
    await house.press({ actionId, by, event: "still-broken" });
    await bug.release();
    await house.settle();
    expect(releases(bug.messages())).toEqual([null]);
  });

  it("is not named when its repository is private", async () => {
    const house = createHouse();
    const bug = await aFixedBug(house);
    const { repository, number } = bug.issue();
    const notes = `Fixes #${number}`;
    const event = { event: "released", visibility: "private", release: "x 1", notes } as const;
    await house.repositoryEvent({ ...event, repository });
    await house.advance(HOUR);
    expect(releases(bug.messages())).toEqual([null]);
  });
});
