import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createWarpClock } from "../../demo/warp-clock.ts";
import { MINUTE } from "../../src/triage/model/clock.ts";
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

beforeEach(async () => {
  community = await aCommunity();
  deps = createTestDeps(community);
  running = await startTestBot(community, deps);
  await running.bot.catchUpNow();
});

afterEach(async () => {
  await running.bot.stop();
  const stats = community.sim.stats();
  await community.sim.close();
  expect(stats).toMatchObject({ violations: [], crashes: [] });
});

async function away(meanwhile: () => void | Promise<void>): Promise<void> {
  await running.bot.stop();
  await meanwhile();
  running = await startTestBot(community, deps);
  await running.bot.catchUpNow();
  await running.bot.catchUpNow();
}

const textsIn = (conversationId: string | null) =>
  deps.posts.flatMap((post) => (post.conversationId === conversationId ? [post.text] : []));

describe("what began while the bot was away", () => {
  it("is read where its first message was deleted: the rest still belongs to its author", async () => {
    const { sim, forumId } = community;
    const ana = sim.addMember({ name: "Ana" });
    let thread = "";
    await away(async () => {
      thread = await ana.createForumPost(forumId, { title: "Upload", content: "gone by then" });
      ana.post(thread, "it crashes");
      ana.delete(thread);
      ana.post(thread, "with 413");
    });
    expect(textsIn(thread)).toEqual(["it crashes", "with 413"]);
    for (const post of deps.posts) {
      expect(post).toMatchObject({ conversationOwnerId: ana.id, authorSourceId: ana.id });
    }
  });

  it("is read where it was put away or locked since, each once and in order", async () => {
    const { sim, forumId } = community;
    const ana = sim.addMember({ name: "Ana" });
    const threads: string[] = [];
    await away(async () => {
      for (const change of [
        { archived: true },
        { locked: true },
        { archived: true, locked: true },
      ]) {
        const thread = await ana.createForumPost(forumId, { title: "T", content: "one" });
        ana.post(thread, "two");
        sim.owner().editThread(thread, change);
        threads.push(thread);
      }
    });
    for (const thread of threads) expect(textsIn(thread)).toEqual(["one", "two"]);
  });

  it("is read in a thread that hangs on a message of the channel, as its author's", async () => {
    const { sim, textId } = community;
    const [ana, bo] = [sim.addMember({ name: "Ana" }), sim.addMember({ name: "Bo" })];
    let thread = "";
    await away(() => {
      const message = ana.post(textId, "in the channel");
      thread = bo.createThread(message, "Ana's question");
      ana.post(thread, "in the thread");
    });
    expect(textsIn(thread)).toEqual(["in the channel", "in the thread"]);
    expect(deps.posts.at(-1)?.conversationOwnerId).toBe(ana.id);
  });

  it("is left alone in a channel that is watched only since then, and heard from now on", async () => {
    const { sim } = community;
    const ana = sim.addMember({ name: "Ana" });
    let forum = "";
    let before = "";
    await away(async () => {
      forum = sim.addForum({ name: "ideas" });
      before = await ana.createForumPost(forum, { title: "T", content: "before" });
      const policy = await deps.policy();
      const places = { ...policy.places, [forum]: "forum" as const };
      Object.assign(deps, { policy: async () => ({ ...policy, places }) });
    });
    const after = await ana.createForumPost(forum, { title: "T", content: "after" });
    await eventually(() => expect(textsIn(after)).toEqual(["after"]));
    ana.post(before, "more of before");
    await eventually(() => expect(textsIn(before)).toEqual(["more of before"]));
  });
});

it("leaves nothing running when it stops: what it meant to look for is read at the next start", async () => {
  await running.bot.stop();
  const clock = createWarpClock();
  running = await startTestBot(community, deps, { clock });
  await running.bot.catchUpNow();
  const { sim, forumId } = community;
  const thread = await sim.addMember({ name: "Ana" }).createForumPost(forumId, {
    title: "T",
    content: "one",
  });
  await eventually(() => expect(textsIn(thread)).toEqual(["one"]));
  await running.bot.stop();
  const asked = vi.spyOn(deps, "cursor");
  clock.advance(5 * MINUTE);
  await new Promise((resolve) => setImmediate(resolve));
  expect(asked).not.toHaveBeenCalled();
});
