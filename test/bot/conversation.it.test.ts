import { Routes } from "discord.js";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { createDiscordRest } from "../../src/bot/discord/discord-rest.ts";
import { markEmoji } from "../../src/bot/words/texts.ts";
import { systemClock } from "../../src/triage/model/clock.ts";
import { PortError } from "../../src/triage/model/errors.ts";
import { createIds } from "../../src/triage/model/ids.ts";
import type { Whereabouts } from "../../src/triage/ports/conversation.ts";
import { aCommunity, aConversation, type Community } from "./bot-harness.ts";
import { aCard } from "./cards.ts";
import { anAnswer, someOfEach } from "./says.ts";

const ids = createIds(Date.now, () => crypto.getRandomValues(new Uint8Array(10)));

let community: Community;
let conversation: ReturnType<typeof aConversation>["conversation"];

beforeAll(async () => {
  community = await aCommunity();
  conversation = aConversation(community).conversation;
});

afterEach(() => {
  expect(community.sim.stats()).toMatchObject({ violations: [], crashes: [] });
});

afterAll(async () => {
  await community.sim.close();
});

async function aForumPost(): Promise<Whereabouts> {
  const { sim, forumId } = community;
  const draft = { title: "It fails", content: "Since 2.0 it fails.", tags: ["bug"] };
  const id = await sim.addMember({ name: "Ana" }).createForumPost(forumId, draft);
  return { placeId: forumId, conversationId: id, postSourceId: id };
}

function aTextPost(): Whereabouts {
  const { sim, textId } = community;
  const id = sim.addMember({ name: "Bo" }).post(textId, "How do I do that?");
  return { placeId: textId, conversationId: null, postSourceId: id };
}

const marksOn = (id: string) => {
  const reactions = community.sim.message(id)?.["reactions"] as { emoji: { name: string } }[];
  return (reactions ?? []).map((one) => one.emoji.name);
};

describe("what the bot says in Discord", () => {
  it.each(someOfEach().map((say) => [say.say, say] as const))("says %s", async (_, say) => {
    const where = await aForumPost();
    const actionId = ids();
    const since = Date.now();
    const said = await conversation.say(where, say, actionId);
    expect(await conversation.find(where, actionId, since)).toEqual(said);
    expect(community.sim.message(said.messageId)).toMatchObject({ mentions: [] });
    await conversation.restate(where, said.messageId, say, actionId);
    expect(await conversation.find(where, actionId, since)).toEqual(said);
  });

  it("finds what an older release said, with the id in an embed's footer", async () => {
    const where = await aForumPost();
    const [actionId, cardId, since] = [ids(), ids(), Date.now()];
    const { sim, reviewId } = community;
    const rest = createDiscordRest({ token: sim.token, url: sim.restBase, clock: systemClock });
    const write = async (channelId: string, footer: string) => {
      const body = { embeds: [{ description: "Said before.", footer: { text: footer } }] };
      const route = Routes.channelMessages(channelId);
      return z.object({ id: z.string() }).parse(await rest.post(route, { body })).id;
    };
    const messageId = await write(String(where.conversationId), actionId);
    expect(await conversation.find(where, actionId, since)).toMatchObject({ messageId });
    expect(await conversation.find(where, ids(), since)).toBeNull();
    const card = await write(reviewId, `offline · ${cardId}`);
    expect(await conversation.findCard(cardId, since)).toBe(card);
  });

  it("opens a thread on a post in a text channel, once", async () => {
    const where = aTextPost();
    expect(await conversation.find(where, ids(), Date.now())).toBeNull();
    const first = await conversation.say(where, anAnswer(), ids());
    expect(first.conversationId).toBe(where.postSourceId);
    // As after a crash: the thread stands, but nobody wrote down that it does.
    const second = await conversation.say(where, anAnswer(), ids());
    expect(second.conversationId).toBe(first.conversationId);
    const ours = [first.messageId, second.messageId];
    const there = community.sim.messages(first.conversationId).map((message) => message["id"]);
    expect(there.filter((id) => ours.includes(String(id)))).toEqual(ours);
  });

  it("says a thing once even when the answer was lost", async () => {
    const where = await aForumPost();
    const actionId = ids();
    community.sim.faults.failNext("POST /channels/:id/messages", { status: 502, when: "after" });
    const lost = conversation.say(where, anAnswer(), actionId);
    await expect(lost).rejects.toMatchObject({ name: "PortError", retry: "later" });
    const found = await conversation.find(where, actionId, Date.now());
    expect(found?.messageId).toBeDefined();
    const again = await conversation.say(where, anAnswer(), actionId);
    expect(again).toEqual(found);
    expect(community.sim.messages(where.conversationId ?? "")).toHaveLength(2);
  });

  it("never repeats a write by itself", async () => {
    const where = await aForumPost();
    community.sim.faults.failNext("POST /channels/:id/messages", { status: 502 });
    await expect(conversation.say(where, anAnswer(), ids())).rejects.toThrow(PortError);
    expect(community.sim.messages(where.conversationId ?? "")).toHaveLength(1);
  });

  it("sends a very long answer as one message with a file", async () => {
    const where = await aForumPost();
    const claims = [{ text: "word ".repeat(2_000), sources: [1] }];
    const { messageId } = await conversation.say(where, anAnswer({ claims }), ids());
    expect(community.sim.message(messageId)).toMatchObject({
      attachments: [{ filename: "answer.md" }],
    });
    await conversation.restate(
      where,
      messageId,
      { say: "withdrawn", code: "SB-1", words: null },
      ids(),
    );
    expect(community.sim.message(messageId)).toMatchObject({ attachments: [], embeds: [] });
  });
});

describe("marks", () => {
  it("shows one at a time, and repeating changes nothing", async () => {
    const where = await aForumPost();
    await conversation.mark(where, "seen", null);
    await conversation.mark(where, "seen", "seen");
    expect(marksOn(where.postSourceId)).toEqual([markEmoji.seen]);
    await conversation.mark(where, "answered", "seen");
    await conversation.mark(where, "answered", "seen");
    expect(marksOn(where.postSourceId)).toEqual([markEmoji.answered]);
  });

  describe("as tags of a forum", () => {
    const tagIds = (id: string) => {
      const { channels, threads } = community.sim.snapshot();
      const forum = channels.find((one) => one["id"] === forumId);
      const tags = forum?.["available_tags"] as { id: string; name: string }[];
      const applied = threads.find((one) => one["id"] === id)?.["applied_tags"] as string[];
      return applied.map((one) => tags.find((tag) => tag.id === one)?.name);
    };
    let forumId: string;
    beforeAll(() => {
      const tags = ["bug", "a", "b", "c", "d", "Seen", "Answered"];
      forumId = community.sim.addForum({ name: "tagged", tags });
    });

    async function aTaggedPost(tags: string[]): Promise<Whereabouts> {
      const draft = { title: "It fails", content: "Since 2.0 it fails.", tags };
      const id = await community.sim.addMember({ name: "Ana" }).createForumPost(forumId, draft);
      return { placeId: forumId, conversationId: id, postSourceId: id };
    }
    const tagging = () => aConversation(community, { seen: "seen", answered: "Answered" });

    it("shows one state at a time and leaves every other tag alone", async () => {
      const where = await aTaggedPost(["bug"]);
      const { conversation: tagged } = tagging();
      await tagged.mark(where, "seen", null);
      await tagged.mark(where, "seen", "seen");
      expect(tagIds(where.postSourceId)).toEqual(["bug", "Seen"]);
      await tagged.mark(where, "answered", "seen");
      expect(tagIds(where.postSourceId)).toEqual(["bug", "Answered"]);
      expect(marksOn(where.postSourceId)).toEqual([]);
    });

    it("reacts where a state has no tag, or the post has no room for one", async () => {
      const where = await aTaggedPost(["bug"]);
      const { conversation: tagged } = tagging();
      await tagged.mark(where, "fixed", "seen");
      expect(marksOn(where.postSourceId)).toEqual([markEmoji.fixed]);
      const full = await aTaggedPost(["bug", "a", "b", "c", "d"]);
      await tagged.mark(full, "seen", null);
      expect(marksOn(full.postSourceId)).toEqual([markEmoji.seen]);
      expect(tagIds(full.postSourceId)).toHaveLength(5);
    });
  });

  it("marks the post in the text channel, also once a thread hangs on it", async () => {
    const where = aTextPost();
    await conversation.mark(where, "seen", null);
    const { conversationId } = await conversation.say(where, anAnswer(), ids());
    await conversation.mark({ ...where, conversationId }, "answered", "seen");
    expect(marksOn(where.postSourceId)).toEqual([markEmoji.answered]);
  });
});

describe("archived threads", () => {
  const archived = (id: string) => {
    const thread = community.sim.threads().find((one) => one["id"] === id);
    return z.object({ archived: z.boolean() }).parse(thread?.["thread_metadata"]).archived;
  };

  async function anArchivedPost(): Promise<Whereabouts> {
    const where = await aForumPost();
    community.sim.owner().editThread(where.postSourceId, { archived: true });
    return where;
  }

  it("wakes one for a resolution and puts it back", async () => {
    const where = await anArchivedPost();
    const fixed = { say: "fixed", code: "SB-1", url: null, release: null, askBack: true } as const;
    const { messageId } = await conversation.say(where, fixed, ids());
    expect(archived(where.postSourceId)).toBe(true);
    await conversation.mark(where, "fixed", null);
    await conversation.restate(where, messageId, fixed, ids());
    expect(archived(where.postSourceId)).toBe(true);
    expect(marksOn(where.postSourceId)).toEqual([markEmoji.fixed]);
  });

  it("leaves it awake for an answer to a question", async () => {
    const where = await anArchivedPost();
    await conversation.say(where, { say: "team-asks", code: "SB-1", words: "Which?" }, ids());
    expect(archived(where.postSourceId)).toBe(false);
  });

  it("lets it sleep for mere progress", async () => {
    const where = await anArchivedPost();
    const news = { say: "team-tells", code: "SB-1", words: "Found it." } as const;
    await expect(conversation.say(where, news, ids())).rejects.toMatchObject({ retry: "never" });
    await expect(conversation.mark(where, "seen", null)).rejects.toMatchObject({ retry: "never" });
    expect(archived(where.postSourceId)).toBe(true);
    expect(community.sim.messages(where.postSourceId)).toHaveLength(1);
  });
});

describe("in private", () => {
  const leak = {
    say: "leaked-credential",
    community: "Acme",
    types: ["api key"],
    pages: ["https://keys.example/revoke"],
  } as const;
  const say = { ...leak, types: [...leak.types], pages: [...leak.pages] };

  it("tells a person, and finds that again", async () => {
    const { id } = community.sim.addMember({ name: "Cy" });
    const actionId = ids();
    const told = await conversation.tellPrivately(id, say, actionId);
    expect(told.type).toBe("told");
    const [message] = community.sim.directMessages(id);
    expect(message).toMatchObject({ components: [] });
    expect(await conversation.findPrivate(id, actionId, Date.now())).toBe(message?.["id"]);
  });

  it("knows a closed door", async () => {
    const { id } = community.sim.addMember({ name: "Di" });
    community.sim.setDmsClosed(id, true);
    expect(await conversation.tellPrivately(id, say, ids())).toEqual({ type: "closed" });
  });
});

describe("cards and alerts", () => {
  it("posts, finds, edits and closes a card", async () => {
    const card = aCard({ cardId: ids() });
    const actionId = ids();
    const since = Date.now();
    const messageId = await conversation.postCard(card, actionId);
    expect(await conversation.findCard(card.cardId, since)).toBe(messageId);
    await conversation.editCard(messageId, { ...card, version: 2, closed: "Sent by Ada" });
    expect(community.sim.message(messageId)).toMatchObject({ components: [] });
    expect(await conversation.findCard(card.cardId, since)).toBe(messageId);
  });

  it("alerts staff and finds the alert", async () => {
    const alert = someOfEach().find((say) => say.say === "alert") ?? anAnswer();
    const actionId = ids();
    const messageId = await conversation.alert(alert, actionId);
    expect(await conversation.findCard(actionId, Date.now())).toBe(messageId);
  });

  it("finds what stands behind more than a page of others", async () => {
    const { sim, reviewId } = community;
    const since = Date.now();
    const card = aCard({ cardId: ids() });
    for (let n = 0; n < 130; n += 1) sim.owner().post(reviewId, `chatter ${n}`);
    const messageId = await conversation.postCard(card, ids());
    expect(await conversation.findCard(card.cardId, since)).toBe(messageId);
  });
});

describe("what Discord refuses", () => {
  it.each([
    { code: 50_001, status: 403, words: /View Channel/ },
    { code: 50_013, status: 403, words: /permission/ },
    { code: 10_003, status: 404, words: /no longer exists/ },
    { code: 10_008, status: 404, words: /no longer exists/ },
    { code: 50_083, status: 400, words: /archived/ },
    { code: 90_001, status: 403, words: /blocked the bot/ },
  ])("$code is told in plain words and not tried again", async ({ code, status, words }) => {
    const where = await aForumPost();
    community.sim.faults.failNext(/PUT .*reactions/, { status, code });
    const failed = await conversation.mark(where, "seen", null).catch((error: unknown) => error);
    expect(failed).toMatchObject({ name: "PortError", retry: "never" });
    expect(failed instanceof PortError ? failed.advice : "").toMatch(words);
  });

  it.each([500, 502, 503])("%i is tried again later", async (status) => {
    const where = await aForumPost();
    community.sim.faults.failNext(/PUT .*reactions/, { status });
    await expect(conversation.mark(where, "seen", null)).rejects.toMatchObject({ retry: "later" });
  });

  it("takes its own message away once and twice, and leaves the others", async () => {
    const where = await aForumPost();
    const links = [{ title: "Uploads", url: "https://docs.example/uploads" }];
    const related = { say: "related" as const, code: "SB-7", links };
    const { messageId } = await conversation.say(where, related, ids());
    expect(community.sim.message(messageId)?.["content"]).toContain("docs.example/uploads");
    const answer = await conversation.say(where, anAnswer(), ids());
    await conversation.unsay(where, messageId);
    await conversation.unsay(where, messageId);
    expect(community.sim.message(messageId)).toBeUndefined();
    expect(community.sim.message(answer.messageId)).toBeDefined();
  });

  it("deletes a post once and twice", async () => {
    const where = aTextPost();
    await conversation.deletePost(where);
    await conversation.deletePost(where);
    expect(community.sim.message(where.postSourceId)).toBeUndefined();
  });
});

describe("rate limits", () => {
  it("are kept, and whatever is refused for them is sent all the same", async () => {
    const strict = await aCommunity({ limits: "documented" });
    try {
      const { sim, forumId } = strict;
      const draft = { title: "T", content: "It fails." };
      const id = await sim.addMember({ name: "Ana" }).createForumPost(forumId, draft);
      const where: Whereabouts = { placeId: forumId, conversationId: id, postSourceId: id };
      const { conversation: careful } = aConversation(strict);
      const said = Array.from({ length: 12 }, () => careful.say(where, anAnswer(), ids()));
      expect(new Set((await Promise.all(said)).map((one) => one.messageId)).size).toBe(12);
      expect(sim.messages(id)).toHaveLength(13);
      expect(sim.stats()).toMatchObject({ violations: [], crashes: [], invalidRequests: 0 });
    } finally {
      await strict.sim.close();
    }
  });
});
