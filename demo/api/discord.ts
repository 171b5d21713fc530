import { type Context, Hono } from "hono";
import { z } from "zod";
import type { DiscordWorld } from "../worlds.ts";

const As = z.object({ as: z.string() });
const Post = As.extend({
  channelId: z.string(),
  text: z.string().min(1).max(2_000),
  replyTo: z.string().nullable(),
});
const ForumPost = As.extend({
  channelId: z.string(),
  title: z.string().min(1).max(100),
  text: z.string().min(1).max(2_000),
  tagIds: z.array(z.string()).max(5),
});
const OnMessage = As.extend({ messageId: z.string() });
const Edit = OnMessage.extend({ text: z.string().min(1).max(2_000) });
const React = OnMessage.extend({ emoji: z.string(), on: z.boolean() });
const Click = OnMessage.extend({ customId: z.string() });
const Select = Click.extend({ values: z.array(z.string()) });
const Submit = As.extend({ customId: z.string(), values: z.record(z.string(), z.string()) });
const Command = As.extend({
  channelId: z.string(),
  name: z.string(),
  options: z.record(z.string(), z.string()),
  targetId: z.string().nullable(),
});

/** What a person does in Discord, played by whoever looks at the page. */
export function createDiscordRoutes(discord: DiscordWorld): Hono {
  const routes = new Hono();
  const read = async <T>(c: Context, schema: z.ZodType<T>): Promise<T> =>
    schema.parse(await c.req.json());

  routes.post("/post", async (c) => {
    const { as, channelId, text, replyTo } = await read(c, Post);
    return c.json(await discord.as(as).post(channelId, text, replyTo));
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
  return routes;
}
