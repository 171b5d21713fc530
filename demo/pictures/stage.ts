import { setTimeout as sleep } from "node:timers/promises";
import type { Locator, Page } from "playwright-core";
import type { Verb } from "../../src/bot/presses/custom-id.ts";
import { buttonsOf } from "../headless/buttons.ts";
import { authorOf } from "../headless/standing.ts";
import type { PageDemo } from "../page-demo.ts";
import type { Camera } from "./camera.ts";

const PATIENCE_MS = 60_000;
/** The page has drawn itself anew after so long. */
const DRAWN_MS = 300;
const LOOK_EVERY_MS = 100;

export type Stage = ReturnType<typeof createStage>;

/** What scenes need: people who act in the simulated Discord, and a page that looks at it. */
export function createStage({ town, url }: PageDemo, page: Page, camera: Camera) {
  const { discord, channels, config } = town;
  const review = channels.get(config.discord.review_channel) ?? "";

  const idOf = (name: string): string => {
    const members = discord.snapshot().members.map((raw) => JSON.stringify(raw));
    const found = members.find((json) => json.includes(`"global_name":"${name}"`));
    const id = found === undefined ? undefined : /"id":"(\d+)"/.exec(found)?.[1];
    if (!id) throw new Error(`Nobody here is called ${name}`);
    return id;
  };
  const as = (name: string) => discord.as(idOf(name));

  async function until<T>(
    look: () => T | undefined,
    what: string,
    patienceMs = PATIENCE_MS,
  ): Promise<T> {
    const deadline = Date.now() + patienceMs;
    while (Date.now() < deadline) {
      const found = look();
      if (found !== undefined) return found;
      await sleep(LOOK_EVERY_MS);
    }
    throw new Error(`There was no ${what}`);
  }

  /** The newest message of the bot in a channel that holds the words. */
  const said = (channelId: string, words: RegExp) =>
    until(
      () =>
        discord
          .messages(channelId)
          .filter((one) => authorOf(one) === discord.botUserId && words.test(JSON.stringify(one)))
          .map((one) => String(one["id"]))
          .at(-1),
      `message of the bot with ${words}`,
    );

  /** An open card about a thread with such a button. */
  const card = (
    threadIds: string | readonly string[],
    verb: Verb,
    words = /./,
    patienceMs?: number,
  ) =>
    until(
      () =>
        discord
          .messages(review)
          .filter((one) => [threadIds].flat().some((id) => JSON.stringify(one).includes(id)))
          .filter((one) => words.test(JSON.stringify(one)))
          .filter((one) => buttonsOf(one).some((button) => button.verb === verb))
          .map((one) => String(one["id"]))
          .at(-1),
      `card to ${verb}`,
      patienceMs,
    );

  /** What was answered before goes, so that the answer to what follows is found. */
  async function dismissAnswers(): Promise<void> {
    const earlier = page.locator("#log").getByRole("button", { name: "Dismiss message" });
    while ((await earlier.count()) > 0) {
      await earlier.first().click();
      await page.waitForTimeout(DRAWN_MS);
    }
  }

  return {
    town,
    url,
    page,
    camera,
    review,
    idOf,
    as,
    until,
    said,
    card,

    post: (author: string, forum: string, title: string, content: string) =>
      as(author).createForumPost(channels.get(forum) ?? "", { title, content }),

    /** Presses a button of the bot's under a message. */
    async press(name: string, messageId: string, verb: Verb): Promise<void> {
      const found = buttonsOf(discord.message(messageId) ?? {}).find((one) => one.verb === verb);
      if (!found) throw new Error(`There is no button to ${verb}`);
      await as(name).click(messageId, found.customId).ack();
    },

    /** Shows a channel or thread as somebody sees it, once the page knows of it. */
    async look(name: string, channel: string): Promise<void> {
      const id = channels.get(channel) ?? channel;
      const there = page.locator(`#channel[data-channel="${id}"]`);
      const deadline = Date.now() + PATIENCE_MS;
      do {
        const hash = `as=${encodeURIComponent(name)}&channel=${id}&at=${Date.now()}`;
        await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
        await page.waitForTimeout(DRAWN_MS);
        if (Date.now() > deadline) throw new Error(`The page does not show ${channel}`);
      } while ((await there.count()) === 0);
      await page.locator("#me-name", { hasText: name }).waitFor({ state: "attached" });
    },

    /** A button of the bot's under a message. */
    button: (under: Locator, label: string): Locator =>
      under.locator(`.d-button[data-label^="${label}"]`),

    message: (id: string): Locator => page.locator(`[data-key="m-${id}"]`),

    /** The latest answer that only whoever is played sees. */
    async answer(words: RegExp): Promise<Locator> {
      const found = page.locator("#log .is-ephemeral", { hasText: words }).last();
      await found.waitFor();
      return found;
    },

    dismissAnswers,

    /** True once a post has its mark. */
    marked: (thread: string): true | undefined =>
      JSON.stringify(discord.message(thread) ?? {}).includes('"reactions":[{') || undefined,

    modal: async (): Promise<Locator> => {
      const modal = page.locator("dialog.d-modal");
      await modal.waitFor();
      return modal;
    },

    /** Types a command as whoever is played, its options in order, and sends it. */
    async command(path: string, ...values: readonly string[]): Promise<void> {
      await dismissAnswers();
      await page.locator("#composer-text").fill(`/${path}`);
      await page.keyboard.press("Enter");
      const bar = page.locator("#command-bar");
      await bar.waitFor();
      for (const [at, value] of values.entries()) {
        // What may be left out is not there until it is asked for.
        if ((await bar.locator("input, select").count()) <= at) {
          await bar.getByRole("button", { name: /^\+/ }).first().click();
        }
        const control = bar.locator("input, select").nth(at);
        if ((await control.getAttribute("class")) === "d-select") {
          await control.selectOption(value);
        } else await control.fill(value);
      }
      await page.locator("#composer-send").click();
    },
  };
}
