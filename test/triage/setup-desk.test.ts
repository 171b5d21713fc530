import { describe, expect, it } from "vitest";
import type { SettingsBook } from "../../src/triage/setup/community-settings.ts";
import { differences } from "../../src/triage/setup/settings-history.ts";
import {
  chooseInSetup,
  openSetup,
  rereadSetup,
  type SetupDeskDeps,
  saveSetup,
} from "../../src/triage/setup/setup-desk.ts";
import {
  applyChoice,
  beginWalk,
  changesOf,
  settingsFor,
} from "../../src/triage/setup/setup-walk.ts";
import { createManualClock } from "../fakes/clock.ts";
import { aPolicy, COMMUNITY } from "../fakes/house.ts";
import { createTestIds, NOON } from "../fakes/samples.ts";
import { createFakeStore } from "../fakes/store.ts";

const { acts } = aPolicy();

function aDesk(overrides: Partial<SetupDeskDeps> = {}) {
  const clock = createManualClock(NOON);
  const ids = createTestIds();
  const store = createFakeStore({ clock, ids });
  const deps: SetupDeskDeps & { readonly book: SettingsBook } = {
    ...store,
    clock,
    ids,
    policyOf: async () => aPolicy(),
    wake: { act: async () => {} },
    change: (communityId, key, value, by) =>
      store.tickets.changeSetting(communityId, { key, value, by, at: clock.now() }),
    fileActs: acts,
    settingsChanged: () => {},
    ...overrides,
  };
  return { deps, store };
}

describe("what an act may be set to by a walk", () => {
  it.each([
    ["answer", ["off", "draft"]],
    ["file-public", ["off", "draft"]],
    ["tell-not-planned", ["off", "draft"]],
    ["mark", ["off", "auto"]],
    ["ask", ["off", "draft", "auto"]],
    ["related-links", ["off"]],
    ["delete-message", ["off"]],
  ] as const)("%s: %j", (act, allowed) => {
    // In this file `ask` and `mark` are let alone, and nothing else of these.
    expect(settingsFor(act, acts)).toEqual(allowed);
  });

  it("is nothing else, whatever is sent", () => {
    const walk = { ...beginWalk(0), act: "file-public" as const };
    const choice = { choose: "act-setting", setting: "auto" } as const;
    expect(applyChoice(walk, choice, { ...acts, "file-public": "auto" })).toBe(walk);
  });
});

describe("changesOf", () => {
  it("keeps what a section holds, and leaves out what stands so already, in whatever order", () => {
    const stored = {
      acts: { redirect: "off", ask: "draft" },
      "discord.channels": { "1": { listening: "forum", name: "help" } },
      mode: "live",
    };
    const draft = {
      acts: { ask: "off" },
      "discord.channels": { "1": { name: "help", listening: "forum" } },
      mode: "live",
    } as const;
    expect(changesOf({ draft }, stored)).toEqual([
      { key: "acts", value: { redirect: "off", ask: "off" } },
    ]);
  });
});

describe("a walk", () => {
  it("puts nothing in force before it is saved, and is over then", async () => {
    const { deps, store } = aDesk();
    const { id } = await openSetup(COMMUNITY, deps);
    await chooseInSetup(COMMUNITY, id, { choose: "mode", mode: "shadow" }, deps);
    expect(await store.tickets.settings(COMMUNITY)).toEqual({});
    expect(await saveSetup(COMMUNITY, id, "Ada", deps)).toMatchObject({ changed: ["mode"] });
    expect(await store.tickets.settings(COMMUNITY)).toEqual({ mode: "shadow" });
    expect(await saveSetup(COMMUNITY, id, "Ada", deps)).toEqual({ type: "over" });
    expect(await chooseInSetup(COMMUNITY, id, null, deps)).toBeNull();
  });

  it("is refused when somebody changed such a setting meanwhile, and not for others", async () => {
    const { deps } = aDesk();
    const { id } = await openSetup(COMMUNITY, deps);
    await chooseInSetup(COMMUNITY, id, { choose: "mode", mode: "shadow" }, deps);
    await deps.change(COMMUNITY, "paused", true, "Eve");
    await deps.change(COMMUNITY, "acts", { ask: "off" }, "Eve");
    const refused = await saveSetup(COMMUNITY, id, "Ada", deps);
    expect(refused).toMatchObject({ type: "conflict", changes: [{ key: "acts", by: "Eve" }] });
    expect((await rereadSetup(COMMUNITY, id, deps))?.changed).toEqual(["mode"]);
    expect(await saveSetup(COMMUNITY, id, "Ada", deps)).toMatchObject({ type: "saved" });
  });

  it("lets nothing be done alone that the reviews do not bear out, whatever is sent", async () => {
    const { deps, store } = aDesk();
    const { id } = await openSetup(COMMUNITY, deps);
    const earned = [{ act: "answer", area: "uploads" } as const];
    await chooseInSetup(COMMUNITY, id, { choose: "earned", earned }, deps);
    expect(await saveSetup(COMMUNITY, id, "Ada", deps)).toEqual({
      type: "saved",
      changed: [],
      refused: ["answer in the area uploads was never reviewed"],
    });
    expect(await store.tickets.settings(COMMUNITY)).toEqual({});
  });
});

describe("differences", () => {
  it.each([
    ["a word", "mode", "shadow", "live", [["mode", "shadow", "live"]]],
    ["back to the file", "mode", "live", null, [["mode", "live", null]]],
    [
      "an act among others",
      "acts",
      { ask: "draft", link: "off" },
      { ask: "off", link: "off" },
      [["acts.ask", "draft", "off"]],
    ],
    [
      "a channel, by the name that it had",
      "discord.channels",
      null,
      { "1": { name: "help", listening: "forum" } },
      [["discord.channels.help", null, "forum"]],
    ],
    [
      "an act in one area",
      "acts_by_area",
      { sdk: { answer: "draft", link: "auto" } },
      { sdk: { answer: "auto", link: "auto" } },
      [["acts_by_area.sdk.answer", "draft", "auto"]],
    ],
    ["nothing of what the program keeps for itself", "autonomy", [], [{ act: "answer" }], []],
    [
      "roles",
      "discord.roles.staff",
      [{ id: "1", name: "Old" }],
      [],
      [["discord.roles.staff", "Old", "none"]],
    ],
  ])("tells %s", (_what, key, before, after, expected) => {
    const found = differences({ key, before, after });
    expect(found.map((one) => [one.key, one.from, one.to])).toEqual(expected);
  });
});
