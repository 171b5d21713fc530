import { describe, expect, it } from "vitest";
import type { Issue } from "../../src/triage/model/case.ts";
import { HOUR } from "../../src/triage/model/clock.ts";
import { aFiledBug } from "../fakes/filed.ts";
import { createHouse } from "../fakes/house.ts";

const ON = { "tell-milestone": "auto", "tell-assigned": "auto", "tell-labels": "auto" } as const;

/** A filed bug in a community that opted in to these. */
async function aBug(on: Partial<typeof ON>, visibility: "public" | "private" = "public") {
  const toldLabels = [{ label: "In progress", words: "The team has begun." }];
  const house = createHouse({ policy: { toldLabels } });
  house.policy.acts = { ...house.policy.acts, ...on };
  const bug = await aFiledBug(house);
  const progress: Pick<Issue, "milestone" | "assigned" | "labels"> = {
    milestone: "4.3 #12",
    assigned: true,
    labels: [...bug.issue().labels, "in progress", "wontfix-legal"],
  };
  const changes = async (change: Partial<typeof progress>) => {
    house.clock.advance(1_000);
    const updatedAt = house.clock.now();
    const issue = { ...bug.issue(), ...change, visibility, updatedAt };
    await house.issueEvent({ event: "edited", issue });
    await house.settle();
  };
  return { house, bug, changes, progress };
}

describe("milestone, assignee and labels", () => {
  it("are told to nobody unless the community opted in", async () => {
    const { bug, changes, progress } = await aBug({});
    await changes(progress);
    expect(bug.messages()).toMatchObject([{ edits: 0 }]);
  });

  it.each([
    { act: "tell-milestone", told: { milestone: "4.3 #12", assigned: false, labels: [] } },
    { act: "tell-assigned", told: { milestone: null, assigned: true, labels: [] } },
    {
      act: "tell-labels",
      told: { milestone: null, assigned: false, labels: ["The team has begun."] },
    },
  ] as const)("are each told by a setting of its own: $act", async ({ act, told }) => {
    const { bug, changes, progress } = await aBug({ [act]: "auto" });
    await changes(progress);
    expect(bug.messages()).toMatchObject([{ edits: 1, say: { say: "filed", progress: told } }]);
  });

  it("are written into the notice that stands, and out again, without another message", async () => {
    const { bug, changes, progress, house } = await aBug(ON);
    await changes(progress);
    await changes(progress);
    await changes({ ...progress, assigned: false });
    await changes({ milestone: null, assigned: false });
    expect(bug.said()).toEqual(["filed"]);
    expect(bug.messages()).toMatchObject([
      { edits: 3, say: { progress: { milestone: null, assigned: false, labels: [] } } },
    ]);
    await bug.close();
    await house.advance(HOUR);
    expect(bug.said()).toEqual(["filed", "fixed"]);
  });

  it("name no milestone of a private repository", async () => {
    const { bug, changes, progress } = await aBug(ON, "private");
    await changes(progress);
    expect(bug.messages()).toMatchObject([{ say: { progress: { milestone: null } } }]);
  });
});
