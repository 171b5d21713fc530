import { Hono } from "hono";
import { breakIts, guidedSteps, type StoryPost } from "../community/story.ts";
import type { Controls, DiscordWorld } from "../worlds.ts";

/** Starts a guided step or an attempt to break it: the members' posts are made here. */
export function createStoryRoutes(
  discord: DiscordWorld,
  controls: Controls,
  newKey: () => string,
): Hono {
  const routes = new Hono();
  const publishAll = publisherIn(discord);

  // For a post that the visitor sends: whether it leaked is counted like any other.
  routes.post("/key", (c) => c.json({ key: newKey() }));
  routes.post("/step/:id", async (c) => {
    const step = guidedSteps(newKey()).find(({ id }) => id === c.req.param("id"));
    if (!step) return c.json({ error: "No such step" }, 404);
    return c.json({ threadIds: await publishAll(step.posts) });
  });
  routes.post("/break/:id", async (c) => {
    const attempt = breakIts(newKey()).find(({ id }) => id === c.req.param("id"));
    if (!attempt) return c.json({ error: "No such attempt" }, 404);
    const threadIds = await publishAll(attempt.posts);
    if (attempt.id === "kill-worker") await controls.killWorker();
    return c.json({ threadIds });
  });
  return routes;
}

/** Makes members post, one after the other. */
export function publisherIn(discord: DiscordWorld) {
  async function publish({ author, channel, title, text }: StoryPost): Promise<string> {
    const { users, channels } = discord.view();
    const person = users.find(({ name }) => name === author);
    const forum = channels.find(({ name, type }) => name === channel && type === "forum");
    if (!person || !forum) throw new Error(`No ${author} or no forum ${channel}`);
    const made = await discord
      .as(person.id)
      .createForumPost(forum.id, { title, text, tagIds: [], files: [] });
    return made.threadId;
  }

  return async (posts: readonly StoryPost[]): Promise<string[]> => {
    const threadIds: string[] = [];
    for (const post of posts) threadIds.push(await publish(post));
    return threadIds;
  };
}
