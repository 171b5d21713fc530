import { MessageType, Routes, Sweepers } from "discord.js";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createDiscordRest } from "../../src/bot/discord/discord-rest.ts";
import { type Clock, systemClock } from "../../src/triage/model/clock.ts";
import { UserError } from "../../src/triage/model/errors.ts";
import {
  aCommunity,
  aConversation,
  aReviewer,
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
  vi.restoreAllMocks();
  await running.bot.stop();
  const stats = community.sim.stats();
  await community.sim.close();
  expect(stats).toMatchObject({ violations: [], crashes: [] });
});

const texts = () => deps.posts.map((post) => post.text);

/** Waits as the real clock does, only shorter. */
const hurried: Clock = {
  now: systemClock.now,
  after: (ms, wake) => systemClock.after(ms / 50, wake),
};

describe("what people write", () => {
  it("takes in a forum post once, with title, tags and owner", async () => {
    const { sim, forumId } = community;
    const ana = sim.addMember({ name: "Ana" });
    const draft = { title: "It fails", content: "Since 2.0 it fails.", tags: ["bug"] };
    const id = await ana.createForumPost(forumId, draft);
    await eventually(() => expect(deps.posts).toHaveLength(1));
    expect(deps.posts[0]).toMatchObject({
      source: "discord",
      sourceId: id,
      placeId: forumId,
      conversationId: id,
      conversationOwnerId: ana.id,
      authorSourceId: ana.id,
      authorName: "Ana",
      title: "It fails",
      text: "Since 2.0 it fails.",
      tags: ["bug"],
      opens: true,
      written: true,
      author: { bot: false, roles: [], optedOut: false },
      permalink: expect.stringContaining(id),
    });
    await eventually(() => expect(deps.cursors.get(id)).toBe(id));
  });

  it("reads replies in a forum post in order, with the roles of who wrote them", async () => {
    const { sim, forumId, helperRoleId } = community;
    const ana = sim.addMember({ name: "Ana" });
    const hal = sim.addMember({ name: "Hal" });
    sim.giveRole(hal.id, helperRoleId);
    const id = await ana.createForumPost(forumId, { title: "T", content: "one" });
    ana.post(id, "two");
    hal.post(id, "three");
    await eventually(() => expect(texts()).toEqual(["one", "two", "three"]));
    expect(deps.posts[1]).toMatchObject({ title: "", opens: false, conversationId: id });
    expect(deps.posts[2]).toMatchObject({ author: { roles: ["helper"] } });
  });

  it("knows when it is addressed in a text channel", async () => {
    const { sim, textId } = community;
    const bo = sim.addMember({ name: "Bo" });
    bo.post(textId, `<@${sim.botUserId}> how do I log in?`);
    bo.post(textId, "never mind");
    await eventually(() => expect(texts()).toEqual(["how do I log in?", "never mind"]));
    expect(deps.posts.map((post) => post.mentionsUs)).toEqual([true, false]);
    expect(deps.posts[0]).toMatchObject({ placeId: textId, conversationId: null, opens: false });
  });

  it("copies text files, and only those", async () => {
    const { sim, forumId } = community;
    await sim.addMember({ name: "Ana" }).createForumPost(forumId, {
      title: "T",
      content: "see the log",
      attachments: [
        { name: "run.log", content: "line 1", contentType: "text/plain" },
        { name: "shot.png", content: "not really", contentType: "image/png" },
      ],
    });
    await eventually(() => expect(deps.posts).toHaveLength(1));
    expect(deps.posts[0]?.attachments).toMatchObject([
      { name: "run.log", text: "line 1" },
      { name: "shot.png", text: null },
    ]);
  });

  it("tells apart what people, webhooks and Discord itself wrote", async () => {
    const { sim, textId } = community;
    const bo = sim.addMember({ name: "Bo" });
    sim.postAsWebhook(textId, "Mirror", "from elsewhere");
    sim.postSystemMessage(textId, bo.id, MessageType.UserJoin);
    bo.post(textId, "hello");
    await eventually(() => expect(deps.posts).toHaveLength(3));
    expect(deps.posts.map(({ author, written }) => [author.bot, written])).toEqual([
      [true, true],
      [false, false],
      [false, true],
    ]);
  });

  it("hears of many messages deleted at once", async () => {
    const { sim, textId } = community;
    const bo = sim.addMember({ name: "Bo" });
    const ids = ["one", "two", "three"].map((text) => bo.post(textId, text));
    const rest = createDiscordRest({ token: sim.token, url: sim.restBase, clock: systemClock });
    await rest.post(Routes.channelBulkDelete(textId), { body: { messages: ids } });
    await eventually(() => expect(deps.gone).toHaveLength(1));
    expect(deps.gone[0]).toMatchObject({ placeId: textId, conversationId: null });
    expect(deps.gone[0]?.sourceIds).toEqual(expect.arrayContaining(ids));
  });

  it("leaves channels alone that are not watched, and other servers' roles", async () => {
    const { sim, reviewId, textId } = community;
    const lounge = sim.addTextChannel({ name: "lounge" });
    const bo = sim.addMember({ name: "Bo" });
    bo.post(lounge, "hello");
    aReviewer(community).post(reviewId, "hello");
    // What comes after them has come, so that they have been looked at.
    bo.post(textId, "heard");
    await eventually(() => expect(texts()).toContain("heard"));
    expect(texts()).toEqual(["heard"]);
  });

  it("hears of edits, new titles and deletions", async () => {
    const { sim, forumId } = community;
    const ana = sim.addMember({ name: "Ana" });
    const id = await ana.createForumPost(forumId, { title: "It fails", content: "one" });
    const second = ana.post(id, "two");
    ana.edit(second, "two, really");
    await eventually(() => expect(deps.edits.map((post) => post.text)).toEqual(["two, really"]));
    ana.editThread(id, { title: "It fails (solved)" });
    await eventually(() => expect(deps.edits.at(-1)?.title).toBe("It fails (solved)"));
    ana.delete(second);
    await eventually(() =>
      expect(deps.gone).toEqual([{ placeId: forumId, conversationId: id, sourceIds: [second] }]),
    );
  });

  it("hears of a whole thread that went away", async () => {
    const { sim, forumId } = community;
    const ana = sim.addMember({ name: "Ana" });
    const id = await ana.createForumPost(forumId, { title: "T", content: "one" });
    await eventually(() => expect(deps.posts).toHaveLength(1));
    await createDiscordRest({ token: sim.token, url: sim.restBase, clock: systemClock }).delete(
      Routes.channel(id),
    );
    await eventually(() =>
      expect(deps.gone).toEqual([{ placeId: forumId, conversationId: id, sourceIds: "all" }]),
    );
  });

  it("takes the asker for the owner of a thread that the bot hung on a message", async () => {
    const { sim, textId } = community;
    const bo = sim.addMember({ name: "Bo" });
    const id = bo.post(textId, `<@${sim.botUserId}> how?`);
    const where = { placeId: textId, conversationId: null, postSourceId: id };
    const { conversation } = aConversation(community);
    await conversation.say(where, { say: "ask", code: "SB-1", details: ["version"] }, "action-1");
    bo.post(id, "2.4.1");
    await eventually(() => expect(texts()).toEqual(["how?", "2.4.1"]));
    expect(deps.posts[1]).toMatchObject({ conversationId: id, conversationOwnerId: bo.id });
  });

  it("hears a reporter in the bot's own thread, in a channel that it leaves alone", async () => {
    const { sim } = community;
    const lounge = sim.addTextChannel({ name: "lounge" });
    const bo = sim.addMember({ name: "Bo" });
    const id = bo.post(lounge, "upload crashes");
    const where = { placeId: lounge, conversationId: null, postSourceId: id };
    const { conversation } = aConversation(community);
    await conversation.say(where, { say: "ask", code: "SB-1", details: ["version"] }, "action-2");
    bo.post(id, "2.4.1");
    bo.post(lounge, "by the way");
    await eventually(() => expect(texts()).toEqual(["2.4.1"]));
  });

  it("is sent a message by its author's reaction where the channel is listened to so", async () => {
    const { sim, textId } = community;
    const policy = await deps.policy();
    Object.assign(policy.places, { [textId]: "reaction" });
    const bo = sim.addMember({ name: "Bo" });
    const id = bo.post(textId, "upload crashes");
    sim.addMember({ name: "Cy" }).react(id, "🤖");
    bo.react(id, "🤖");
    await eventually(() => expect(deps.called).toHaveLength(1));
    expect(deps.called[0]).toMatchObject({ by: { name: "Bo" }, kind: null });
  });

  it("is sent a message by a staff reaction, not by anybody's", async () => {
    const { sim } = community;
    const lounge = sim.addTextChannel({ name: "lounge" });
    const bo = sim.addMember({ name: "Bo" });
    const id = bo.post(lounge, "upload crashes");
    bo.react(id, "🐛");
    sim.addMember({ name: "Cy" }).react(id, "🐛");
    aReviewer(community, "Rae").react(id, "🐛");
    await eventually(() => expect(deps.called).toHaveLength(1));
    expect(deps.called[0]).toMatchObject({
      raw: { sourceId: id, text: "upload crashes" },
      by: { name: "Rae", roles: ["staff"] },
      via: "reaction",
      kind: "bug",
    });
  });
});

describe("a thread that the client has forgotten", () => {
  it("is forgotten as soon as a pass has listed it, not at the next sweep", async () => {
    await running.bot.stop();
    const { sim, forumId } = community;
    for (const title of ["A", "B", "C", "D"]) {
      await sim.addMember({ name: title }).createForumPost(forumId, { title, content: title });
    }
    const swept = vi.spyOn(Sweepers.prototype, "sweepThreads");
    running = await startTestBot(community, deps, { memory: { threads: 1, sweepSeconds: 3_600 } });
    await running.bot.catchUpNow();
    expect(deps.posts).toHaveLength(4);
    const forgotten = swept.mock.results.reduce((sum, { value }) => sum + value, 0);
    expect(forgotten).toBeGreaterThanOrEqual(3);
  });

  it("is read, edited, renamed and deleted all the same", async () => {
    await running.bot.stop();
    const swept = vi.spyOn(Sweepers.prototype, "sweepThreads");
    running = await startTestBot(community, deps, { memory: { threads: 1, sweepSeconds: 0.05 } });
    await running.bot.catchUpNow();
    const { sim, forumId } = community;
    const ana = sim.addMember({ name: "Ana" });
    const id = await ana.createForumPost(forumId, { title: "Old", content: "one", tags: ["bug"] });
    await eventually(() => expect(texts()).toEqual(["one"]));
    for (const title of ["B", "C"]) {
      await sim.addMember({ name: title }).createForumPost(forumId, { title, content: title });
    }
    await eventually(() => expect(deps.posts).toHaveLength(3));
    // After each step the client forgets it again: it keeps what was written in last.
    const forgotten = () =>
      eventually(() => expect(swept.mock.results.some(({ value }) => value > 0)).toBe(true));
    const touchAnother = () => {
      swept.mockClear();
      sim.addMember({ name: "Di" }).post(deps.posts[2]?.sourceId ?? "", "x");
    };
    await forgotten();
    const second = ana.post(id, "two");
    await eventually(() =>
      expect(deps.posts.at(-1)).toMatchObject({ text: "two", placeId: forumId, tags: ["bug"] }),
    );
    touchAnother();
    await forgotten();
    ana.edit(second, "two, really");
    await eventually(() => expect(deps.edits.map((post) => post.text)).toEqual(["two, really"]));
    touchAnother();
    await forgotten();
    ana.editThread(id, { title: "Old (solved)" });
    await eventually(() => expect(deps.edits.at(-1)).toMatchObject({ title: "Old (solved)" }));
    touchAnother();
    await forgotten();
    ana.delete(second);
    await eventually(() =>
      expect(deps.gone).toMatchObject([{ conversationId: id, sourceIds: [second] }]),
    );
  });
});

describe("what was missed", () => {
  async function write(count: number, from = 0): Promise<void> {
    const { sim, forumId } = community;
    for (let n = from; n < from + count; n += 1) {
      const ana = sim.addMember({ name: `Ana ${n}` });
      const id = await ana.createForumPost(forumId, { title: `T${n}`, content: `post ${n}` });
      ana.post(id, `more ${n}`);
    }
  }

  it("starts at now: what stood before the bot came is left alone", async () => {
    await running.bot.stop();
    const { sim } = community;
    const fresh = createTestDeps(community);
    await write(2);
    running = await startTestBot(community, fresh);
    await running.bot.catchUpNow();
    await running.bot.catchUpNow();
    expect(fresh.posts).toEqual([]);
    const [thread] = sim.threads(community.forumId);
    sim.addMember({ name: "Late" }).post(String(thread?.["id"]), "and now?");
    await eventually(() => expect(fresh.posts.map((post) => post.text)).toEqual(["and now?"]));
  });

  it("reads everything that was written while it was away, once and in order", async () => {
    await write(1);
    await eventually(() => expect(deps.posts).toHaveLength(2));
    await running.bot.stop();
    await write(3, 1);
    const { sim, textId, forumId } = community;
    const bo = sim.addMember({ name: "Bo" });
    const many = Array.from({ length: 130 }, (_, n) => `line ${n}`);
    for (const line of many) bo.post(textId, line);
    const [old] = sim.threads(forumId);
    bo.post(String(old?.["id"]), "same here");
    running = await startTestBot(community, deps);
    await running.bot.catchUpNow();
    const inText = deps.posts.filter((post) => post.placeId === textId);
    expect(inText.map((post) => post.text)).toEqual(many);
    const inForum = texts().filter((text) => !text.startsWith("line"));
    expect(inForum.toSorted()).toEqual(
      [0, 1, 2, 3]
        .flatMap((n) => [`post ${n}`, `more ${n}`])
        .concat("same here")
        .toSorted(),
    );
    await running.bot.catchUpNow();
    expect(deps.posts).toHaveLength(9 + 130);
  });

  it("reads threads that were archived meanwhile", async () => {
    const { sim, forumId } = community;
    await running.bot.stop();
    const ana = sim.addMember({ name: "Ana" });
    const id = await ana.createForumPost(forumId, { title: "T", content: "quick one" });
    sim.owner().editThread(id, { archived: true });
    running = await startTestBot(community, deps);
    await eventually(() => expect(texts()).toEqual(["quick one"]));
  });

  it("does not move past a post that could not be stored", async () => {
    const { sim, textId } = community;
    const onPost = deps.onPost;
    let broken = true;
    Object.assign(deps, {
      onPost: async (raw: Parameters<typeof onPost>[0]) => {
        if (broken && raw.text === "two") throw new Error("the store is down");
        await onPost(raw);
      },
    });
    const bo = sim.addMember({ name: "Bo" });
    for (const text of ["one", "two", "three"]) bo.post(textId, text);
    await eventually(() => expect(texts()).toContain("one"));
    await eventually(() => expect(running.log.lines.join()).toContain("the store is down"));
    const stuck = deps.cursors.get(textId);
    broken = false;
    await running.bot.catchUpNow();
    expect(texts().toSorted()).toEqual(["one", "three", "two"]);
    expect(deps.cursors.get(textId)).not.toBe(stuck);
  });

  it("catches up on a fresh session, and a resume loses nothing", async () => {
    const { sim, forumId } = community;
    const ana = sim.addMember({ name: "Ana" });
    const { identifies } = sim.stats();
    sim.faults.dropConnections();
    await ana.createForumPost(forumId, { title: "A", content: "during the drop" });
    await eventually(() => expect(texts()).toEqual(["during the drop"]));
    expect(sim.stats().identifies).toBe(identifies);
    sim.faults.invalidSession(false);
    await ana.createForumPost(forumId, { title: "B", content: "without a session" });
    await eventually(() => expect(texts()).toEqual(["during the drop", "without a session"]));
    expect(sim.stats().identifies).toBeGreaterThan(identifies);
  });

  it("notices a connection that nobody answers on", async () => {
    await running.bot.stop();
    await community.sim.close();
    community = await aCommunity({ heartbeatIntervalMs: 200 });
    deps = createTestDeps(community);
    running = await startTestBot(community, deps);
    await running.bot.catchUpNow();
    const { sim, forumId } = community;
    sim.faults.freeze();
    await sim.addMember({ name: "Ana" }).createForumPost(forumId, { title: "A", content: "one" });
    await eventually(() => expect(texts()).toEqual(["one"]));
  });

  it("survives an outage of the API while it catches up", async () => {
    const { sim, forumId } = community;
    await running.bot.stop();
    await sim.addMember({ name: "Ana" }).createForumPost(forumId, { title: "A", content: "one" });
    sim.faults.failNext(/GET .*threads/, { status: 503, times: 2 });
    running = await startTestBot(community, deps, { clock: hurried });
    await eventually(() => expect(texts()).toEqual(["one"]));
  });

  it("skips a channel that it may not see, and reads the others", async () => {
    const { sim, forumId, textId } = community;
    await running.bot.stop();
    await sim.addMember({ name: "Ana" }).createForumPost(forumId, { title: "A", content: "one" });
    sim.denyBot(textId, ["viewChannel"]);
    running = await startTestBot(community, deps);
    await eventually(() => expect(texts()).toEqual(["one"]));
  });
});

describe("starting", () => {
  it.each([
    { name: "a wrong token", options: { token: "wrong" }, words: /refused the bot's token/ },
    {
      name: "an unknown server",
      options: { serverId: "123456789012345678" },
      words: /not a member/,
    },
  ])("refuses $name in words that help", async ({ options, words }) => {
    const failed = startTestBot(community, deps, options);
    await expect(failed).rejects.toThrow(UserError);
    await expect(failed).rejects.toThrow(words);
  });

  it("refuses to be blind", async () => {
    const blind = await aCommunity({ messageContentEnabled: false });
    try {
      await expect(startTestBot(blind, createTestDeps(blind))).rejects.toThrow(/Message Content/);
    } finally {
      await blind.sim.close();
    }
  });

  it("waits while Discord is down", async () => {
    await running.bot.stop();
    community.sim.faults.failNext("GET /applications/@me", { status: 503, times: 5 });
    running = await startTestBot(community, deps, { clock: hurried });
    expect(running.bot.ourId).toBe(community.sim.botUserId);
  });

  it.each([
    { code: 4_004, name: "authentication failed", words: /refused the bot's token.*DISCORD_TOKEN/ },
    { code: 4_010, name: "invalid shard", words: /4010, invalid shard.*Start again/ },
    { code: 4_011, name: "sharding required", words: /4011, sharding required.*Start again/ },
    { code: 4_012, name: "invalid API version", words: /4012.*Install a newer release/ },
    { code: 4_013, name: "invalid intents", words: /4013.*Install a newer release/ },
    { code: 4_014, name: "disallowed intents", words: /switch on Message Content Intent/ },
  ])("gives up for good on $code, $name, and says why", async ({ code, words }) => {
    const { identifies } = community.sim.stats();
    community.sim.faults.closeWith(code);
    await eventually(() => expect(running.fatal).toHaveLength(1));
    expect(running.fatal[0]?.message).toMatch(words);
    await eventually(() => expect(community.sim.stats().connections).toBe(0));
    // As many round trips as connecting anew would begin with, and more.
    await running.bot.catchUpNow();
    expect(community.sim.stats()).toMatchObject({ connections: 0, identifies });
    expect(running.fatal).toHaveLength(1);
  });

  it("registers commands only when they changed", async () => {
    const puts = () => community.sim.snapshot().commands.map((command) => command["version"]);
    const before = puts();
    expect(before.length).toBeGreaterThan(0);
    await running.bot.stop();
    running = await startTestBot(community, deps);
    expect(puts()).toEqual(before);
  });
});
