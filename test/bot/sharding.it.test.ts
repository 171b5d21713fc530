import { afterEach, describe, expect, it } from "vitest";
import { aCommunity, aReviewer, createTestDeps, eventually, startTestBot } from "./bot-harness.ts";

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

async function aBotWith(shards: number) {
  const community = await aCommunity({ shards });
  closers.push(() => community.sim.close());
  const deps = createTestDeps(community, { next: async () => null });
  const { bot, log } = await startTestBot(community, deps);
  closers.push(() => bot.stop());
  return { ...community, bot, deps, log };
}

describe("a gateway that asks for several shards", () => {
  it("gets them all from one process, each identified by its number", async () => {
    const { sim } = await aBotWith(3);
    const { shards } = sim.stats();
    expect(shards.toSorted(([a], [b]) => a - b)).toEqual([
      [0, 3],
      [1, 3],
      [2, 3],
    ]);
  });

  it("tells each thing once, and gets one answer to an interaction", async () => {
    const community = await aBotWith(3);
    const { sim, deps, forumId, textId } = community;
    const reviewer = aReviewer(community);
    const thread = await reviewer.createForumPost(forumId, { title: "Help", content: "It hangs" });
    const said = reviewer.post(textId, "Nothing for anybody");
    await eventually(() =>
      expect(deps.posts.map(({ sourceId }) => sourceId).toSorted()).toEqual([thread, said]),
    );
    const pressed = reviewer.command("next", {}, textId);
    await pressed.reply();
    expect(pressed.outcome().replies).toHaveLength(1);
    // What is written while all shards were away is read once when they are back.
    sim.faults.forgetSessions();
    sim.faults.dropConnections();
    const missed = reviewer.post(textId, "While they were away");
    await eventually(() => expect(deps.posts.at(-1)?.sourceId).toBe(missed));
    expect(deps.posts).toHaveLength(3);
    expect(sim.stats().violations).toEqual([]);
  });

  it("is one session where the gateway asks for one", async () => {
    const { sim } = await aBotWith(1);
    expect(sim.stats().shards).toEqual([[0, 1]]);
  });
});
