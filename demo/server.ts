import { globSync, readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { type Context, Hono } from "hono";
import { streamSSE } from "hono/streaming";
import { z } from "zod";
import { createDiscordRoutes } from "./api/discord.ts";
import { createGapRoutes } from "./api/gaps.ts";
import { createGitHubRoutes } from "./api/github.ts";
import { createStoryRoutes, publisherIn } from "./api/story.ts";
import { breakIts, guidedSteps, STILL_BROKEN_ANSWER, VERSION_ANSWER } from "./community/story.ts";
import { createLive } from "./live.ts";
import type { Status } from "./view.ts";
import {
  type Controls,
  type DiscordWorld,
  type GitHubWorld,
  NoAnswerError,
  type ReadCounters,
} from "./worlds.ts";

export type DemoDeps = {
  readonly discord: DiscordWorld;
  readonly github: GitHubWorld;
  readonly counters: ReadCounters;
  readonly controls: Controls;
  readonly status: () => Status;
  /** A fresh credential to leak, of which the host takes note. */
  readonly newKey: () => string;
  /** Which engine writes the drafts, as shown on the page. */
  readonly engine: string;
  /** People who can be played on GitHub, with their team. */
  readonly team: readonly { readonly login: string; readonly team: string }[];
  /** The folder of the sample docs, and the address that citations give for it. */
  readonly docs: { readonly folder: string; readonly baseUrl: string };
  readonly gatherMs?: number;
};

const PAGE = join(import.meta.dirname, "page");
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** The page that shows both worlds, its live stream, and what a visitor can do in them. */
export function createDemoApp({
  discord,
  github,
  counters,
  controls,
  status,
  newKey,
  ...shown
}: DemoDeps) {
  const app = new Hono();
  const live = createLive({
    discord,
    github,
    counters,
    status,
    meta: {
      engine: shown.engine,
      team: shown.team,
      docsBase: shown.docs.baseUrl,
      ...storyWithoutSecrets(),
    },
    gatherMs: shown.gatherMs ?? 60,
  });

  // Before the rest: the page brings its own style and its own policy along.
  app.get("/report", async (c) => c.html(await controls.report()));

  app.use(async (c, next) => {
    // Another site must not press buttons here, and a post must not bring a script along.
    const origin = c.req.header("origin");
    if (origin && new URL(origin).host !== c.req.header("host")) return c.text("Forbidden", 403);
    await next();
    c.header(
      "content-security-policy",
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    c.header("x-content-type-options", "nosniff");
    c.header("referrer-policy", "no-referrer");
  });

  app.get("/", (c) => page(c, "index.html"));
  app.get("/page/:file", (c) => page(c, c.req.param("file")));
  app.get("/events", (c) =>
    streamSSE(c, async (stream) => {
      const stop = await live.watch((changes) => {
        void stream.writeSSE({ event: "changes", data: JSON.stringify(changes) });
      });
      stream.onAbort(stop);
      while (!stream.aborted) {
        await stream.sleep(15_000);
        await stream.writeSSE({ event: "ping", data: "" });
      }
    }),
  );

  app.get("/api/docs/:path{.+}", (c) => {
    const page = `${c.req.param("path")}.md`;
    // Listed each time, since a visitor may have added one; no other path reaches the disk.
    if (!globSync("**/*.md", { cwd: shown.docs.folder }).includes(page))
      return c.text("Not found", 404);
    return c.text(readFileSync(join(shown.docs.folder, page), "utf8"));
  });

  app.route("/api/discord", createDiscordRoutes(discord));
  app.route("/api/github", createGitHubRoutes(github));
  app.route("/api/story", createStoryRoutes(discord, controls, newKey));
  app.route("/api/gaps", createGapRoutes(controls.gaps, publisherIn(discord)));
  app.get("/api/doctor", async (c) => c.json(await controls.doctor.examine()));
  app.post("/api/doctor/permission", async (c) => {
    controls.doctor.take(z.object({ away: z.boolean() }).parse(await c.req.json()).away);
    return c.json({});
  });
  app.post("/api/explain", async (c) => {
    const ask = z
      .object({ title: z.string().max(300), text: z.string().max(20_000) })
      .parse(await c.req.json());
    return c.json(await controls.explain(ask));
  });

  app.onError((error, c) => {
    if (error instanceof z.ZodError) return c.json({ error: z.prettifyError(error) }, 400);
    if (error instanceof NoAnswerError) return c.json({ error: error.message, silent: true }, 504);
    return c.json({ error: error.message }, 409);
  });

  return { app, live };
}

function page(c: Context, file: string) {
  // Only what stands in the folder is served: no path from outside reaches the disk.
  if (!readdirSync(PAGE).includes(file)) return c.text("Not found", 404);
  c.header("content-type", TYPES[extname(file)] ?? "text/plain; charset=utf-8");
  c.header("cache-control", "no-cache");
  return c.body(readFileSync(join(PAGE, file), "utf8"));
}

/** The page gets everything but the texts that hold a key: those are posted from here. */
function storyWithoutSecrets() {
  return {
    steps: guidedSteps("").map(({ posts, ...step }) => ({
      ...step,
      authors: posts.map(({ author }) => author),
    })),
    breakIts: breakIts("").map(({ posts, ...attempt }) => attempt),
    versionAnswer: VERSION_ANSWER,
    stillBrokenAnswer: STILL_BROKEN_ANSWER,
  };
}
