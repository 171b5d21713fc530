import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { buttonsOf } from "../../demo/headless/buttons.ts";
import { formatCustomId } from "../../src/bot/presses/custom-id.ts";
import { PHONE, phoneLines } from "../../src/bot/render/render-card.ts";
import { staffTexts } from "../../src/bot/words/staff-texts.ts";
import { type ATown, aTown } from "./a-town.ts";

type Json = Readonly<Record<string, unknown>>;

const PATIENCE_MS = 20_000;

describe("helpers", () => {
  let town: ATown;
  let hana: ReturnType<ATown["member"]>;
  let hugo: ReturnType<ATown["member"]>;
  beforeAll(async () => {
    town = await aTown();
    const helper = [town.roles.get("Helper") ?? ""];
    hana = town.member({ name: "Hana", roles: helper });
    hugo = town.member({ name: "Hugo", roles: helper });
  });
  afterAll(async () => {
    town.expectOrder();
    await town.close();
  });

  const drafts = (who: ReturnType<ATown["member"]>) =>
    who.command("drafts", {}, town.channels.get("general") ?? "").reply(PATIENCE_MS);
  const verbs = (message: Json) => buttonsOf(message).map(({ verb }) => verb);
  const card = () => JSON.stringify(town.cards()[0]?.["embeds"]);

  it("see drafted answers to open questions alone, with what they rest on", async () => {
    await town.ask("my invoice is wrong");
    await town.ask("It hangs");
    const { thread } = await town.ask("How do I upload large files?");
    const shown = await drafts(hana);
    expect(shown["content"]).toContain((await town.ticketOf(thread)).ticket.code);
    expect(shown["content"]).toContain(town.passage.url);
    expect(verbs(shown)).toEqual(["vouch", "rephrase"]);
    for (const one of town.cards()) {
      if (!JSON.stringify(one).includes("Answer")) await town.press(one, "dismiss").updated(20_000);
    }
    await town.quiet();
  });

  it("vouch for a draft once each, which the card shows and nobody reads in public", async () => {
    for (const who of [hana, hugo]) {
      const shown = await drafts(who);
      const said = await town.press(shown, "vouch", who).updated(PATIENCE_MS);
      expect(said["content"]).toContain("A person on the team decides");
      await town.quiet();
    }
    expect(card()).toContain("2 helpers vouch");
    expect((await drafts(hana))["content"]).toBe(staffTexts.helpers.none);
    await town.approve();
    const [thread = ""] = town.discord
      .threads()
      .map(({ id }) => String(id))
      .filter((id) => town.texts(id).length > 0);
    expect(town.texts(thread).join()).not.toMatch(/Hana|Hugo|vouch/);
  });

  it("suggest other words, which staff send with one press", async () => {
    const { thread } = await town.ask("How do I upload a film?");
    const shown = await drafts(hana);
    const modal = await town.press(shown, "rephrase", hana).modal(PATIENCE_MS);
    const long = "Use parts of 100 MB, and keep the client alive until the last one is done.";
    await hana.submitModal(modal, { words: long }).updated(PATIENCE_MS);
    await town.quiet();
    expect(card()).toContain("Hana: “Use parts of 100 MB");
    const [embed] = Object(town.cards()[0]?.["embeds"]);
    expect(phoneLines(`${embed.title}\n${embed.description}\n.`)).toBeLessThanOrEqual(PHONE.lines);
    expect(town.said(thread)).toEqual([]);

    const theirs = await drafts(hugo);
    expect(verbs(theirs)).toEqual(["vouch"]);
    await town.press(town.cards()[0], "send-words").updated(PATIENCE_MS);
    await town.later(11_000);
    expect(town.texts(thread).join()).toContain("keep the client alive");
    expect(town.texts(thread).join()).not.toContain("Hana");
    const late = await town.press(theirs, "vouch", hugo).updated(PATIENCE_MS);
    expect(late["content"]).toBe(staffTexts.helpers.gone);
  });

  it("may not link to anything outside the docs", async () => {
    await town.ask("How do I upload a song?");
    const shown = await drafts(hana);
    const modal = await town.press(shown, "rephrase", hana).modal(PATIENCE_MS);
    const words = "See https://evil.example/keys for that.";
    const refused = await hana.submitModal(modal, { words }).reply(PATIENCE_MS);
    expect(refused["content"]).toContain("is no page of the docs");
    await town.quiet();
    expect(card()).not.toContain("Hana");
  });

  it("see no draft of a channel that became private meanwhile, until it is open again", async () => {
    const help = town.channels.get("help") ?? "";
    const shown = await drafts(hana);
    expect(verbs(shown)).toContain("vouch");
    const eventually = (check: () => Promise<void>) =>
      vi.waitFor(check, { timeout: PATIENCE_MS, interval: 100 });
    town.discord.showOnlyTo(help, [...town.roles.values()]);
    await eventually(async () =>
      expect((await drafts(hana))["content"]).toBe(staffTexts.helpers.none),
    );
    const late = await town.press(shown, "vouch", hana).updated(PATIENCE_MS);
    expect(late["content"]).toBe(staffTexts.helpers.gone);
    town.discord.showOnlyTo(help, null);
    await eventually(async () => expect(verbs(await drafts(hana))).toContain("vouch"));
    expect(card()).not.toContain("vouch");
  });

  it("are told apart from members at the press itself", async () => {
    const bo = town.member({ name: "Bo" });
    expect((await drafts(bo))["content"]).toBe(staffTexts.helpers.only);
    const shown = await drafts(hana);
    town.discord.removeRole(hana.id, town.roles.get("Helper") ?? "");
    const [vouch] = buttonsOf(shown);
    const press = hana.click(String(shown["id"]), formatCustomId("vouch", vouch?.id ?? ""));
    expect((await press.reply(PATIENCE_MS))["content"]).toBe(staffTexts.helpers.only);
    expect(card()).not.toContain("vouch");
  });
});
