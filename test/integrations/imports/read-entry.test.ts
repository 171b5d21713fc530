import { describe, expect, it } from "vitest";
import { readEntry } from "../../../src/integrations/imports/read-entry.ts";
import { aMessage, anExport, anIssueRow, aTopic } from "./samples.ts";

const NOON = Date.UTC(2026, 0, 5, 12);
const read = (value: unknown) => [...readEntry(value, "f")];
const reasons = (value: unknown) =>
  read(value).flatMap((row) => (row.type === "skipped" ? [`${row.where}: ${row.reason}`] : []));
const posts = (value: unknown) => read(value).filter((row) => row.type === "post");

describe("plain rows", () => {
  it("take text or body and what else there is", () => {
    const row = { id: 5, title: "T", body: "B", author: "ada", channel: "help", extra: 1 };
    expect(posts({ ...row, created_at: "2026-01-05 12:00:00" })).toMatchObject([
      { id: "5", title: "T", text: "B", author: { id: "ada" }, channel: "help", postedAt: NOON },
    ]);
  });

  it.each([
    { created_at: "2026-01-05T12:00:00Z", at: NOON },
    { created_at: "2026-01-05T13:00:00+01:00", at: NOON },
    { created_at: "2026-01-05", at: NOON - 12 * 3_600_000 },
    { created_at: NOON / 1_000, at: NOON },
    { created_at: NOON, at: NOON },
    { created_at: "yesterday", at: null },
    { created_at: null, at: null },
  ])("read $created_at as a time", ({ created_at, at }) => {
    expect(posts({ text: "x", created_at })).toMatchObject([{ postedAt: at }]);
  });

  it.each([
    { row: { title: "only" }, reason: "f: row: has neither `text` nor `body`" },
    { row: { text: 5 }, reason: "f: text: must be a text" },
    { row: { text: "  " }, reason: "f: empty" },
    { row: "words", reason: "f: row: must be an object with fields" },
  ])("say why $row is none", ({ row, reason }) => {
    expect(reasons(row)).toEqual([reason]);
  });
});

describe("a Discord channel", () => {
  it("bundles what one person wrote in a row, and starts anew after a pause", () => {
    const found = posts(
      anExport([
        aMessage(1, "ada", "it hangs"),
        aMessage(2, "ada", "since 2.4.1"),
        aMessage(3, "grace", "how do I stream?"),
        aMessage(4, "ada", "another one"),
        aMessage(30, "ada", "much later"),
      ]),
    );
    expect(found.map((post) => post.text)).toEqual([
      "it hangs\nsince 2.4.1",
      "how do I stream?",
      "another one",
      "much later",
    ]);
    expect(found[0]).toMatchObject({
      parts: ["it hangs", "since 2.4.1"],
      channel: "help",
      postedAt: NOON + 60_000,
      url: "https://discord.com/channels/1/10/1",
      answeredBy: null,
    });
  });

  it("leaves out bots, notices, replies and staff, each with its reason", () => {
    const staff = { id: "s", name: "sam", isBot: false, roles: [{ name: "Moderators" }] };
    const value = anExport([
      aMessage(1, "ada", "it hangs"),
      aMessage(2, "grace", "same?", { type: "Reply", reference: { messageId: "1" } }),
      aMessage(3, "robo", "hi", { author: { id: "r", name: "robo", isBot: true } }),
      aMessage(4, "ada", "", { type: "GuildMemberJoin" }),
      aMessage(5, "sam", "news", { author: staff }),
      aMessage(6, "ada", ""),
      { id: "7" },
    ]);
    expect(reasons(value).toSorted()).toEqual([
      "f messages[1]: a reply to somebody",
      "f messages[2]: written by a bot",
      "f messages[3]: a system message",
      "f messages[4]: written by staff",
      "f messages[5]: empty",
      "f messages[6]: content: is missing; it must be a text",
    ]);
    expect(posts(value)).toMatchObject([{ text: "it hangs", answeredBy: "somebody" }]);
  });

  it("takes a thread's opening messages as the ask", () => {
    const thread = { type: "GuildPublicThread", name: "Upload hangs", category: "help" };
    const value = anExport(
      [
        aMessage(1, "ada", "it hangs"),
        aMessage(20, "ada", "since 2.4.1"),
        aMessage(21, "grace", "try again"),
        aMessage(22, "ada", "no"),
      ],
      thread,
    );
    expect(posts(value)).toMatchObject([
      {
        title: "Upload hangs",
        text: "it hangs\nsince 2.4.1",
        channel: "help",
        answeredBy: "somebody",
      },
    ]);
    expect(reasons(value)).toEqual([
      "f messages[2]: a person's answer in a conversation",
      "f messages[3]: a follow-up in a conversation",
    ]);
  });

  it("leaves a thread under a message to the export that holds the message", () => {
    const value = anExport(
      [aMessage(1, "ada", "", { type: "ThreadStarterMessage" }), aMessage(2, "grace", "try again")],
      { type: "GuildPublicThread" },
    );
    expect(posts(value)).toEqual([]);
    expect(reasons(value)).toHaveLength(2);
  });
});

describe("Discourse", () => {
  it("takes the opening post as the ask and knows who answered", () => {
    expect(posts(aTopic())).toMatchObject([
      {
        id: "7",
        title: "Uploads hang",
        text: "They hang.",
        author: { id: "ada" },
        tags: ["files"],
        postedAt: NOON,
        answeredBy: "staff",
      },
    ]);
  });

  it.each([
    { opening: { username: "ada", staff: true }, reason: "f: written by staff" },
    { opening: { username: "system" }, reason: "f: written by a bot" },
    { opening: { username: "ada", post_number: 21 }, reason: "f: holds no opening post" },
  ])("leaves out $reason", ({ opening, reason }) => {
    const post = { post_number: 1, created_at: null, cooked: "<p>x</p>", ...opening };
    expect(reasons(aTopic({ post_stream: { posts: [post] } }))).toEqual([reason]);
  });

  it("reads a list of topics by title and excerpt", () => {
    const list = {
      users: [{ id: 1, username: "ada" }],
      topic_list: {
        topics: [
          {
            id: 1,
            title: "How?",
            excerpt: "I &amp; you",
            posts_count: 1,
            posters: [{ user_id: 1 }],
          },
          { id: 2, title: "Read this first", pinned: true },
          { id: 3 },
        ],
      },
    };
    expect(posts(list)).toMatchObject([
      { title: "How?", text: "I & you", author: { id: "ada" }, answeredBy: "nobody" },
    ]);
    expect(reasons(list)).toEqual([
      "f topic_list.topics[1]: pinned: an announcement",
      "f topic_list.topics[2]: title: is missing; it must be a text",
    ]);
  });
});

describe("GitHub issues", () => {
  it("become posts, with their labels as tags", () => {
    expect(posts([anIssueRow()])).toMatchObject([
      {
        id: "12",
        title: "Upload hangs",
        channel: "acme/sdk",
        tags: ["bug"],
        where: "f[0]",
        answeredBy: "nobody",
      },
    ]);
  });

  it.each([
    { row: { pull_request: {} }, reason: "f[0]: a pull request" },
    { row: { user: { login: "renovate[bot]" } }, reason: "f[0]: written by a bot" },
    { row: { author_association: "MEMBER" }, reason: "f[0]: written by staff" },
    { row: { title: 5 }, reason: "f[0]: title: must be a text" },
  ])("leave out $reason", ({ row, reason }) => {
    expect(reasons([anIssueRow(row)])).toEqual([reason]);
  });

  it("are read as `gh issue list --json` prints them too", () => {
    const row = { number: 3, title: "T", body: "", author: { login: "ada" }, url: "https://x/3" };
    expect(posts([{ ...row, createdAt: "2026-01-05T12:00:00Z" }])).toMatchObject([
      { id: "3", postedAt: NOON, author: { id: "ada" } },
    ]);
  });
});
