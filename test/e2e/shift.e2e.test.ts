import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { buttonsOf } from "../../demo/headless/buttons.ts";
import { parseCustomId, type Verb } from "../../src/bot/presses/custom-id.ts";
import { PHONE, phoneLines } from "../../src/bot/render/render-card.ts";
import { SECOND } from "../../src/triage/model/clock.ts";
import { type ATown, aTown } from "./a-town.ts";
import { type Ask, dealDeck, KNOWN, scriptDeck, type Wish } from "./shift-deck.ts";

type Json = Readonly<Record<string, unknown>>;

const PATIENCE_MS = 20_000;
/** Asks that come in at a time; more than there are cards. */
const WAVE = 20;

const Embeds = z.array(
  z.object({
    title: z.string().default(""),
    description: z.string().default(""),
    footer: z.object({ text: z.string() }).optional(),
    fields: z.array(z.unknown()).default([]),
    url: z.string().default(""),
  }),
);

/** How a wish leaves its proposal; set to the lane `open`, an account's question has no answer. */
const ENDS: Partial<Record<Wish, string>> = {
  dismiss: "dismissed",
  "change the lane": "overtaken",
};

let town: ATown;
const asks = new Map<string, Ask>();
const longest = { lines: 0, text: "" };

beforeAll(async () => {
  town = await aTown({
    settings: {
      acts: { ask: "draft", redirect: "draft", answer: "draft", link: "draft" },
      filed_from: { feature: 1 },
      thresholds: { same_ask: 0.5 },
    },
  });
  const issue = town.github.as("kaja").openIssue("acme/sdk", { title: KNOWN });
  scriptDeck(town, issue);
});
afterAll(async () => {
  town.expectOrder();
  await town.close();
});

/** A message as a phone shows it, before anything is opened. */
function linesOf(message: Json): number {
  const texts = [String(message["content"] ?? "")];
  for (const embed of Embeds.parse(message["embeds"])) {
    texts.push(embed.title, embed.description, embed.footer?.text ?? "");
    expect(embed.fields).toEqual([]);
  }
  const shown = texts.filter((text) => text !== "").join("\n");
  const lines = phoneLines(shown);
  if (lines > longest.lines) Object.assign(longest, { lines, text: shown });
  return lines;
}

/** What the reviewer wants of a card: of the first ask that it shows. */
function wishFor(card: Json): { readonly wish: Wish; readonly thread: string } {
  const thread = Embeds.parse(card["embeds"])[0]?.url.split("/").at(-1) ?? "";
  const ask = asks.get(thread);
  if (!ask) throw new Error(`no ask of the deck in ${JSON.stringify(card)}`);
  return { wish: ask.wish, thread };
}

/** Everything that a reviewer does, counted. */
function createHand() {
  let interactions = 0;
  const count = <T>(what: T): T => {
    interactions += 1;
    return what;
  };
  const press = (card: Json, verb: Verb) => count(town.press(card, verb));
  const pick = (panel: Json, verb: Verb, wanted: (value: string) => boolean) => {
    const text = JSON.stringify(panel["components"]);
    const menus = text.matchAll(/"custom_id":"([^"]+)"[^[\]]*"options":(\[[^\]]*\])/g);
    for (const [, customId = "", options = "[]"] of menus) {
      if (parseCustomId(customId)?.verb !== verb) continue;
      const values: { value: string }[] = JSON.parse(options);
      const value = values.find((one) => wanted(one.value))?.value ?? "";
      return count(town.rita.select(String(panel["id"]), customId, [value]));
    }
    throw new Error(`no menu ${verb} on ${text}`);
  };

  return {
    interactions: () => interactions,
    async act(card: Json, wish: Wish): Promise<void> {
      switch (wish) {
        case "send":
        case "dismiss":
          await press(card, wish).updated(PATIENCE_MS);
          return;
        case "edit": {
          const modal = await press(card, "edit").modal(PATIENCE_MS);
          await count(town.rita.submitModal(modal, { text: "As of 4.2 this works." })).updated(
            PATIENCE_MS,
          );
          return;
        }
        case "change the kind":
        case "change the lane": {
          const panel = await press(card, "more").reply(PATIENCE_MS);
          const label = wish === "change the kind" ? "kind:docs" : "lane:open";
          await pick(panel, "label", (one) => one === label).updated(PATIENCE_MS);
          return;
        }
        case "link to another": {
          const panel = await press(card, "more").reply(PATIENCE_MS);
          await pick(panel, "link", (one) => one.startsWith("issue:")).updated(PATIENCE_MS);
          return;
        }
        case "ask the reporter":
        case "redraft": {
          const panel = await press(card, "more").reply(PATIENCE_MS);
          const [verb, fields] =
            wish === "redraft"
              ? (["redraft", { instruction: "shorter" }] as const)
              : (["ask-reporter", { details: "Which region?" }] as const);
          const modal = await press(panel, verb).modal(PATIENCE_MS);
          await count(town.rita.submitModal(modal, fields)).updated(PATIENCE_MS);
          return;
        }
      }
    },
  };
}

/** Reviews what stands open until nothing does. @returns interactions of each decision */
async function work(spent: Map<string, number>): Promise<number[]> {
  const decisions: number[] = [];
  for (;;) {
    const [card] = town.cards();
    if (!card) return decisions;
    expect(linesOf(card)).toBeLessThanOrEqual(PHONE.lines);
    const { wish, thread } = wishFor(card);
    const german = asks.get(thread)?.text.startsWith("Die Seite") ?? false;
    expect(JSON.stringify(card["embeds"]).includes("German, not translated")).toBe(german);
    const before = spent.get(thread) ?? 0;
    const hand = createHand();
    // Once something was changed, what is proposed then is what the reviewer wants.
    await hand.act(card, before > 0 ? "send" : wish);
    await town.later(SECOND);
    const interactions = before + hand.interactions();
    spent.set(thread, interactions);
    const code = Embeds.parse(card["embeds"])[0]?.title ?? "";
    const proposals = Number(/\+(\d+)/.exec(code)?.[1] ?? 0) + 1;
    const open = (await town.ticketOf(thread)).proposal?.state === "open";
    if (open) continue;
    for (let n = 0; n < proposals; n += 1) decisions.push(interactions / proposals);
  }
}

function middle(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

it("takes a reviewer through a hundred proposals with hardly more than one press each", async () => {
  const deck = dealDeck();
  expect(deck).toHaveLength(100);
  expect(new Set(deck).size).toBe(100);
  const decisions: number[] = [];
  const spent = new Map<string, number>();
  for (let from = 0; from < deck.length; from += WAVE) {
    const wave = deck.slice(from, from + WAVE);
    for (const ask of wave) {
      const thread = await town.member().createForumPost(town.channels.get("help") ?? "", {
        title: ask.title,
        content: ask.text,
      });
      asks.set(thread, ask);
      town.posted.push(...town.discord.messages(thread).map(({ id }) => String(id)));
    }
    await town.later(20 * SECOND);
    expect(town.cards().length).toBeLessThanOrEqual(8);
    decisions.push(...(await work(spent)));
  }
  await town.later(11 * SECOND);

  const sorted = decisions.toSorted((a, b) => a - b);
  const mean = decisions.reduce((sum, one) => sum + one, 0) / decisions.length;
  const figures = {
    proposals: decisions.length,
    median: middle(sorted, 0.5),
    mean: Number(mean.toFixed(2)),
    p90: middle(sorted, 0.9),
    most: sorted.at(-1),
    "phone lines of the longest card": longest.lines,
  };
  process.stdout.write(`A shift: ${JSON.stringify(figures)}\n`);
  expect(decisions).toHaveLength(100);
  expect(middle(sorted, 0.5)).toBeLessThanOrEqual(1.2);
  expect(longest.lines).toBeLessThanOrEqual(PHONE.lines);
  for (const [thread, { wish }] of asks) {
    expect((await town.ticketOf(thread)).proposal?.state, wish).toBe(ENDS[wish] ?? "approved");
  }
  expect(town.discord.messages(town.review).flatMap(buttonsOf)).toEqual([]);
}, 600_000);
