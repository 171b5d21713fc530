import { expect, it } from "vitest";
import { MINUTE, SECOND } from "../../src/triage/model/clock.ts";
import { aTown } from "./a-town.ts";

it("a channel taken out of the config while cards are open: they can be decided, nothing new comes in", {
  timeout: 180_000,
}, async () => {
  const town = await aTown({ lasting: true });
  const question = await town.ask("How do I upload?");
  const bug = await town.ask("It hangs.");
  expect(town.cards()).toHaveLength(2);

  await town.restart(() => {
    Reflect.deleteProperty(town.config.discord.channels, "help");
  });
  await town.signalbox().bot?.catchUpNow();
  await town.later(MINUTE);
  expect(town.cards()).toHaveLength(2);

  const { thread } = question;
  const [answer] = town.cards();
  await town.press(answer, "send").updated(20 * SECOND);
  await town.later(11 * SECOND);
  expect(town.texts(thread)).toEqual([expect.stringContaining("What the docs say about this")]);
  expect((await town.ticketOf(thread)).ticket.state).toBe("answered");
  const [file] = town.cards();
  await town.press(file, "dismiss").updated(20 * SECOND);
  await town.later(11 * SECOND);
  expect(town.cards()).toEqual([]);
  expect((await town.ticketOf(bug.thread)).ticket.state).toBe("resting");

  const by = town.member();
  const help = town.channels.get("help") ?? "";
  const late = await by.createForumPost(help, { title: "Help", content: "How do I upload twice?" });
  question.by.post(thread, "thanks, and how do I upload more?");
  await town.later(MINUTE);
  expect(town.said(late)).toEqual([]);
  await expect(town.ticketOf(late)).rejects.toThrow("no ticket");
  town.expectOrder();
  await town.close();
});
