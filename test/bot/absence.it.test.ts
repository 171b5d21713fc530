import { Routes } from "discord.js";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { createDiscordRest } from "../../src/bot/discord/discord-rest.ts";
import { type Clock, DAY, MINUTE, systemClock } from "../../src/triage/model/clock.ts";
import type { StandingPost } from "../../src/triage/ports/ticket-store.ts";
import type { DiscordSimulator } from "../simulators/discord/simulator.ts";
import {
  aCommunity,
  aConversation,
  type Community,
  createTestDeps,
  eventually,
  type Running,
  startTestBot,
  type TestDeps,
} from "./bot-harness.ts";

let shift = 0;
let community: Community;
let deps: TestDeps;
let running: Running;

/** Waits as the real clock does, only shorter. */
const hurried: Clock = {
  now: systemClock.now,
  after: (ms, wake) => systemClock.after(ms / 50, wake),
};

beforeEach(async () => {
  shift = 0;
  const clock = { now: () => Date.now() + shift };
  community = await aCommunity({ clock, heartbeatIntervalMs: 200, starterDelayMs: 100 });
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

const texts = () => deps.posts.map((post) => post.text);

function post(text: string): Promise<string> {
  const { sim, forumId } = community;
  return sim.addMember({ name: "Ana" }).createForumPost(forumId, { title: "T", content: text });
}

type Faults = DiscordSimulator["faults"];

describe("a connection that ends", () => {
  it.each<{ name: string; fresh: boolean; bring: (faults: Faults) => void }>([
    { name: "breaks off", fresh: false, bring: (faults) => faults.dropConnections() },
    { name: "is asked to reconnect", fresh: false, bring: (faults) => faults.reconnect() },
    {
      name: "has an invalid session that may resume",
      fresh: false,
      bring: (faults) => faults.invalidSession(true),
    },
    { name: "is closed with 4000", fresh: false, bring: (faults) => faults.closeWith(4_000) },
    { name: "is closed with 4001", fresh: false, bring: (faults) => faults.closeWith(4_001) },
    { name: "is closed with 4002", fresh: false, bring: (faults) => faults.closeWith(4_002) },
    { name: "is closed with 4003", fresh: true, bring: (faults) => faults.closeWith(4_003) },
    { name: "is closed with 4005", fresh: true, bring: (faults) => faults.closeWith(4_005) },
    { name: "is closed with 4008", fresh: true, bring: (faults) => faults.closeWith(4_008) },
    { name: "freezes", fresh: false, bring: (faults) => faults.freeze() },
    { name: "is closed with 4007", fresh: true, bring: (faults) => faults.closeWith(4_007) },
    { name: "is closed with 4009", fresh: false, bring: (faults) => faults.closeWith(4_009) },
    {
      name: "has an invalid session",
      fresh: true,
      bring: (faults) => faults.invalidSession(false),
    },
    {
      name: "was forgotten",
      fresh: true,
      bring(faults) {
        faults.forgetSessions();
        faults.dropConnections();
      },
    },
  ])(
    "and $name loses nothing and doubles nothing",
    { timeout: 60_000 },
    async ({ fresh, bring }) => {
      const { sim, textId } = community;
      const bo = sim.addMember({ name: "Bo" });
      const { identifies } = sim.stats();
      await post("before");
      bring(sim.faults);
      const during = await post("during");
      bo.post(textId, "in the channel");
      sim.addMember({ name: "Cy" }).post(during, "a reply");
      const all = ["before", "during", "in the channel", "a reply"].toSorted();
      await eventually(() => expect(texts().toSorted()).toEqual(all));
      await post("after");
      await eventually(() => expect(texts()).toContain("after"));
      expect(texts()).toHaveLength(5);
      expect(sim.stats().identifies > identifies).toBe(fresh);
    },
  );
});

describe("a long absence", () => {
  it("is caught up with as far back as a week, and no further", async () => {
    // Ids only ever grow: what is to be old needs a server that is.
    await running.bot.stop();
    await community.sim.close();
    shift = -30 * DAY;
    const clock = { now: () => Date.now() + shift, after: systemClock.after };
    community = await aCommunity({ clock });
    deps = createTestDeps(community);
    running = await startTestBot(community, deps, { clock });
    await running.bot.catchUpNow();
    await running.bot.stop();
    const { sim, textId } = community;
    const bo = sim.addMember({ name: "Bo" });
    for (const days of [20, 8, 6, 1]) {
      shift = -days * DAY;
      bo.post(textId, `${days} days ago`);
      await post(`in a thread ${days} days ago`);
    }
    shift = 0;
    running = await startTestBot(community, deps);
    await running.bot.catchUpNow();
    expect(texts().toSorted()).toEqual(
      ["6 days ago", "1 days ago", "in a thread 6 days ago", "in a thread 1 days ago"].toSorted(),
    );
  });

  it("is read in passes that leave no channel waiting, in order and once", async () => {
    const { sim, textId } = community;
    await running.bot.stop();
    const bo = sim.addMember({ name: "Bo" });
    const lines = Array.from({ length: 350 }, (_, n) => `line ${n}`);
    for (const line of lines) bo.post(textId, line);
    await post("in the forum");
    running = await startTestBot(community, deps, { catchUpMostInAPass: 100 });
    await eventually(() => expect(deps.posts).toHaveLength(351));
    // The forum, which comes first, is not the point: it had its turn before the flood was read.
    const at = texts().indexOf("in the forum");
    expect(at).toBeLessThan(200);
    expect(texts().filter((text) => text.startsWith("line"))).toEqual(lines);
  });
});

it("a pass that takes long skips nothing that was written while it ran", async () => {
  const { sim, forumId, textId } = community;
  const first = await post("first");
  await eventually(() => expect(texts()).toEqual(["first"]));
  await running.bot.stop();
  const { cursor } = deps;
  const policy = await deps.policy();
  let listed = false;
  running = await startTestBot(
    community,
    {
      ...deps,
      policy: async () => ({ ...policy, places: { [textId]: "mention", [forumId]: "forum" } }),
      // The threads were listed by now; what follows, the gateway tells only in part.
      async cursor(placeId) {
        const found = await cursor(placeId);
        if (listed || placeId !== `${textId}/threads`) return found;
        listed = true;
        shift += 2 * MINUTE;
        sim.faults.loseNext("THREAD_CREATE");
        sim.faults.loseNext("MESSAGE_CREATE");
        await post("meanwhile");
        shift += 2 * MINUTE;
        sim.addMember({ name: "Bo" }).post(first, "and more");
        await eventually(() => expect(texts()).toContain("and more"));
        return found;
      },
    },
    { clock: { now: () => Date.now() + shift, after: systemClock.after } },
  );
  await running.bot.catchUpNow();
  await running.bot.catchUpNow();
  expect(texts().toSorted()).toEqual(["and more", "first", "meanwhile"]);
});

describe("what people did to their posts meanwhile", () => {
  const standingOf = (id: string, more: Partial<StandingPost> = {}): StandingPost => ({
    sourceId: id,
    placeId: community.forumId,
    conversationId: id,
    title: "T",
    tags: [],
    ...more,
  });

  /** The bot goes, everything is done, and it comes back and knows what tickets rest on. */
  async function away(standing: readonly StandingPost[], act: () => void): Promise<void> {
    await running.bot.stop();
    act();
    const known = { ...deps, standing: async () => standing };
    running = await startTestBot(community, known);
    await running.bot.catchUpNow();
  }

  it("is found: edits, new titles and tags, deletions of messages and of threads", async () => {
    const { sim, forumId, textId } = community;
    const ids = await Promise.all(["a", "b", "c", "d", "e", "f"].map(post));
    const [edited = "", retitled = "", tagged = "", deleted = "", whole = "", same = ""] = ids;
    const bo = sim.addMember({ name: "Bo" });
    const inChannel = bo.post(textId, "hello");
    await eventually(() => expect(deps.posts).toHaveLength(7));
    const standing = [
      ...ids.map((id) => standingOf(id)),
      standingOf(inChannel, { placeId: textId, conversationId: null }),
    ];
    await away(standing, () => {
      sim.owner().editThread(retitled, { title: "T (solved)" });
      sim.owner().editThread(tagged, { tags: ["bug"] });
      for (const id of [edited]) authorOf(id).edit(id, "a, really");
      authorOf(deleted).delete(deleted);
      sim.owner().deleteThread(whole);
      bo.delete(inChannel);
    });
    expect(deps.edits.map(({ sourceId, title, text }) => [sourceId, title, text])).toEqual([
      [edited, "T", "a, really"],
      [retitled, "T (solved)", "b"],
      [tagged, "T", "c"],
    ]);
    expect(deps.edits[2]?.tags).toEqual(["bug"]);
    expect(deps.gone).toEqual([
      { placeId: forumId, conversationId: deleted, sourceIds: [deleted] },
      { placeId: forumId, conversationId: whole, sourceIds: "all" },
      { placeId: textId, conversationId: null, sourceIds: [inChannel] },
    ]);
    expect(deps.edits.map(({ sourceId }) => sourceId)).not.toContain(same);
  });

  it("is looked for a page at a time, also where hundreds of messages stand in one channel", async () => {
    const { sim, textId } = community;
    const bo = sim.addMember({ name: "Bo" });
    const ids = Array.from({ length: 230 }, (_, n) => bo.post(textId, `message ${n}`));
    await eventually(() => expect(deps.posts).toHaveLength(230));
    const [first = "", last = ""] = [ids[0], ids[229]];
    const [edited = "", deleted = ""] = [ids[40], ids[150]];
    const asked = [first, edited, deleted, last].map((id) =>
      standingOf(id, { placeId: textId, conversationId: null }),
    );
    let before = 0;
    await away(asked, () => {
      bo.edit(edited, "really");
      for (const id of [first, deleted, last]) bo.delete(id);
      before = sim.stats().requests;
    });
    expect(deps.edits.map(({ sourceId }) => sourceId)).toEqual([edited]);
    expect(deps.gone.flatMap(({ sourceIds }) => sourceIds)).toEqual([last, deleted, first]);
    expect(sim.stats().requests - before).toBeLessThan(20);
  });

  it("is looked for in one channel after the other, a page each, so that none waits for a busy one", async () => {
    const { sim, textId } = community;
    const bo = sim.addMember({ name: "Bo" });
    const ids = Array.from({ length: 130 }, (_, n) => bo.post(textId, `message ${n}`));
    const thread = await post("in the forum");
    await eventually(() => expect(deps.posts).toHaveLength(131));
    const [oldest = "", newest = ""] = [ids[0], ids[129]];
    const inChannel = [oldest, newest].map((id) =>
      standingOf(id, { placeId: textId, conversationId: null }),
    );
    await away([...inChannel, standingOf(thread)], () => {
      for (const id of [oldest, newest]) bo.delete(id);
      authorOf(thread).delete(thread);
    });
    expect(deps.gone.map(({ sourceIds }) => sourceIds)).toEqual([[newest], [thread], [oldest]]);
  });

  it("is looked for to the end, also when the next absence comes before", async () => {
    const { sim } = community;
    const ids = await Promise.all(["a", "b", "c"].map(post));
    await eventually(() => expect(deps.posts).toHaveLength(3));
    await running.bot.stop();
    for (const id of ids) authorOf(id).delete(id);
    const found = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    let asked = 0;
    running = await startTestBot(community, {
      ...deps,
      // By the second absence newer posts have taken the place of these.
      async standing() {
        asked += 1;
        return asked === 1 ? ids.map((id) => standingOf(id)) : [];
      },
      async onDeleted(deletion) {
        await deps.onDeleted(deletion);
        found.resolve();
        await goOn.promise;
      },
    });
    await found.promise;
    const { identifies } = sim.stats();
    sim.faults.forgetSessions();
    sim.faults.dropConnections();
    await vi.waitFor(() => expect(sim.stats().identifies).toBeGreaterThan(identifies), 20_000);
    goOn.resolve();
    await vi.waitFor(() => expect(asked).toBe(2), 20_000);
    await running.bot.catchUpNow();
    expect(deps.gone.map(({ sourceIds }) => sourceIds)).toEqual(ids.map((id) => [id]));
  }, 60_000);

  it("is looked for in the channel where a thread hangs on a message of it", async () => {
    const { sim, textId } = community;
    const bo = sim.addMember({ name: "Bo" });
    const asked = ["as it was", "edited", "deleted"].map((text) => bo.post(textId, text));
    await eventually(() => expect(deps.posts).toHaveLength(3));
    const { conversation } = aConversation(community);
    for (const postSourceId of asked) {
      const where = { placeId: textId, conversationId: null, postSourceId };
      await conversation.say(where, { say: "ask", code: "SB-1", details: [] }, `a-${postSourceId}`);
    }
    const [, edited = "", deleted = ""] = asked;
    const standing = asked.map((id) => standingOf(id, { placeId: textId, title: "" }));
    await away(standing, () => {
      bo.edit(edited, "edited, really");
      bo.delete(deleted);
    });
    expect(deps.edits.map(({ sourceId, text }) => [sourceId, text])).toEqual([
      [edited, "edited, really"],
    ]);
    expect(deps.gone).toEqual([{ placeId: textId, conversationId: deleted, sourceIds: [deleted] }]);
  });

  it("is looked for once after each absence, and never taken for gone where it is hidden", async () => {
    const { sim, forumId } = community;
    const id = await post("a");
    await eventually(() => expect(deps.posts).toHaveLength(1));
    let asked = 0;
    await running.bot.stop();
    sim.denyBot(forumId, ["viewChannel"]);
    running = await startTestBot(community, {
      ...deps,
      async standing() {
        asked += 1;
        return [standingOf(id)];
      },
    });
    await running.bot.catchUpNow();
    await running.bot.catchUpNow();
    expect(asked).toBe(1);
    expect(deps.gone).toEqual([]);
  });

  it("goes on past a message that cannot be understood, and does not look at it for ever", async () => {
    const ids = await Promise.all(["a", "b", "c"].map(post));
    await eventually(() => expect(deps.posts).toHaveLength(3));
    const [, odd] = ids;
    let asked = 0;
    await running.bot.stop();
    for (const id of ids) authorOf(id).edit(id, "really");
    running = await startTestBot(community, {
      ...deps,
      async standing() {
        asked += 1;
        return ids.map((id) => standingOf(id));
      },
      async onEdited(raw) {
        if (raw.sourceId === odd) z.object({ text: z.number() }).parse(raw);
        await deps.onEdited(raw);
      },
    });
    await running.bot.catchUpNow();
    await running.bot.catchUpNow();
    expect(deps.edits.map(({ sourceId }) => sourceId)).toEqual(ids.filter((id) => id !== odd));
    expect(asked).toBe(1);
    const told = running.log.lines.filter((line) => line.includes("Could not understand"));
    expect(told).toHaveLength(1);
    expect(running.log.lines.join()).not.toContain("Could not catch up");
  });

  function authorOf(id: string) {
    const author = community.sim.message(id)?.["author"] as { id: string };
    return community.sim.as(author.id);
  }
});

describe("a forum post", () => {
  it("whose first message never came by gateway is looked for, while it is not there yet too", async () => {
    await running.bot.stop();
    running = await startTestBot(community, deps, { clock: hurried });
    await running.bot.catchUpNow();
    const { sim } = community;
    sim.faults.loseNext("MESSAGE_CREATE");
    const id = await post("lost on the way");
    await eventually(() => expect(texts()).toEqual(["lost on the way"]));
    expect(deps.posts[0]?.sourceId).toBe(id);
  });

  it("that has no message yet is answered a moment later (40058), once", async () => {
    const { sim, forumId } = community;
    const posting = post("slow");
    const [thread] = sim.threads(forumId);
    const id = String(thread?.["id"]);
    const where = { placeId: forumId, conversationId: id, postSourceId: id };
    const { conversation } = aConversation(community);
    const say = () => conversation.say(where, { say: "ask", code: "SB-1", details: [] }, "a-1");
    await expect(say()).rejects.toMatchObject({ retry: "later", cause: { code: 40_058 } });
    await posting;
    await say();
    expect(sim.messages(id)).toHaveLength(2);
  });
});

describe("deletions", () => {
  it("of a whole channel are told", async () => {
    const { sim, textId, forumId } = community;
    sim.removeChannel(textId);
    await eventually(() =>
      expect(deps.gone).toEqual([{ placeId: textId, conversationId: null, sourceIds: "all" }]),
    );
    await post("elsewhere it goes on");
    await eventually(() => expect(texts()).toEqual(["elsewhere it goes on"]));
    expect(deps.posts[0]?.placeId).toBe(forumId);
  });
});

describe("limits", () => {
  it.each([
    { scope: "user" as const, seconds: 0.3 },
    { scope: "shared" as const, seconds: 0.3 },
    { scope: "global" as const, seconds: 0.3 },
  ])("of scope $scope are waited for, and the message is sent once", async ({ scope, seconds }) => {
    const { sim } = community;
    const id = await post("question");
    sim.faults.failNext("POST /channels/:id/messages", {
      status: 429,
      scope,
      retryAfterSeconds: seconds,
    });
    const { conversation } = aConversation(community);
    const where = { placeId: community.forumId, conversationId: id, postSourceId: id };
    const began = performance.now();
    await conversation.say(where, { say: "ask", code: "SB-1", details: [] }, "a-2");
    expect(performance.now() - began).toBeGreaterThan(seconds * 1_000 - 20);
    expect(sim.messages(id)).toHaveLength(2);
    expect(sim.stats().rateLimited).toBe(1);
  });

  it("on invalid requests are nowhere near: what is refused is not asked again", async () => {
    const { sim, forumId, textId } = community;
    const id = await post("question");
    sim.denyBot(forumId, ["viewChannel"]);
    sim.denyBot(textId, ["viewChannel"]);
    const { conversation } = aConversation(community);
    const where = { placeId: forumId, conversationId: id, postSourceId: id };
    const say = () => conversation.say(where, { say: "ask", code: "SB-1", details: [] }, "a-3");
    for (let n = 0; n < 3; n += 1) await expect(say()).rejects.toMatchObject({ retry: "never" });
    for (let n = 0; n < 3; n += 1) await running.bot.catchUpNow();
    expect(sim.stats().invalidRequests).toBeLessThan(20);
  });

  it("of slow mode hold people back, not bots; should Discord say so all the same, it is tried later", async () => {
    const { sim, forumId } = community;
    const bo = sim.addMember({ name: "Bo" });
    const id = await bo.createForumPost(forumId, { title: "T", content: "one" });
    sim.setSlowMode(id, 60);
    expect(() => bo.post(id, "two")).toThrow(/slowmode/);
    const { conversation } = aConversation(community);
    const where = { placeId: forumId, conversationId: id, postSourceId: id };
    const say = (actionId: string) =>
      conversation.say(where, { say: "ask", code: "SB-1", details: [] }, actionId);
    await say("a-4");
    await say("a-5");
    sim.faults.failNext("POST /channels/:id/messages", { status: 400, code: 20_016 });
    await expect(say("a-6")).rejects.toMatchObject({ retry: "later" });
  });
});

it("a bot in a deleted thread stays quiet: its channel is unknown, for good", async () => {
  const { sim, forumId } = community;
  const id = await post("question");
  const rest = createDiscordRest({ token: sim.token, url: sim.restBase, clock: systemClock });
  await rest.delete(Routes.channel(id));
  const { conversation } = aConversation(community);
  const where = { placeId: forumId, conversationId: id, postSourceId: id };
  await expect(
    conversation.say(where, { say: "ask", code: "SB-1", details: [] }, "a-7"),
  ).rejects.toMatchObject({ retry: "never" });
  expect(await conversation.find(where, "a-7", 0)).toBeNull();
});
