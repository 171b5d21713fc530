import { Hono } from "hono";
import { z } from "zod";
import { GAP_POSTS } from "../community/gap-story.ts";
import type { StoryPost } from "../community/story.ts";
import type { GapControls } from "../worlds.ts";

const Page = z.object({
  path: z
    .string()
    .max(120)
    .regex(/^[a-z0-9-]+(\/[a-z0-9-]+)*$/, "only lower-case letters, digits, dashes and slashes"),
  text: z.string().trim().min(20, "a page says something").max(20_000),
});

/** Gaps in the docs: list them, run into one, file one, and write the page that closes it. */
export function createGapRoutes(
  gaps: GapControls,
  publish: (posts: readonly StoryPost[]) => Promise<readonly string[]>,
): Hono {
  const routes = new Hono();
  routes.get("/", async (c) => c.json(await gaps.view()));
  routes.post("/ask", async (c) => c.json({ threadIds: await publish(GAP_POSTS) }));
  routes.post("/file", async (c) => {
    const { code, by } = z.object({ code: z.string(), by: z.string() }).parse(await c.req.json());
    await gaps.file(code, by);
    return c.json({});
  });
  routes.post("/page", async (c) => c.json(await gaps.addPage(Page.parse(await c.req.json()))));
  return routes;
}
