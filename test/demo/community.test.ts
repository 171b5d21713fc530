import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { type HistoryPost, readHistory, readPeople } from "../../demo/community/read.ts";
import { aLeakedKey, breakIts, guidedSteps } from "../../demo/community/story.ts";

const demo = join(import.meta.dirname, "../../demo");
const config = parse(readFileSync(join(demo, "signalbox.config.yaml"), "utf8"));
const areas = ["unknown", ...config.areas.map((area: { name: string }) => area.name)];
const channels = Object.keys(config.discord.channels);

const posts = readHistory();
const people = readPeople();

describe("the sample community", () => {
  it("has ids of their own, in the order of time", () => {
    expect(new Set(posts.map(({ id }) => id)).size).toBe(posts.length);
    expect(posts.map(({ at }) => at)).toEqual(posts.map(({ at }) => at).toSorted((a, b) => a - b));
  });

  it("uses the config's areas and channels", () => {
    for (const { expected, channel } of posts) {
      expect(areas).toContain(expected.area);
      expect(channels).toContain(channel);
    }
  });

  it("has titles in forums only", () => {
    for (const { id, channel, title } of posts) {
      expect([id, title !== undefined]).toEqual([id, config.discord.channels[channel] === "forum"]);
    }
  });

  it("keeps the mix of a real forum", () => {
    const share = (test: (post: HistoryPost) => boolean) =>
      posts.filter(test).length / posts.length;
    expect(share(({ expected }) => expected.kind === "question")).toBeGreaterThan(0.5);
    expect(share(({ expected }) => expected.lane === "account")).toBeCloseTo(1 / 6, 1);
    expect(share(({ expected }) => expected.kind === "other")).toBeCloseTo(1 / 10, 1);
    expect(posts.some(({ text }) => text.length > 2_000)).toBe(true);
  });

  it("names only people that exist in the story", () => {
    const logins = new Set(people.map(({ login }) => login));
    const said = [
      ...guidedSteps("a key").flatMap((step) => step.posts),
      ...breakIts("a key").flatMap((attempt) => attempt.posts),
    ];
    for (const { author, channel, title } of said) {
      expect(logins).toContain(author);
      expect(channels).toContain(channel);
      expect(title.length).toBeLessThanOrEqual(100);
    }
  });

  it("leaks a fresh key in the second step", () => {
    const key = aLeakedKey();
    expect(key).not.toBe(aLeakedKey());
    expect(guidedSteps(key)[1]?.posts[0]?.text).toContain(key);
  });
});

describe("the sample docs", () => {
  const pages = globSync("**/*.md", { cwd: join(demo, "docs") });

  it.each(pages)("%s links to pages that exist", (page) => {
    const text = readFileSync(join(demo, "docs", page), "utf8");
    const links = [...text.matchAll(/\]\(([^)#\s]+\.md)/g)].map(([, link]) => link ?? "");
    for (const link of links) expect(pages).toContain(join(dirname(page), link));
  });

  it("holds nothing that is shaped like a key", () => {
    for (const page of pages) {
      expect(readFileSync(join(demo, "docs", page), "utf8")).not.toMatch(/sk-[\w-]{12,}/);
    }
  });
});
