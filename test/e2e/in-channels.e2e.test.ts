import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SECOND } from "../../src/triage/model/clock.ts";
import { type ATown, aTown } from "./a-town.ts";

describe("in a text channel", () => {
  let town: ATown;
  beforeAll(async () => {
    town = await aTown();
  });
  afterAll(async () => {
    town.expectOrder();
    await town.close();
  });

  const general = () => town.channels.get("general") ?? "";
  const threads = () => town.discord.threads(general()).map(({ id }) => id);

  async function says(content: string, replyTo?: string, by = town.member()) {
    const id = by.post(general(), replyTo === undefined ? content : { content, replyTo });
    town.posted.push(id);
    await town.later(20 * SECOND);
    return { id, by };
  }
  const asks = (text: string, replyTo?: string) =>
    says(`<@${town.discord.botUserId}> ${text}`, replyTo);
  const silenceOf = async (id: string) => (await town.ticketOf(id)).ticket.silence;

  it("opens a thread with the first thing that it says, and none for silence", async () => {
    const chat = await asks("lol");
    const { id } = await asks("How do I upload?");
    expect(threads()).toEqual([]);
    await town.approve();
    expect(threads()).toEqual([id]);
    expect(town.said(id)).toHaveLength(1);
    expect(threads()).not.toContain(chat.id);
    expect(town.said(general())).toEqual([]);
  });

  it("steps back when somebody answers by a reply, without a thread", async () => {
    const { id } = await asks("How do I upload in parts?");
    expect(town.cards()).toHaveLength(1);
    const answer = await says("Use the uploads endpoint.", id);
    expect(await silenceOf(id)).toBe("answered-by-person");
    expect(town.cards()).toEqual([]);
    await expect(town.ticketOf(answer.id)).rejects.toThrow("no ticket");
    expect(threads()).not.toContain(id);
  });

  it("steps back for a reply of staff, and of who switched it off for themselves", async () => {
    const helpful = town.member();
    await helpful.command("no-ai", { where: "person" }, general()).reply();
    for (const who of [town.rita, helpful]) {
      const { id } = await asks("How do I upload twice?");
      await says("With parts.", id, who as ReturnType<ATown["member"]>);
      expect(await silenceOf(id)).toBe("answered-by-person");
    }
    expect(town.cards()).toEqual([]);
  });

  it("takes what the asker replies to themselves as a part of the ask, and bots as nobody", async () => {
    const { id, by } = await asks("It crashes");
    expect(town.texts(id).join()).toContain("To look into this, the team needs");
    await says("It is sdk 4.2.0", id, by);
    expect((await town.ticketOf(id)).posts).toHaveLength(2);
    await says("beep", id, town.member({ bot: true }));
    expect(await silenceOf(id)).toBeNull();
    await town.approve();
    expect(town.issues()).toHaveLength(1);
  });

  it("takes whoever calls it below somebody else's message for one who asks as well", async () => {
    const first = await asks("How do I upload three times?");
    const second = await asks("How do I upload four times?", first.id);
    const both = await Promise.all([first, second].map(({ id }) => town.ticketOf(id)));
    expect(new Set(both.map(({ ticket }) => ticket.id)).size).toBe(2);
    expect(await silenceOf(first.id)).toBeNull();
    while (town.cards().length > 0) await town.approve("dismiss");
  });
});
