import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { CHROMIUM, launchBrowser } from "../../demo/browser.ts";
import type { PageDemo } from "../../demo/page-demo.ts";
import { startSamplePage } from "../../demo/sample-page.ts";
import { stumblesOn } from "./readable.ts";

const required = process.env["SIGNALBOX_REQUIRE_SERVICES"] === "1";
const FEW_POSTS = 12;
const SLOW = 120_000;

describe.skipIf(!CHROMIUM && !required)("the page, played as each kind of person", () => {
  let dataDir: string;
  let demo: PageDemo;
  let browser: Browser;
  let page: Page;
  const wrong: string[] = [];

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "signalbox-roles-"));
    demo = await startSamplePage({ dataDir, posts: FEW_POSTS });
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

  const log = page_("#log");
  const composer = page_("#composer-text");
  const bar = page_("#command-bar");
  const modal = page_("dialog.d-modal");
  function page_(selector: string) {
    return () => page.locator(selector);
  }
  /** Opens the panel and begins one thing to try. */
  async function tryOut(role: string, title: string): Promise<void> {
    await page.click("#open-try");
    await page.locator(`#try section[aria-label="${role}"] .try`, { hasText: title }).click();
    await page.locator("#guide h2", { hasText: title }).first().waitFor();
  }
  /** Sends what the panel prepared. */
  async function sendCommand(): Promise<void> {
    await bar().waitFor();
    await page.click("#composer-send");
  }
  const isTicked = async (role: string, title: string) => {
    await page.locator("#guide h2", { hasText: `Done: ${title}` }).waitFor();
    await page.click("#open-try");
    await page
      .locator(`#try section[aria-label="${role}"] .try.is-done`, { hasText: title })
      .waitFor();
    await page.keyboard.press("Escape");
  };
  const answered = (words: string | RegExp) =>
    log().locator(".is-ephemeral", { hasText: words }).last().waitFor();
  const become = async (name: string) => {
    const id = await page
      .locator("#me-select option", { hasText: new RegExp(`^${name} ·`) })
      .getAttribute("value");
    await page.selectOption("#me-select", id ?? "");
  };
  const open = (channel: string) =>
    page.locator(".nav-channel", { hasText: channel }).first().click();
  /** What the menu of commands offers to whoever is played. */
  async function offered(): Promise<string[]> {
    await open("general");
    await composer().fill("/");
    await page.locator("#composer-commands button").first().waitFor();
    const names = await page.locator("#composer-commands b").allInnerTexts();
    await composer().fill("");
    return names;
  }

  it("offers each role what Discord would", { timeout: SLOW }, async () => {
    await become("ari");
    await page.locator("#me-role", { hasText: "Newcomer" }).waitFor();
    const forMembers = await offered();
    expect(forMembers).toContain("/ask");
    expect(forMembers).not.toContain("/next");
    expect(await page.locator(".nav-channel", { hasText: "review" }).count()).toBe(0);
    await become("Noor");
    const forStaff = await offered();
    expect(forStaff).toEqual(expect.arrayContaining(["/next", "/queue", "/triage pause"]));
    await become("marta");
    await open("review");
    await become("you");
    await page.locator(".channel-title", { hasText: /^review$/ }).waitFor({ state: "detached" });
  });

  it("plays a member: ask and share", { timeout: 2 * SLOW }, async () => {
    await tryOut("Member", "Ask the docs");
    await bar().getByLabel("question").press("Enter");
    await answered("What the docs say");
    await isTicked("Member", "Ask the docs");
    await tryOut("Member", "Share the answer");
    await page.locator(".press-me").click();
    await log().locator(".message:not(.is-ephemeral)", { hasText: "What the docs say" }).waitFor();
    await isTicked("Member", "Share the answer");
  });

  it("plays a member: report, status, privacy", { timeout: 2 * SLOW }, async () => {
    await tryOut("Member", "Report step by step");
    await bar().locator("input").first().press("Enter");
    const write = log().getByRole("button", { name: /Write the report|None of these/ });
    await write.last().click();
    await modal().locator("textarea, input").first().waitFor();
    for (const field of await modal().locator("textarea, input[type=text]").all()) {
      if ((await field.inputValue()) === "") await field.fill("CLI 1.9.0 on macOS 15.1");
    }
    await modal().getByRole("button", { name: "Submit" }).click();
    await modal().waitFor({ state: "detached" });
    await isTicked("Member", "Report step by step");

    await tryOut("Member", "See what became of it");
    await sendCommand();
    await answered(/SB-\d+/);
    await isTicked("Member", "See what became of it");
    await tryOut("Member", "See what is kept of you");
    await sendCommand();
    await log().getByRole("button", { name: "Get a copy" }).last().click();
    await log().locator(".attachment", { hasText: ".json" }).waitFor();
    expect(wrong).toEqual([]);
  });

  it("plays a member: menus of messages, files, edits and tags", {
    timeout: 2 * SLOW,
  }, async () => {
    await tryOut("Member", "Send a message in");
    await page.locator(".menu button", { hasText: "Send to triage" }).click();
    await answered(/SB-\d+/);
    await isTicked("Member", "Send a message in");
    await tryOut("Member", "Say what answered you");
    await page.locator(".menu button", { hasText: "This answered it" }).click();
    await log().locator(".is-ephemeral").last().waitFor();
    await isTicked("Member", "Say what answered you");

    await page.getByRole("button", { name: "Edit post" }).click();
    await modal().getByLabel("Post title").fill("Which images can I send? (solved)");
    await modal().getByRole("button", { name: "Save" }).click();
    await page.locator(".channel-title", { hasText: "(solved)" }).waitFor();

    await tryOut("Member", "Write a post with a log");
    const upload = { name: "wren.log", mimeType: "text/plain", buffer: Buffer.from("no rows") };
    const picture = await page.locator("#logo").screenshot();
    await modal()
      .locator("input[type=file]")
      .setInputFiles([upload, { name: "shot.png", mimeType: "image/png", buffer: picture }]);
    await modal().getByRole("button", { name: "Post" }).click();
    await log().locator(".attachment", { hasText: "wren.log" }).waitFor();
    const width = () => page.evaluate("document.querySelector('.picture img')?.naturalWidth");
    await vi.waitUntil(async () => Number(await width()) > 1, { timeout: SLOW });

    await log().locator(".message").first().click({ button: "right" });
    await page.locator(".menu button", { hasText: "Edit message" }).click();
    await modal().locator("textarea").fill("wren batch list prints no row since 1.9.0, Debian 12.");
    await modal().getByRole("button", { name: "Save" }).click();
    await log().locator(".edited").waitFor();
    const thumb = log().locator(".reaction", { hasText: "👍" });
    await log().locator(".message").first().hover();
    await log().getByRole("button", { name: "React with 👍" }).first().click();
    await thumb.click();
    await thumb.waitFor({ state: "detached" });
    expect(wrong).toEqual([]);
  });

  it("plays a member: what is filed, what changes, what leaks", {
    timeout: 4 * SLOW,
  }, async () => {
    await tryOut("Member", "Add to your report");
    await page.locator(".press-me").click();
    await modal().locator("textarea").first().fill("It also happens with --json.");
    await modal().getByRole("button", { name: "Submit" }).click();
    await modal().waitFor({ state: "detached" });
    await isTicked("Member", "Add to your report");
    await tryOut("Member", "Take your report back");
    await page.locator(".press-me").click();
    await isTicked("Member", "Take your report back");

    await tryOut("Member", "Change what you asked");
    await page.locator(".menu button", { hasText: "Edit message" }).click();
    await modal().locator("textarea").fill("How do I cancel a batch that runs?");
    await modal().getByRole("button", { name: "Save" }).click();
    await isTicked("Member", "Change what you asked");
    await tryOut("Member", "Delete what you asked");
    await page.locator(".menu button", { hasText: "Delete message" }).click();
    await modal().getByRole("button", { name: "Delete" }).click();
    await isTicked("Member", "Delete what you asked");

    await tryOut("Member", "Leave a key in a post");
    await modal().getByRole("button", { name: "Post" }).click();
    await isTicked("Member", "Leave a key in a post");
    await tryOut("Member", "with direct messages closed");
    await page.locator(".press-me").click();
    await answered(/server|key|credential/i);
    await vi.waitUntil(
      async () => (await page.locator("#counters .is-kept dd").allInnerTexts()).join() === "0,0,0",
      { timeout: SLOW },
    );
    expect(wrong).toEqual([]);
  });

  it("goes back to where the visitor was, and stays there over a reload", {
    timeout: SLOW,
  }, async () => {
    const title = (name: string) =>
      page.locator(".channel-title", { hasText: new RegExp(`^${name}$`) }).waitFor();
    await become("Noor");
    await open("general");
    await title("general");
    await open("bug-reports");
    await title("bug-reports");
    await page.evaluate("history.back()");
    await title("general");
    await page.reload();
    await title("general");
    await page.locator("#me-name", { hasText: "Noor" }).waitFor();
  });

  it("plays a helper: solves, flags, calls", { timeout: 3 * SLOW }, async () => {
    await tryOut("Helper", "Mark a thread solved");
    await page.locator(".menu button", { hasText: "This answered it" }).click();
    await log().locator(".is-ephemeral").last().waitFor();
    await isTicked("Helper", "Mark a thread solved");
    await tryOut("Helper", "Flag a wrong answer");
    await page.locator(".press-me").click();
    await log().locator(".is-ephemeral").last().waitFor();
    await isTicked("Helper", "Flag a wrong answer");
    await tryOut("Helper", "Look at drafts");
    await sendCommand();
    await answered(/Vouch for it/);
    await isTicked("Helper", "Look at drafts");
    await tryOut("Helper", "Vouch for a draft");
    await page.locator(".press-me").click();
    await answered("A person on the team decides");
    await isTicked("Helper", "Vouch for a draft");
    await tryOut("Helper", "Mend a draft");
    await page.locator(".press-me").click();
    await modal().locator("textarea").fill("Wait for `file.ready` before you use the id.");
    await modal().getByRole("button", { name: "Submit" }).click();
    await modal().waitFor({ state: "detached" });
    await isTicked("Helper", "Mend a draft");
    await tryOut("Helper", "Call the bot with a reaction");
    await page.locator(".menu button", { hasText: "🐛" }).click();
    await isTicked("Helper", "Call the bot with a reaction");
    await open("review");
    await log()
      .locator(".message", { hasText: /flagged|wrong/i })
      .last()
      .waitFor();
  });

  it("plays staff: cards and commands", { timeout: 3 * SLOW }, async () => {
    for (const title of ["Take the next draft", "See what waits", "See what the docs lack"]) {
      await tryOut("Staff", title);
      await sendCommand();
      await isTicked("Staff", title);
    }
    await tryOut("Staff", "Open a card's More");
    await page.locator(".press-me").click();
    await log().locator(".is-ephemeral select").last().waitFor();
    await isTicked("Staff", "Open a card's More");

    await tryOut("Staff", "Answer three with one press");
    await page.locator(".press-me").click();
    await isTicked("Staff", "Answer three with one press");
    await tryOut("Staff", "Judge a silence");
    await page.locator(".press-me").click();
    await isTicked("Staff", "Judge a silence");
    await tryOut("Staff", "Read the weekly digest");
    await log().locator(".message", { hasText: "The week for Wrenfield Developers" }).waitFor();

    await tryOut("Staff", "Read a ticket's story");
    await bar().getByLabel("code").fill("SB-1");
    await page.locator("#composer-commands button", { hasText: "SB-1" }).first().waitFor();
    await page.keyboard.press("Enter");
    await page.keyboard.press("Enter");
    await answered("SB-1");
    await isTicked("Staff", "Read a ticket's story");

    // Sent with the mouse: Enter would pick what is suggested by then.
    await tryOut("Staff", "Take something back");
    await bar().getByLabel("code").fill("");
    await page.click("#composer-send");
    await page.locator("#composer-error", { hasText: "required" }).waitFor();
    await bar().getByRole("button", { name: "Leave the command" }).click();

    await tryOut("Staff", "Take in a post from elsewhere");
    await sendCommand();
    await modal().locator("textarea, input").first().waitFor();
    await page.keyboard.press("Escape");
    await isTicked("Staff", "Take in a post from elsewhere");
    expect(wrong).toEqual([]);
  });

  it("plays an admin: pause, resume, a channel switched off", { timeout: SLOW }, async () => {
    for (const title of ["Pause", "Resume", "Switch a channel off"]) {
      await tryOut("Admin", title);
      await sendCommand();
      await log().locator(".is-ephemeral").last().waitFor();
      await isTicked("Admin", title);
    }
  });

  it("plays an admin: walks through the set-up with its menus", { timeout: 2 * SLOW }, async () => {
    await tryOut("Admin", "Walk through the set-up");
    await sendCommand();
    const walk = log()
      .locator(".is-ephemeral", { hasText: /Set up, \d of/ })
      .last();
    await walk.locator("select").first().selectOption({ label: "#showcase" });
    await walk.locator("select").nth(1).selectOption("mention");
    await log().locator(".is-ephemeral", { hasText: "showcase: mention" }).waitFor();
    for (const page of [2, 3, 4, 5, 6, 7]) {
      await walk.locator(".d-button", { hasText: "Next" }).click();
      await log()
        .locator(".is-ephemeral", { hasText: `Set up, ${page} of 7` })
        .waitFor();
    }
    await walk.locator(".d-button", { hasText: "Discard" }).click();
    await answered("Nothing was changed");
    await isTicked("Admin", "Walk through the set-up");
    await tryOut("Admin", "See what it would do by itself");
    await log().locator(".is-ephemeral", { hasText: "Set up, 7 of 7" }).last().waitFor();
    await tryOut("Admin", "See who changed what");
    await sendCommand();
    await isTicked("Admin", "See who changed what");
    expect(wrong).toEqual([]);
  });

  it("plays an admin: breaks a permission, and doctor says how to mend it", {
    timeout: SLOW,
  }, async () => {
    await page.click("#open-try");
    await page.locator("#try .try", { hasText: "Run doctor" }).click();
    const doctor = page.locator(".doctor");
    await doctor.getByText("Everything is as it should be.").waitFor();
    await doctor.getByRole("button", { name: /^Take/ }).click();
    await doctor.locator(".is-failure", { hasText: "Send Messages In Threads" }).waitFor();
    await doctor.getByText("→ Allow it").waitFor();
    await doctor.getByRole("button", { name: /^Give it back/ }).click();
    await doctor.getByText("Everything is as it should be.").waitFor();
    await page.keyboard.press("Escape");
    await isTicked("Admin", "Run doctor");
  });

  it("says when an interaction fails, and keeps a private answer private", {
    timeout: SLOW,
  }, async () => {
    await become("Noor");
    await open("review");
    await composer().fill("/queue");
    await page.keyboard.press("Enter");
    await sendCommand();
    await answered(/For review/);
    await become("Sol");
    await page.locator("#me-name", { hasText: "Sol" }).waitFor();
    expect(
      await log()
        .locator(".is-ephemeral", { hasText: /For review/ })
        .count(),
    ).toBe(0);
    await become("Noor");
    await open("review");
    await log().getByRole("button", { name: "Dismiss message" }).last().click();
    const card = log().locator(".message", { has: page.locator(".d-button", { hasText: "More" }) });
    // The bot is gone for a moment: nobody answers within Discord's three seconds.
    const back = Promise.withResolvers<void>();
    const restarted = demo.town.restart(() => back.promise);
    await card.last().locator(".d-button", { hasText: "More" }).click();
    await log().locator(".d-failed", { hasText: "This interaction failed" }).waitFor();
    back.resolve();
    await restarted;
  });

  it("opens a message's menu by keyboard alone, and gives the focus back", {
    timeout: SLOW,
  }, async () => {
    await become("you");
    await open("general");
    await composer().fill("Typed without a mouse");
    await page.keyboard.press("Enter");
    const mine = log().locator(".message", { hasText: "Typed without a mouse" });
    await mine.locator('.message-tools [aria-label="More"]').focus();
    await page.keyboard.press("Enter");
    await page.locator(".menu").waitFor();
    await page.keyboard.press("Escape");
    await page.locator(".menu").waitFor({ state: "detached" });
    const focused = () => page.evaluate("document.activeElement?.getAttribute('aria-label')");
    expect(await focused()).toBe("More");
    await page.keyboard.press("Enter");
    for (let step = 0; step < 10; step += 1) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.locator("#composer-reply", { hasText: "Replying to" }).waitFor();
  });

  it("can be read in both colours, by name, and without scrolling sideways", {
    timeout: SLOW,
  }, async () => {
    for (const width of [1440, 360]) {
      await page.setViewportSize({ width, height: 800 });
      for (const colorScheme of ["dark", "light"] as const) {
        await page.emulateMedia({ colorScheme });
        for (const sheet of [null, "#open-try", "#open-break"]) {
          if (sheet) await page.click(sheet);
          const stumbles = await stumblesOn(page);
          expect({ width, colorScheme, sheet, stumbles }).toEqual({
            width,
            colorScheme,
            sheet,
            stumbles: [],
          });
          await page.keyboard.press("Escape");
        }
      }
    }
  });

  it("fits a phone", { timeout: SLOW }, async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.click("#open-try");
    const overflow = () => page.evaluate("document.documentElement.scrollWidth - innerWidth");
    expect(await overflow()).toBeLessThanOrEqual(0);
    await page.locator('#try section[aria-label="Staff"] .try', { hasText: "ticket's" }).click();
    await bar().getByLabel("code").waitFor();
    expect(await overflow()).toBeLessThanOrEqual(0);
  });
});
