import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { CHROMIUM, launchBrowser } from "../../demo/browser.ts";
import { buttonsOf } from "../../demo/headless/buttons.ts";
import type { PageDemo } from "../../demo/page-demo.ts";
import { startSamplePage } from "../../demo/sample-page.ts";

const required = process.env["SIGNALBOX_REQUIRE_SERVICES"] === "1";
const pictures = process.env["SIGNALBOX_SCREENSHOTS"];
if (!CHROMIUM && !required) console.warn("The page is not tested: there is no chromium here.");

const FEW_POSTS = 12;
const SLOW = 120_000;

describe.skipIf(!CHROMIUM && !required)("the page, as a stranger uses it", () => {
  let dataDir: string;
  let demo: PageDemo;
  let browser: Browser;
  let page: Page;
  const wrong: string[] = [];

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "signalbox-page-"));
    // The picture shows a community that has lived.
    demo = await startSamplePage({ dataDir, ...(pictures ? {} : { posts: FEW_POSTS }) });
    browser = await launchBrowser();
    page = await browser.newPage({
      viewport: { width: 1440, height: 900 },
      colorScheme: "dark",
      reducedMotion: "reduce",
    });
    page.on("pageerror", (error) => wrong.push(String(error)));
    page.on("request", (request) => {
      if (!request.url().startsWith(demo.url)) wrong.push(`asked for ${request.url()}`);
    });
    await page.goto(demo.url);
    await demo.ready;
    page.setDefaultTimeout(SLOW);
  }, 2 * SLOW);

  afterAll(async () => {
    await browser?.close();
    await demo?.close();
    await rm(dataDir, { recursive: true, force: true });
  }, SLOW);

  const go = (words: string) => page.locator("#guide").getByRole("button", { name: words }).click();
  const pressLit = () => page.locator(".press-me").click();
  const guideSays = (words: string) => page.locator("#guide h2", { hasText: words }).waitFor();
  const log = () => page.locator("#log").innerText();
  const github = () => page.locator("#github").innerText();

  it("keeps the parts of its header apart at every width", { timeout: 4 * SLOW }, async () => {
    const parts = ["#brand", ".station:first-child", ".station:last-child", "#counters", "#tools"];
    for (const width of [360, 901, 1121, 1366, 1440, 1541, 1600, 1761, 1920]) {
      await page.setViewportSize({ width, height: 900 });
      const boxes = await Promise.all(parts.map((part) => page.locator(part).boundingBox()));
      const overlapping = boxes.flatMap((one, at) =>
        boxes.slice(at + 1).filter((other) => one && other && overlap(one, other)),
      );
      expect({ width, overlapping }).toEqual({ width, overlapping: [] });
    }
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  it("plays the four steps", { timeout: 4 * SLOW }, async () => {
    await go("Ask as ines.r");
    await page.locator(".press-me", { hasText: "Send" }).waitFor();
    expect(await log()).toMatch(/wait until/);
    await pressLit();
    await guideSays("The cited answer is in the thread.");
    expect(await log()).toContain("client.files.waitUntilReady(id)");
    expect(await log()).toContain("https://docs.wrenfield.example/guides/files");

    await go("Next: A bug, with a key in it");
    await page.locator(".press-me", { hasText: "File" }).waitFor();
    await pressLit();
    await guideSays("The issue is with the SDK's team, without the key.");
    expect(await github()).toContain("stream() never finishes after the last token");
    expect(await github()).toContain("sdk-typescript");
    expect(await github()).not.toMatch(/sk-wf-\w{20}/);

    await go("Next: Three more meet it");
    await page.locator(".press-me", { hasText: "Link" }).waitFor();
    expect(await log()).toContain("4 reporters");
    if (pictures) await page.screenshot({ path: join(pictures, "demo-step-3.png") });
    await pressLit();
    await guideSays("Four reporters, one comment, edited in place.");
    expect(await github()).toContain("4 reporters");

    await go("Next: The team fixes it");
    await pressLit();
    await guideSays("Four threads were told; one says “Still broken”.");
    expect(await github()).toMatch(/still broken/i);
  });

  it("takes what the team does to whoever reported it", { timeout: 6 * SLOW }, async () => {
    const { github: there } = demo.town;
    const button = (name: string) =>
      page.locator("#github").getByRole("button", { name, exact: true });
    const write = (words: string) => page.locator("#g-text").fill(words);

    const fixed = await aFiledBug("wren login", "EACCES: permission denied, open config.toml");
    await openOnPage(fixed);
    await button("Close issue").click();
    await hears(fixed, "This is fixed");
    await page.locator("#github .g-back").click();
    await button("Publish a release").click();
    expect(await page.getByLabel("Release notes").inputValue()).toContain(`#${fixed.number}`);
    if (pictures) await page.screenshot({ path: join(pictures, "demo-release.png") });
    await button("Publish release").click();
    const latest = page.locator(".g-release small", { hasText: "Latest release" });
    const tag = (await latest.innerText()).replace("Latest release ", "");
    await hears(fixed, `It is part of ${tag}.`);

    const refused = await aFiledBug("wren batch", "ERR_BATCH_SHAPE: expected one object a line");
    await openOnPage(refused);
    await write("One object a line is what the format asks for.");
    await button("Close as not planned").click();
    await approves(refused, "Tell the reporter");
    await hears(refused, "One object a line is what the format asks for.");

    const double = await aFiledBug("wren eval", "RangeError: invalid seed 18446744073709551616");
    await openOnPage(double);
    await write("We follow this in wrenfield/platform#7 already.");
    await button("Close as duplicate").click();
    await approves(double, "Tell the reporter");
    const told = await hears(double, "The team follows this in another report");
    expect(told).not.toContain("wrenfield/platform");

    const asked = await aFiledBug("wren logs", "ETIMEDOUT: no answer from the log stream");
    await openOnPage(asked);
    await button("/signalbox ask …").click();
    await write(`${await page.locator("#g-text").inputValue()}Which proxy is in between?`);
    await button("Comment").click();
    await hears(asked, "Which proxy is in between?");
    await page.locator(".g-reactions", { hasText: "👍" }).waitFor();
    await button("/signalbox tell …").click();
    await write(`${await page.locator("#g-text").inputValue()}Until then, wren 3.1 works.`);
    if (pictures) await page.screenshot({ path: join(pictures, "demo-directive.png") });
    await button("Comment").click();
    await approves(asked, "Tell the reporter");
    await hears(asked, "Until then, wren 3.1 works.");
    expect(there.stats().violations).toEqual([]);
    expect(wrong).toEqual([]);
  });

  it("keeps its promises whatever is tried", { timeout: 8 * SLOW }, async () => {
    const attempts = await attemptCount();
    for (let at = 0; at < attempts; at += 1) {
      await page.click("#open-break");
      await page.locator(".break").nth(at).click();
      await page.locator(".guide-checks li").first().waitFor();
      await page
        .locator(".guide-checks:not(:has(li:not(.is-done)))")
        .waitFor({ state: "attached" });
      await page.locator("#guide .quiet").click();
    }
    const kept = await page.locator("#counters .is-kept dd").allInnerTexts();
    expect(kept).toEqual(["0", "0", "0"]);
  });

  it("sees a gap in the docs, files it, writes the page, and sees it close", {
    timeout: 4 * SLOW,
  }, async () => {
    const gap = page.locator(".gap:not(.is-closed)", { hasText: "spreadsheet" });
    await page.click("#open-gaps");
    await page.getByRole("button", { name: "Ask what no page says" }).click();
    await gap.getByText("2 people").waitFor();
    if (pictures) await page.screenshot({ path: join(pictures, "demo-gap.png") });
    await gap.getByRole("button", { name: /^File G-/ }).click();
    await gap.getByRole("button", { name: "With the docs team: open the issue" }).click();
    await page.locator("#github", { hasText: "2 people asked, in 2 posts" }).waitFor();
    if (pictures) await page.screenshot({ path: join(pictures, "demo-gap-issue.png") });

    await page.click("#open-gaps");
    await gap.getByRole("button", { name: "Write the page" }).click();
    expect(await gap.locator("textarea").inputValue()).toContain("wren import transcripts.csv");
    if (pictures) await page.screenshot({ path: join(pictures, "demo-gap-page.png") });
    await gap.getByRole("button", { name: "Add the page and re-index" }).click();
    const closed = page.locator(".gap.is-closed", { hasText: "spreadsheet" });
    await closed.getByText("the docs answer it now").waitFor();
    if (pictures) await page.screenshot({ path: join(pictures, "demo-gap-closed.png") });
    await closed.getByRole("button", { name: /guides\/importing/ }).click();
    await page.locator(".docs-sheet", { hasText: "wren import transcripts.csv" }).waitFor();
    await page.keyboard.press("Escape");
    await page.locator("#github", { hasText: "The docs answer this now" }).waitFor();
    expect(wrong).toEqual([]);
  });

  it("explains a pasted post without doing anything", { timeout: SLOW }, async () => {
    const before = await page.locator("#counters dd").first().innerText();
    await page.click("#open-explain");
    await page.fill("#ex-title", "How do I count tokens before sending?");
    await page.fill("#ex-text", "Is there an endpoint that counts tokens before I send a text?");
    await page.locator("#explain .go").click();
    await page.locator(".ex-facts").waitFor();
    const words = await page.locator(".ex-result").innerText();
    expect(words).toContain("POST /v1/tokens/count");
    expect(words).toContain("Why not");
    await page.keyboard.press("Escape");
    expect(await page.locator("#counters dd").first().innerText()).toBe(before);
  });

  it("shows what is hostile as text and asks nobody else for anything", async () => {
    const member = demo.town.discord.addMember({ name: "mallory" });
    const forum = demo.town.channels.get("help") ?? "";
    await member.createForumPost(forum, {
      title: "<img src=x onerror=alert(1)>",
      content:
        "<script>alert(2)</script> [press](javascript:alert(3)) ![x](https://evil.example/x.png)",
    });
    await page.locator(".nav-channel", { hasText: "help" }).click();
    await page.locator(".forum-row", { hasText: "<img src=x onerror" }).click();
    await page.locator("#log", { hasText: "alert(2)" }).waitFor();
    expect(await page.locator("#log img, #log script, #log a[href^='javascript']").count()).toBe(0);
    expect(wrong).toEqual([]);
  });

  type Filed = { repository: string; number: number; thread: string; title: string };

  /** A complete bug of the command line tool, posted by somebody new and filed by staff. */
  async function aFiledBug(command: string, error: string): Promise<Filed> {
    const { discord, github: there, channels } = demo.town;
    const title = `${command} ends with ${error.split(":")[0]}`;
    const author = discord.addMember({ name: `user of ${command}` });
    const thread = await author.createForumPost(channels.get("bug-reports") ?? "", {
      title,
      content: `Since CLI 3.2.1 on macOS 14.5 the command fails every time:\n\`\`\`sh\n${command} --json\n\`\`\`\nIt prints\n\`\`\`\n${error}\n\`\`\`\nWith 3.1 it worked.`,
    });
    await approves({ thread }, "Issue in");
    const filed = () =>
      there
        .snapshot()
        .repositories.flatMap(({ name, issues }) =>
          issues.map((issue) => ({
            repository: name,
            number: issue.number,
            title: issue.title,
            body: issue.body,
          })),
        )
        .find(({ body }) => body?.includes(error));
    const issue = await vi.waitUntil(filed, { timeout: SLOW });
    return { ...issue, thread };
  }

  /** Staff let through what the card about somebody's post proposes. */
  async function approves({ thread }: { thread: string }, what: string): Promise<void> {
    const { discord, channels, roles } = demo.town;
    const card = () =>
      discord.messages(channels.get("review") ?? "").find((message) => {
        const words = JSON.stringify(message["embeds"]);
        return words.includes(thread) && words.includes(what) && sendOn(message) !== undefined;
      });
    const found = await vi.waitUntil(card, { timeout: SLOW });
    const staff = discord.addMember({ name: "Vera", roles: [roles.get("DevRel") ?? ""] });
    await staff.click(String(found["id"]), sendOn(found)?.customId ?? "").ack();
  }

  const sendOn = (message: Parameters<typeof buttonsOf>[0]) =>
    buttonsOf(message).find(({ verb }) => verb === "send");

  /** Opens the issue on the page, through its repository. */
  async function openOnPage({ repository, title }: Filed): Promise<void> {
    const tab = page.locator(".g-repo", { hasText: repository.split("/")[1] ?? "" });
    const row = page.locator(".g-row", { hasText: title.slice(0, 40) }).first();
    // The page redraws itself with every event, so a press may go astray: the tab is pressed
    // until its list is there. Whatever was open, it leads to the list of its repository.
    const isListed = async () => {
      await tab.click({ timeout: 1_000 }).catch(() => undefined);
      return row.isVisible();
    };
    await vi.waitUntil(isListed, { timeout: SLOW, interval: 100 });
    await row.click();
    await page.locator("#g-text").waitFor();
  }

  /** What somebody reads in their thread, once it stands there. */
  async function hears({ thread }: Filed, words: string): Promise<string> {
    const said = () => demo.town.discord.messages(thread).map((one) => String(one["content"]));
    return vi.waitUntil(() => said().find((text) => text.includes(words)), { timeout: SLOW });
  }

  async function attemptCount(): Promise<number> {
    await page.click("#open-break");
    const count = await page.locator(".break").count();
    await page.keyboard.press("Escape");
    return count;
  }
});

type Box = {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
};

function overlap(one: Box, other: Box): boolean {
  const across = one.x < other.x + other.width && other.x < one.x + one.width;
  return across && one.y < other.y + other.height && other.y < one.y + one.height;
}
