import { Routes } from "discord.js";
import { afterEach, beforeEach, expect, it } from "vitest";
import { createDiscordRest } from "../../src/bot/discord/discord-rest.ts";
import { callDiscord } from "../../src/bot/discord/port-error.ts";
import { MINUTE, systemClock } from "../../src/triage/model/clock.ts";
import { aCommunity, type Community } from "./bot-harness.ts";

let community: Community;
let shift = 0;
const clock = { ...systemClock, now: () => Date.now() + shift };

beforeEach(async () => {
  community = await aCommunity();
});
afterEach(() => community.sim.close());

function aRest(more: Partial<Parameters<typeof createDiscordRest>[0]> = {}) {
  const { sim } = community;
  return createDiscordRest({ token: sim.token, url: sim.restBase, clock, ...more });
}

it("stops asking before Discord shuts the address out, and begins again ten minutes later", async () => {
  const { sim, textId, forumId } = community;
  sim.denyBot(textId, ["viewChannel"]);
  const rest = aRest({ mostRefusals: 5 });
  const ask = (id: string) => callDiscord("readChannel", () => rest.get(Routes.channel(id)));
  for (let n = 0; n < 5; n += 1) {
    await expect(ask(textId)).rejects.toMatchObject({ retry: "never" });
  }
  const held = { retry: "later", advice: expect.stringContaining("signalbox doctor") };
  for (let n = 0; n < 3; n += 1) await expect(ask(textId)).rejects.toMatchObject(held);
  await expect(ask(forumId)).rejects.toMatchObject(held);
  expect(sim.stats().invalidRequests).toBe(5);
  // A reconnect is not kept from the gateway's address.
  await rest.get(Routes.gatewayBot());
  shift += 10 * MINUTE;
  await ask(forumId);
});

it("counts what Discord counts: a limit that others used up is none of ours", async () => {
  const { sim, textId } = community;
  const rest = aRest({ mostRefusals: 2 });
  const fault = { status: 429, retryAfterSeconds: 0.05 } as const;
  for (let n = 0; n < 3; n += 1) {
    sim.faults.failNext("GET /channels/:id", { ...fault, scope: "shared" });
    await rest.get(Routes.channel(textId));
  }
  for (const scope of ["user", "global"] as const) {
    sim.faults.failNext("GET /channels/:id", { ...fault, scope });
    await rest.get(Routes.channel(textId)).catch(() => {});
  }
  await expect(rest.get(Routes.channel(textId))).rejects.toThrow(/refused too many/);
});

it("tells once that the token is taken no more, and asks nothing further with it", async () => {
  const { sim, textId } = community;
  let told = 0;
  const rest = aRest({ token: "another", onRefused: () => (told += 1) });
  for (let n = 0; n < 3; n += 1) {
    await expect(rest.get(Routes.channel(textId))).rejects.toThrow();
  }
  expect(told).toBe(1);
  expect(sim.stats().invalidRequests).toBe(1);
});
