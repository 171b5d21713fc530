import { expect, it } from "vitest";
import { effectiveSettings } from "../src/cli/effective.ts";
import { Config } from "../src/config/schema.ts";
import { toPolicy } from "../src/policy.ts";
import { createSettings } from "../src/settings.ts";
import { misfits, readSetUp } from "../src/triage/setup/community-settings.ts";
import { createManualClock } from "./fakes/clock.ts";
import { createTestIds, NOON } from "./fakes/samples.ts";
import { createFakeStore } from "./fakes/store.ts";

const HERE = "1";
const config = Config.parse({
  community: "acme",
  discord: {
    server: "Acme",
    channels: { help: "forum", chat: "mention" },
    review_channel: "review",
    roles: { staff: ["Staff"] },
  },
  acts: { redirect: "off" },
  teams: [{ name: "sdk", trusted: true }],
});
const IDS: Readonly<Record<string, string>> = { help: "10", chat: "11", review: "12", Staff: "20" };
const find = (name: string) => IDS[name] ?? null;
const found = { findPlace: find, findRole: find, communityName: "Acme" };

it("lets an admin's value stand over the file's, each for itself, and the file's over the default", () => {
  const policy = toPolicy(
    config,
    {
      "discord.channels": {
        "11": { name: "chat", listening: "off" },
        "13": { name: "ideas", listening: "forum" },
      },
      "discord.roles.helper": [{ id: "21", name: "Helper" }],
      "teams.trusted": [],
      acts: { answer: "off" },
      mode: null,
    },
    found,
    0,
  );
  expect(policy.places).toEqual({ "10": "forum", "11": "off", "13": "forum" });
  expect(policy.roleIds).toEqual({ admin: [], staff: ["20"], helper: ["21"], "opted-out": [] });
  expect(policy).toMatchObject({
    reviewPlaceId: "12",
    mode: "shadow",
    teams: [{ trusted: false }],
  });
  expect(policy.acts).toMatchObject({ answer: "off", redirect: "off", ask: "draft" });
});

it("takes what does not fit for not set", () => {
  const stored = { mode: "loud", acts: 7, "discord.roles.staff": [], "discord.channels": "x" };
  expect(toPolicy(config, stored, found, 0)).toEqual(toPolicy(config, {}, found, 0));
});

it("takes a list of which nothing fits for not set, and an empty one for a choice", () => {
  const key = "discord.roles.opted_out";
  expect(readSetUp({ [key]: ["Quiet"] })).toEqual({});
  expect(readSetUp({ [key]: [] })).toEqual({ [key]: [] });
  expect(misfits({ [key]: ["Quiet"] })).toEqual([key]);
});

it("goes by what fits beside what does not, and names the latter", () => {
  const stored = {
    acts: { answer: "off", redirect: "loudly", "sing-along": "auto" },
    "discord.channels": {
      "10": { name: "help", listening: "off" },
      "11": { name: "chat", listening: "by-moonlight" },
    },
    "discord.roles.helper": [{ id: "21", name: "Helper" }, "Mentors"],
    "discord.review_channel": { id: "" },
    mode: null,
  };
  const policy = toPolicy(config, stored, found, 0);
  expect(policy.acts).toMatchObject({ answer: "off", redirect: "off" });
  expect(policy.places).toEqual({ "10": "off", "11": "mention" });
  expect(policy.roleIds.helper).toEqual(["21"]);
  expect(policy.reviewPlaceId).toBe("12");
  expect(misfits(stored)).toEqual([
    "discord.channels.11",
    "discord.review_channel",
    "discord.roles.helper",
    "acts.redirect",
    "acts.sing-along",
  ]);
  expect(misfits({ acts: { answer: "off" }, mode: "live" })).toEqual([]);
});

it("sees within two seconds what another process changed", async () => {
  const clock = createManualClock(NOON);
  const { tickets } = createFakeStore({ clock, ids: createTestIds() });
  const here = createSettings(config, found, { tickets, clock });
  const elsewhere = createSettings(config, found, { tickets, clock });
  expect((await elsewhere.policyOf(HERE)).mode).toBe("shadow");
  await here.change(HERE, "mode", "live", "Ada");
  expect((await here.policyOf(HERE)).mode).toBe("live");
  expect((await elsewhere.policyOf(HERE)).mode).toBe("shadow");
  clock.advance(2_000);
  expect((await elsewhere.policyOf(HERE)).mode).toBe("live");
});

it("shows each value in force with its origin", () => {
  const file = new URL("../demo/signalbox.config.yaml", import.meta.url).pathname;
  const stored = {
    "discord.channels": { "13": { name: "ideas", listening: "forum" } },
    "discord.review_channel": { id: "14", name: "desk" },
    acts: { answer: "off" },
    mode: "live",
  };
  const all = effectiveSettings(file, config, {}, stored);
  const of = (key: string) => all.find((one) => one.key === key);
  expect(of("discord.channels.ideas")).toMatchObject({ value: "forum", origin: "store" });
  expect(of("discord.review_channel")).toMatchObject({ value: "desk (14)", origin: "store" });
  expect(of("acts.answer")).toMatchObject({ value: "off", origin: "store" });
  expect(of("mode")).toMatchObject({ value: "live", origin: "store" });
  expect(of("limits.asks_per_day")?.origin).toBe("default");
});

it("keeps nothing in memory that was read before a change", async () => {
  const clock = createManualClock(NOON);
  const store = createFakeStore({ ids: createTestIds(), clock });
  const reading = Promise.withResolvers<void>();
  let before: Promise<void> | null = reading.promise;
  const tickets = {
    ...store.tickets,
    async settings(communityId: string) {
      const read = await store.tickets.settings(communityId);
      await before;
      return read;
    },
  };
  const settings = createSettings(config, found, { tickets, clock });
  const slow = settings.policyOf(HERE);
  await settings.change(HERE, "paused", true, "Sol");
  reading.resolve();
  before = null;
  await slow;
  expect(await settings.policyOf(HERE)).toMatchObject({ paused: true });
});
