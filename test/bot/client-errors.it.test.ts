import type { Client } from "discord.js";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import {
  aCommunity,
  type Community,
  createTestDeps,
  type Running,
  startTestBot,
} from "./bot-harness.ts";

const clients: Client[] = [];
vi.mock("../../src/bot/discord/client.ts", async (original) => {
  const real = await original<typeof import("../../src/bot/discord/client.ts")>();
  const createClient: typeof real.createClient = (...args) => {
    const client = real.createClient(...args);
    clients.push(client);
    return client;
  };
  return { ...real, createClient };
});

let community: Community;
let running: Running;
beforeEach(async () => {
  community = await aCommunity();
  running = await startTestBot(community, createTestDeps(community));
});
afterEach(async () => {
  await running.bot.stop();
  await community.sim.close();
});

it("what fails inside the client is logged, and does not end the process", () => {
  const [client] = clients;
  // Nobody listening, an event of this name throws.
  client?.emit("error", new Error("inside the client"));
  client?.emit("shardError", new Error("at the gateway"), 0);
  const logged = JSON.stringify(running.log.lines);
  expect(logged).toContain("Discord client failed");
  expect(logged).toContain("Gateway connection failed");
});
