import { Hono } from "hono";
import { z } from "zod";
import type { GitHubWorld } from "../worlds.ts";

const OnIssue = z.object({
  as: z.string(),
  repository: z.string(),
  number: z.number().int(),
  /** Closing and reopening may come with a comment, as on GitHub. */
  body: z.string().max(65_536),
});
const Close = OnIssue.extend({ reason: z.enum(["completed", "not_planned", "duplicate"]) });
const Release = z.object({
  as: z.string(),
  repository: z.string(),
  tag: z.string().trim().min(1).max(40),
  notes: z.string().max(20_000),
});

/** What a member of a product team does on GitHub. */
export function createGitHubRoutes(github: GitHubWorld): Hono {
  const routes = new Hono();

  function sayFirst({ as, repository, number, body }: z.infer<typeof OnIssue>) {
    if (body.trim() !== "") github.as(as).comment(repository, number, body);
  }

  routes.post("/comment", async (c) => {
    sayFirst(OnIssue.parse(await c.req.json()));
    return c.json({});
  });
  routes.post("/close", async (c) => {
    const asked = Close.parse(await c.req.json());
    sayFirst(asked);
    github.as(asked.as).close(asked.repository, asked.number, asked.reason);
    return c.json({});
  });
  routes.post("/reopen", async (c) => {
    const asked = OnIssue.parse(await c.req.json());
    sayFirst(asked);
    github.as(asked.as).reopen(asked.repository, asked.number);
    return c.json({});
  });
  routes.post("/release", async (c) => {
    const { as, repository, tag, notes } = Release.parse(await c.req.json());
    github.as(as).release(repository, tag, notes);
    return c.json({});
  });
  return routes;
}
