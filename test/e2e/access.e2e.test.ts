import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MINUTE, SECOND } from "../../src/triage/model/clock.ts";
import { type ATown, aTown } from "./a-town.ts";

describe("what went away or changed", () => {
  let town: ATown;
  beforeAll(async () => {
    town = await aTown({ lasting: true });
    await town.signalbox().bot?.catchUpNow();
  });
  afterAll(async () => {
    town.expectOrder({ errors: [/Queue connection/, /Worker error/] });
    await town.close();
  });

  const stateOf = async (thread: string) => (await town.ticketOf(thread)).ticket.state;
  const textOf = async (thread: string) =>
    (await town.ticketOf(thread)).posts.map(({ title, text }) => title + text).join("");

  it("during an absence: an edit is triaged again, a deletion takes draft, answer and text", async () => {
    const edited = await town.ask("lol");
    const answered = await town.ask("How do I upload twice?");
    const [card] = town.cards();
    await town.press(card, "send").updated(20 * SECOND);
    await town.later(11 * SECOND);
    // Only now, or both would stand on one card: the same draft answers them.
    const drafted = await town.ask("How do I upload?");
    expect(town.said(answered.thread)).toHaveLength(1);
    expect(await stateOf(edited.thread)).toBe("resting");

    await town.restart(() => {
      edited.by.edit(edited.thread, "How do I upload three times?");
      drafted.by.delete(drafted.thread);
      answered.by.delete(answered.thread);
    });
    await town.signalbox().bot?.catchUpNow();
    await town.later(MINUTE);
    expect(await stateOf(edited.thread)).toBe("proposed");
    for (const { thread } of [drafted, answered]) {
      expect(await stateOf(thread)).toBe("withdrawn");
      expect(await textOf(thread)).toBe("");
      expect(town.said(thread)).toEqual([]);
    }
    expect(town.cards()).toHaveLength(1);
  });

  it("while connected: whole threads, many messages at once, and a channel", async () => {
    const general = town.channels.get("general") ?? "";
    const by = town.member();
    const mention = `<@${town.discord.botUserId}> How do I upload?`;
    const inChannel = [by.post(general, mention), town.member().post(general, mention)];
    town.posted.push(...inChannel);
    const { thread } = await town.ask("How do I upload?");
    await town.later(20 * SECOND);
    town.discord.owner().deleteThread(thread);
    town.discord.owner().deleteMany(general, inChannel);
    await town.later(MINUTE);
    for (const id of [thread, ...inChannel]) expect(await stateOf(id)).toBe("withdrawn");

    const last = town.member().post(general, mention);
    town.posted.push(last);
    await town.later(20 * SECOND);
    expect(await stateOf(last)).toBe("proposed");
    town.discord.removeChannel(general);
    await town.later(MINUTE);
    expect(await stateOf(last)).toBe("withdrawn");
    expect(await textOf(last)).toBe("");
  });
});

it("access lost between approval and answer: staff read why, and nothing is tried again and again", async () => {
  const town = await aTown();
  const { thread } = await town.ask("How do I upload?");
  const [card] = town.cards();
  await town.press(card, "send").updated(20 * SECOND);
  const help = town.channels.get("help") ?? "";
  town.discord.denyBot(help, ["viewChannel"]);
  await town.later(MINUTE);
  expect(town.said(thread)).toEqual([]);
  const waits = (await town.ticketOf(thread)).actions.filter(({ state }) => state === "given-up");
  expect(waits.map(({ deed }) => deed.do)).toContain("say");
  expect(JSON.stringify(town.discord.messages(town.review))).toMatch(/cannot see|View Channel/i);
  const { invalidRequests } = town.discord.stats();
  await town.later(10 * MINUTE);
  expect(town.discord.stats().invalidRequests - invalidRequests).toBeLessThan(10);
  town.discord.denyBot(help, []);
  const { thread: next } = await town.ask("How do I upload?");
  await town.approve();
  expect(town.said(next)).toHaveLength(1);
  town.expectOrder({ errors: [/Could not catch up/] });
  await town.close();
});
