import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { buttonsOf } from "../../demo/headless/buttons.ts";
import { staffTexts } from "../../src/bot/words/staff-texts.ts";
import { Config } from "../../src/config/schema.ts";
import { createEngines } from "../../src/engines.ts";
import { systemClock } from "../../src/triage/model/clock.ts";
import { createFakeClassifier, createFakeDrafter } from "../fakes/engines.ts";
import { aClassification } from "../fakes/samples.ts";
import { type OpenAiSimulator, startOpenAiSimulator } from "../simulators/openai/server.ts";
import { type ATown, aTown } from "./a-town.ts";

const PATIENCE_MS = 20_000;
const EPHEMERAL = 64;

let openai: OpenAiSimulator;
let town: ATown;

beforeAll(async () => {
  openai = await startOpenAiSimulator();
  const config = Config.parse({
    community: "acme",
    engine: "openai",
    openai: {
      base_url: openai.url,
      draft_model: "gpt-4.1-mini",
      prices: { "gpt-4.1-mini": { input: 1, output: 2 } },
    },
    discord: { server: "Acme", channels: {}, review_channel: "review" },
  });
  const classifier = createFakeClassifier();
  for (const [piece, language] of [
    ["", "en"],
    ["Die Seite", "de"],
  ] as const) {
    const classification = aClassification({ kind: "bug", language });
    classifier.when(piece, { type: "classified", classification, call: null });
  }
  town = await aTown({
    engines: (books) => {
      const env = { openaiKey: "none" };
      const { translator } = createEngines(config, env, { rarity: () => 1 }, systemClock, books);
      if (!translator) throw new Error("the engine has no translator");
      return { classifier, drafter: createFakeDrafter(), translator };
    },
  });
});
afterEach(() => {
  expect(openai.stats()).toMatchObject({ violations: [], oddAnswers: [] });
});
afterAll(async () => {
  town.expectOrder();
  await town.close();
  await openai.close();
});

/** The panel behind More of the only open card. */
const panel = () => town.press(town.cards()[0], "more").reply(PATIENCE_MS);
const verbsOn = (message: Readonly<Record<string, unknown>>) =>
  buttonsOf(message).map(({ verb }) => verb);

it("shows a reviewer the original and its translation, and asks again when pressed again", async () => {
  const { thread } = await town.ask("Die Seite lädt nicht, @everyone.");
  expect(JSON.stringify(town.cards()[0])).toContain("German, not translated");
  openai.next({ twist: "answer", json: { translation: "The page does not load, @everyone." } });
  const shown = await panel();
  const said = await town.press(shown, "translate").reply(PATIENCE_MS);
  expect(Number(said["flags"]) & EPHEMERAL).toBe(EPHEMERAL);
  const text = JSON.stringify(said["embeds"]);
  expect(text).toMatch(/German, as it was written.*Die Seite lädt nicht.*The page does not load/);
  expect(text).not.toContain("@everyone");
  expect(JSON.stringify(openai.requests())).toContain("Die Seite lädt nicht");

  // The call is on the ticket's account, and nothing of it is shown in public.
  const { store, communityId } = town.signalbox();
  const { ticket } = await town.ticketOf(thread);
  const spent = await store.calls.ofTicket(communityId, ticket.id);
  expect(spent).toMatchObject({ calls: 1, dollars: expect.any(Number) });
  expect(spent.dollars).toBeGreaterThan(0);
  expect(town.texts(thread).join()).not.toContain("does not load");

  openai.next({ twist: "status", status: 429 });
  const busy = await town.press(shown, "translate").reply(PATIENCE_MS);
  const { failed, why } = staffTexts.translation;
  expect(busy).toMatchObject({ content: failed(why["rate-limited"]) });
  await town.approve("dismiss");
});

it("has nothing to show once the post is deleted", async () => {
  const before = openai.requests().length;
  const { by, thread } = await town.ask("Die Seite ist leer.");
  const shown = await panel();
  by.delete(thread);
  await town.quiet();
  const said = await town.press(shown, "translate").reply(PATIENCE_MS);
  expect(said["content"]).toBe(staffTexts.translation.nothing);
  expect(openai.requests()).toHaveLength(before);
});

it("offers none for a post in English", async () => {
  await town.ask("The page does not load.");
  expect(verbsOn(await panel())).not.toContain("translate");
  await town.approve("dismiss");
});
