import { type Context, Hono } from "hono";
import { z } from "zod";
import type { DiscordWorld } from "../worlds.ts";

const As = z.object({ as: z.string() });
/** Discord takes ten files a message, from most people of ten megabytes at most. */
const Files = z
  .array(
    z
      .object({
        name: z.string().min(1).max(260),
        contentType: z.string().max(127),
        base64: z.base64().max(14_000_000, "a file may have 10 MB"),
      })
      .transform(({ base64, ...file }) => ({
        ...file,
        content: new Uint8Array(Buffer.from(base64, "base64")),
      })),
  )
  .max(10)
  .default([]);
const Post = As.extend({
  channelId: z.string(),
  text: z.string().max(2_000),
  replyTo: z.string().nullable(),
  files: Files,
});
const ForumPost = As.extend({
  channelId: z.string(),
  title: z.string().min(1).max(100),
  text: z.string().min(1).max(2_000),
  tagIds: z.array(z.string()).max(5),
  files: Files,
});
const OnMessage = As.extend({ messageId: z.string() });
const Edit = OnMessage.extend({ text: z.string().min(1).max(2_000) });
const React = OnMessage.extend({ emoji: z.string(), on: z.boolean() });
const Click = OnMessage.extend({ customId: z.string() });
const Select = Click.extend({ values: z.array(z.string()) });
const Submit = As.extend({
  customId: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
});
const Options = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
const Command = As.extend({
  channelId: z.string(),
  name: z.string(),
  options: Options,
  targetId: z.string().nullable(),
});
const Typing = Command.omit({ targetId: true }).extend({ focused: z.string() });
const StartThread = OnMessage.extend({ name: z.string().min(1).max(100) });
const EditThread = As.extend({
  threadId: z.string(),
  title: z.string().min(1).max(100).exactOptional(),
  tags: z.array(z.string()).max(5).exactOptional(),
  archived: z.boolean().exactOptional(),
  locked: z.boolean().exactOptional(),
});

/** What a person does in Discord, played by whoever looks at the page. */
export function createDiscordRoutes(discord: DiscordWorld): Hono {
  const routes = new Hono();
  const read = async <T>(c: Context, schema: z.ZodType<T>): Promise<T> =>
    schema.parse(await c.req.json());

  routes.post("/post", async (c) => {
    const { as, channelId, ...message } = await read(c, Post);
    return c.json(await discord.as(as).post(channelId, message));
  });
  routes.post("/forum-post", async (c) => {
    const { as, channelId, ...post } = await read(c, ForumPost);
    return c.json(await discord.as(as).createForumPost(channelId, post));
  });
  routes.post("/edit", async (c) => {
    const { as, messageId, text } = await read(c, Edit);
    await discord.as(as).edit(messageId, text);
    return c.json({});
  });
  routes.post("/delete", async (c) => {
    const { as, messageId } = await read(c, OnMessage);
    await discord.as(as).remove(messageId);
    return c.json({});
  });
  routes.post("/react", async (c) => {
    const { as, messageId, emoji, on } = await read(c, React);
    await discord.as(as).react(messageId, emoji, on);
    return c.json({});
  });
  routes.post("/click", async (c) => {
    const { as, messageId, customId } = await read(c, Click);
    return c.json(await discord.as(as).click(messageId, customId));
  });
  routes.post("/select", async (c) => {
    const { as, messageId, customId, values } = await read(c, Select);
    return c.json(await discord.as(as).select(messageId, customId, values));
  });
  routes.post("/modal", async (c) => {
    const { as, customId, values } = await read(c, Submit);
    return c.json(await discord.as(as).submitModal(customId, values));
  });
  routes.post("/command", async (c) => {
    const { as, channelId, ...command } = await read(c, Command);
    return c.json(await discord.as(as).command(channelId, command));
  });
  routes.post("/autocomplete", async (c) => {
    const { as, channelId, ...typing } = await read(c, Typing);
    return c.json({ choices: await discord.as(as).suggest(channelId, typing) });
  });
  routes.post("/start-thread", async (c) => {
    const { as, messageId, name } = await read(c, StartThread);
    return c.json(await discord.as(as).startThread(messageId, name));
  });
  routes.post("/edit-thread", async (c) => {
    const { as, threadId, ...change } = await read(c, EditThread);
    await discord.as(as).editThread(threadId, change);
    return c.json({});
  });
  routes.get("/file/:messageId/:fileId", async (c) => {
    const file = await discord.file(c.req.param("messageId"), c.req.param("fileId"));
    if (!file) return c.text("Not found", 404);
    // What somebody uploaded is shown as a picture or as text, never as a page.
    const isPicture = /^image\/(?:png|jpeg|gif|webp)$/.test(file.contentType);
    const type = isPicture ? file.contentType : "text/plain; charset=utf-8";
    return c.body(file.content.slice().buffer, 200, { "content-type": type });
  });
  return routes;
}
