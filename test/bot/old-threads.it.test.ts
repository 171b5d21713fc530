import { afterEach, beforeEach, expect, it } from "vitest";
import { MINUTE } from "../../src/triage/model/clock.ts";
import { createManualClock, type ManualClock } from "../fakes/clock.ts";
import {
  aCommunity,
  type Community,
  createTestDeps,
  eventually,
  type Running,
  startTestBot,
  type TestDeps,
} from "./bot-harness.ts";

let community: Community;
let deps: TestDeps;
let running: Running;
let clock: ManualClock;
let old: string;

beforeEach(async () => {
  community = await aCommunity();
  const { sim, forumId } = community;
  const ana = sim.addMember({ name: "Ana" });
  old = await ana.createForumPost(forumId, { title: "Old", content: "before the bot came" });
  // What is archived, or was forgotten, is news to the client.
  ana.editThread(old, { archived: true });
  deps = createTestDeps(community);
  clock = createManualClock(Date.now());
  running = await startTestBot(community, deps, {
    clock,
    memory: { threads: 0, sweepSeconds: 15 },
  });
  await running.bot.catchUpNow();
});

afterEach(async () => {
  await running.bot.stop();
  const stats = community.sim.stats();
  await community.sim.close();
  expect(stats).toMatchObject({ violations: [], crashes: [] });
});

const texts = () => deps.posts.map(({ text }) => text);

/** Whatever the gateway told before it was taken in. */
async function heard(text: string): Promise<void> {
  const { sim, textId } = community;
  sim.addMember({ name: "Bo" }).post(textId, text);
  await eventually(() => expect(texts()).toContain(text));
}

it("an old thread that the bot is let into is not taken for a new post", async () => {
  const { sim } = community;
  sim.letIntoThread(old);
  await heard("first");
  await clock.advance(5 * MINUTE);
  // In the thread itself, so that it comes behind whatever else is done about it.
  sim.addMember({ name: "Cy" }).post(old, "me too");
  await eventually(() => expect(texts()).toContain("me too"));
  expect(texts()).toEqual(["first", "me too"]);
});

it("what was lost in a thread before the bot is let into it is read", async () => {
  const { sim } = community;
  const cy = sim.addMember({ name: "Cy" });
  sim.faults.loseNext("THREAD_UPDATE");
  sim.faults.loseNext("MESSAGE_CREATE");
  cy.post(old, "one, which the gateway lost");
  sim.letIntoThread(old);
  cy.post(old, "two");
  await eventually(() => expect(texts()).toContain("two"));
  expect(texts()).toEqual(["one, which the gateway lost", "two"]);
});
