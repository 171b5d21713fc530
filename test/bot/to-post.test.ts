import { MessageType } from "discord.js";
import { describe, expect, it } from "vitest";
import { type Seen, toPost } from "../../src/bot/listen/to-post.ts";

function aSeen(overrides: Partial<Seen> = {}): Seen {
  return {
    id: "100",
    type: MessageType.Default,
    content: "It fails.",
    channelId: "100",
    thread: { parentId: "7", ownerId: "1", name: "Uploads hang", forum: true, tags: ["bug"] },
    hasThread: false,
    author: { id: "1", name: "Ana", bot: false },
    webhook: false,
    roles: [],
    ourId: "99",
    mentionsUs: false,
    repliesTo: null,
    repliedId: null,
    attachments: [],
    url: "https://discord.example/channels/5/100/100",
    createdAt: 1_700_000_000_000,
    ...overrides,
  };
}

const aThread = { parentId: "7", ownerId: "1", name: "A thread", forum: false, tags: [] };

describe("toPost", () => {
  it.each([
    ["a reply to another person", { repliesTo: "2" }, true],
    ["a reply to oneself", { repliesTo: "1" }, false],
    ["a reply to the bot", { repliesTo: "99" }, false],
    ["a mention of another person at the beginning", { content: " <@2> try it" }, true],
    ["a mention of the bot at the beginning", { content: "<@99> how?" }, false],
    ["a mention further on", { content: "How does <@2> do it?" }, false],
  ])("knows what is said to somebody else: %s", (_what, seen, toSomebody) => {
    expect(toPost(aSeen(seen)).toSomebody).toBe(toSomebody);
  });

  it("is the opening of a forum post when message and thread share an id", () => {
    expect(toPost(aSeen())).toMatchObject({
      placeId: "7",
      conversationId: "100",
      title: "Uploads hang",
      opens: true,
      conversationOwnerId: "1",
      tags: ["bug"],
    });
  });

  it("is a reply in it otherwise", () => {
    expect(toPost(aSeen({ id: "101" }))).toMatchObject({ title: "", opens: false, tags: ["bug"] });
  });

  it.each([
    {
      what: "a message in a text channel",
      seen: { thread: null, channelId: "7" },
      conversation: null,
    },
    {
      what: "a message that a thread hangs on",
      seen: { thread: null, channelId: "7", hasThread: true },
      conversation: "100",
    },
    {
      what: "a message in a thread of a text channel",
      seen: { id: "102", channelId: "100", thread: aThread },
      conversation: "100",
    },
  ])("knows the conversation of $what", ({ seen, conversation }) => {
    expect(toPost(aSeen(seen))).toMatchObject({
      placeId: "7",
      conversationId: conversation,
      title: "",
      opens: false,
    });
  });

  it.each([
    { what: "a bot", seen: { author: { id: "2", name: "Mirror", bot: true } } },
    { what: "a webhook", seen: { webhook: true } },
  ])("knows what was written by $what", ({ seen }) => {
    expect(toPost(aSeen(seen)).author.bot).toBe(true);
  });

  it.each([
    { type: MessageType.Default, written: true },
    { type: MessageType.Reply, written: true },
    { type: MessageType.UserJoin, written: false },
    { type: MessageType.ChannelPinnedMessage, written: false },
    { type: MessageType.ThreadStarterMessage, written: false },
    { type: MessageType.ChatInputCommand, written: false },
  ])("takes type $type for written: $written", ({ type, written }) => {
    expect(toPost(aSeen({ type })).written).toBe(written);
  });

  it("takes our own name out of the text", () => {
    const content = "<@99> how do I <@!99> log in, <@98>?";
    expect(toPost(aSeen({ content })).text).toBe("how do I  log in, <@98>?");
  });

  it("tells who opted out", () => {
    expect(toPost(aSeen({ roles: ["opted-out"] })).author.optedOut).toBe(true);
  });

  it("keeps odd texts as they are", () => {
    const content = "שלום \u202Eabc\u202C 😀 \u200B".trim();
    expect(toPost(aSeen({ content })).text).toBe(content);
    expect(toPost(aSeen({ content: "" })).text).toBe("");
  });
});
