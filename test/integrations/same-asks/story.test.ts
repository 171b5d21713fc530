import { expect, it } from "vitest";
import { guidedSteps, type StoryPost } from "../../../demo/community/story.ts";
import { Config } from "../../../src/config/schema.ts";
import { createSameAsks } from "../../../src/integrations/same-asks/same-asks.ts";
import type { AskChange } from "../../../src/triage/same-asks/ask-feed.ts";

const threshold = Config.shape.thresholds.parse(undefined).same_ask;

function written({ title, text }: StoryPost, n: number): AskChange {
  const target = { type: "ticket", ticketId: String(n), code: `SB-${n}` } as const;
  return { key: `ticket:${n}`, ask: { target, title, text, open: true } };
}

it("takes the three that meet the demo's bug again for one ask, and nothing else", async () => {
  const posts = guidedSteps("k").flatMap(({ id, posts: own }) => own.map((post) => ({ id, post })));
  const changes = posts.map(({ post }, n) => written(post, n));
  const sameAsks = createSameAsks({
    changedAsks: async (_community, after) => ({
      changes: changes.slice(after),
      next: changes.length,
      more: false,
    }),
  });
  const linked = await Promise.all(
    posts.map(async ({ post }, n) => {
      const found = await sameAsks.find("acme", { ticketId: String(n), ...post });
      return found.filter(({ score }) => score >= threshold).length > 0;
    }),
  );
  expect(linked).toEqual(posts.map(({ id }) => id === "again"));
});
