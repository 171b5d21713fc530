import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buttonsOf } from "../../demo/headless/buttons.ts";
import { formatCustomId } from "../../src/bot/presses/custom-id.ts";
import { PHONE, phoneLines } from "../../src/bot/render/render-card.ts";
import { staffTexts } from "../../src/bot/words/staff-texts.ts";
import { DAY, HOUR, SECOND } from "../../src/triage/model/clock.ts";
import { type ATown, aTown } from "./a-town.ts";

type Json = Readonly<Record<string, unknown>>;

const PATIENCE_MS = 20_000;

describe("/queue", () => {
  let town: ATown;
  let theo: ReturnType<ATown["staff"]>;
  const codes: string[] = [];
  beforeAll(async () => {
    town = await aTown({
      settings: { review: { open_cards: 3, overdue_after: "4h", shelf_life: "30d" } },
    });
    theo = town.staff("Theo");
    for (let n = 0; n < 7; n += 1) {
      const { thread } = await town.ask(`It hangs, for the ${n}th time`);
      codes.push((await town.ticketOf(thread)).ticket.code);
    }
  });
  afterAll(async () => {
    town.expectOrder();
    await town.close();
  });

  const list = async (show?: string, who = town.rita) => {
    const options: Record<string, string> = show === undefined ? {} : { show };
    return who.command("queue", options, inPublic()).reply(PATIENCE_MS);
  };
  /** Where the list is asked for: whoever is no longer staff still sees it there. */
  const inPublic = () => town.channels.get("general") ?? "";
  const codesIn = (message: Json) =>
    [...String(message["content"]).matchAll(/SB-\d+/g)].map(([code]) => code);
  const titleOf = (message: Json) => String(message["content"]).split("\n")[0];

  /** Claims an entry of a list. @returns what the bot says besides */
  async function take(shown: Json, filter: string, code: string, who = town.rita) {
    const { ticketId } = await ticketBy(code);
    const customId = formatCustomId("queue-claim", filter, 0);
    return who.select(String(shown["id"]), customId, [ticketId]).reply(PATIENCE_MS);
  }
  async function ticketBy(code: string) {
    const { store, communityId } = town.signalbox();
    const [ticket] = await store.tickets.find(communityId, { code });
    if (!ticket) throw new Error(`no ticket ${code}`);
    return { ticketId: ticket.id, ticket };
  }

  it("leafs through what waits, five at a time, on a phone", async () => {
    const first = await list();
    expect(titleOf(first)).toBe("**For review: 7** (1 of 2)");
    expect(codesIn(first)).toEqual(codes.slice(0, 5));
    expect(phoneLines(String(first["content"]))).toBeLessThanOrEqual(PHONE.lines);
    const page = (n: number) => formatCustomId("queue-page", "all", n);
    const id = String(first["id"]);
    const second = await town.rita.click(id, page(1)).updated(PATIENCE_MS);
    expect(codesIn(second)).toEqual(codes.slice(5));
    const back = await town.rita.click(id, page(0)).updated(PATIENCE_MS);
    expect(codesIn(back)).toEqual(codes.slice(0, 5));
  });

  it("gives whoever claims one its card, also where none stood, and shows all who has it", async () => {
    expect(town.cards()).toHaveLength(3);
    const [, , , , code = ""] = codes;
    const shown = await list();
    const card = await take(shown, "all", code);
    expect(JSON.stringify(card["embeds"])).toMatch(/Rita has it until <t:\d+:t>/);
    expect(buttonsOf(card).map(({ verb }) => verb)).toContain("send");
    await town.quiet();
    const standing = town.cards().filter((one) => JSON.stringify(one).includes(code));
    expect(town.cards()).toHaveLength(4);
    expect(JSON.stringify(standing[0]?.["embeds"])).toContain("Rita has it until");

    expect(codesIn(await list("mine"))).toEqual([code]);
    expect(codesIn(await list("mine", theo))).toEqual([]);
    expect(titleOf(await list("unclaimed", theo))).toContain("claimed by nobody: 6");
    const refused = await take(await list("all", theo), "all", code, theo);
    expect(refused["content"]).toMatch(/^Rita has it until <t:/);
  });

  it("skips with /next what somebody else has in hand, until the claim runs out", async () => {
    const [best = ""] = codes;
    await take(await list(), "all", best);
    const next = (who = town.rita) => who.command("next", {}, town.review).reply(PATIENCE_MS);
    expect(JSON.stringify((await next())["embeds"])).toContain(`"${best}"`);
    expect(JSON.stringify((await next(theo))["embeds"])).toContain(`"${codes[1]}"`);
    await town.later(HOUR + SECOND);
    expect(JSON.stringify((await next(theo))["embeds"])).toContain(`"${best}"`);
    expect(titleOf(await list("mine"))).toBe("**Claimed by you: 0**");
    expect(JSON.stringify((await next(theo))["embeds"])).not.toContain("has it");
  });

  it("is claimed and given back behind More as well", async () => {
    const [card] = town.cards();
    const code = /SB-\d+/.exec(JSON.stringify(card?.["embeds"]))?.[0] ?? "";
    const panel = await town.press(card, "more").reply(PATIENCE_MS);
    await town.press(panel, "claim").reply(PATIENCE_MS);
    await town.quiet();
    expect(JSON.stringify(town.cards()[0]?.["embeds"])).toContain("Rita has it until");
    const theirs = await town.press(town.cards()[0], "more", theo).reply(PATIENCE_MS);
    const refused = await town.press(theirs, "claim", theo).reply(PATIENCE_MS);
    expect(refused["content"]).toMatch(/^Rita has it until/);
    const again = await town.press(town.cards()[0], "more").reply(PATIENCE_MS);
    await town.press(again, "release").reply(PATIENCE_MS);
    await town.quiet();
    expect(JSON.stringify(town.cards()[0]?.["embeds"])).not.toContain("has it");
    expect((await ticketBy(code)).ticket.claim).toBeNull();
  });

  it("may be sent by anybody of the staff, whoever has it in hand", async () => {
    const [card] = town.cards();
    const panel = await town.press(card, "more").reply(PATIENCE_MS);
    await town.press(panel, "claim").reply(PATIENCE_MS);
    await town.quiet();
    await town.press(town.cards()[0], "dismiss", theo).updated(PATIENCE_MS);
    await town.quiet();
    expect(titleOf(await list())).toContain("For review: 6");
  });

  it("tells what is overdue, and what nobody has answered for a day and for three", async () => {
    expect(titleOf(await list("unanswered-24h"))).toBe("**No answer for 24 hours: 0**");
    await town.later(4 * DAY);
    expect(titleOf(await list("overdue"))).toContain("Overdue for review: 6");
    expect(titleOf(await list("unanswered-24h"))).toContain("No answer for 24 hours: 7");
    const answered = await town.ask("It hangs, and somebody knows why");
    town.member().post(answered.thread, "Turn it off and on again.");
    const { thread } = await town.ask("It hangs, and nobody knows why");
    const { code } = (await town.ticketOf(thread)).ticket;
    expect(codesIn(await list("overdue"))).not.toContain(code);
    await town.later(3 * DAY);
    const shown = await list("unanswered-72h");
    expect(titleOf(shown)).toContain("No answer for 72 hours: 8");
    const last = await town.rita
      .click(String(shown["id"]), formatCustomId("queue-page", "unanswered-72h", 1))
      .updated(PATIENCE_MS);
    expect(codesIn(last).at(-1)).toBe(code);
    expect(String(last["content"])).not.toContain(
      (await town.ticketOf(answered.thread)).ticket.code,
    );
  });

  it("is for staff alone", async () => {
    const shown = await list("all", theo);
    town.discord.removeRole(theo.id, town.roles.get("DevRel") ?? "");
    const late = theo.click(String(shown["id"]), formatCustomId("queue-page", "all", 1));
    expect((await late.reply(PATIENCE_MS))["content"]).not.toContain(staffTexts.commands.queueNone);
    expect(codesIn(late.outcome().replies[0] ?? {})).toEqual([]);
  });
});
