import { afterEach, beforeEach, expect, it } from "vitest";
import { createDiscordRest } from "../../src/bot/discord/discord-rest.ts";
import { createOpenPlaces, type OpenPlaces } from "../../src/bot/discord/open-places.ts";
import { SECOND, systemClock } from "../../src/triage/model/clock.ts";
import {
  aCommunity,
  type Community,
  createTestDeps,
  eventually,
  startTestBot,
} from "./bot-harness.ts";

let community: Community;
let places: OpenPlaces;
let now = 0;

beforeEach(async () => {
  community = await aCommunity();
  const { sim } = community;
  const rest = createDiscordRest({ token: sim.token, url: sim.restBase, clock: systemClock });
  places = createOpenPlaces(rest, sim.guildId, { now: () => now });
});

afterEach(async () => {
  const stats = community.sim.stats();
  await community.sim.close();
  expect(stats).toMatchObject({ violations: [], crashes: [] });
});

it("hears from the gateway that a channel was closed, opened or added", async () => {
  const { sim, textId, staffRoleId } = community;
  const deps = createTestDeps(community);
  const { bot } = await startTestBot(community, deps, { onPermissionsChanged: places.forget });
  expect(await places.isOpenToAll(textId)).toBe(true);
  // No time goes by: what is remembered would be good for ever.
  sim.showOnlyTo(textId, [staffRoleId]);
  await eventually(async () => expect(await places.isOpenToAll(textId)).toBe(false));
  sim.showOnlyTo(textId, null);
  await eventually(async () => expect(await places.isOpenToAll(textId)).toBe(true));
  const added = sim.addTextChannel({ name: "later" });
  await eventually(async () => expect(await places.isOpenToAll(added)).toBe(true));
  await bot.stop();
});

it("finds out within seconds where no gateway tells, and asks once in between", async () => {
  const { sim, textId, staffRoleId } = community;
  expect(await places.isOpenToAll(textId)).toBe(true);
  sim.showOnlyTo(textId, [staffRoleId]);
  expect(await places.isOpenToAll(textId)).toBe(true);
  now += 10 * SECOND;
  expect(await places.isOpenToAll(textId)).toBe(false);
  expect(await places.isOpenToAll("1")).toBe(false);
});

it("says nothing while Discord cannot be asked, and asks again after", async () => {
  const { sim, textId } = community;
  sim.faults.failNext(/GET .*\/channels$/, { status: 403, code: 50_001 });
  await expect(places.isOpenToAll(textId)).rejects.toMatchObject({ name: "PortError" });
  expect(await places.isOpenToAll(textId)).toBe(true);
});
