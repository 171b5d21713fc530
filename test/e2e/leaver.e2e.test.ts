import { afterAll, beforeAll, expect, it } from "vitest";
import { MINUTE, SECOND } from "../../src/triage/model/clock.ts";
import { type ATown, aTown } from "./a-town.ts";

let town: ATown;
beforeAll(async () => {
  town = await aTown();
});
afterAll(async () => {
  town.expectOrder();
  await town.close();
});

type Json = Readonly<Record<string, unknown>>;

/** Whom a message would ping. */
const pings = (message: Json) => [message["mentions"], message["mention_everyone"]];

/** A report that was filed, and somebody else who asked to hear in private how it ends. */
async function aFiledReport() {
  const by = town.member();
  const { thread } = await town.ask("It hangs", { by });
  await town.approve();
  const [filed] = town.said(thread);
  const passer = town.member();
  await town.press(filed, "tell-me", passer).ack();
  await town.quiet();
  const { issue } = await town.ticketOf(thread);
  return { by, passer, thread, number: issue?.number ?? 0 };
}

it("tells in the thread how it ended when the reporter has left, pings nobody and fails nowhere", async () => {
  const { by, passer, thread, number } = await aFiledReport();
  town.discord.removeMember(by.id);
  town.discord.removeMember(passer.id);
  town.github.as("kaja").closeIssue("acme/sdk", number);
  await town.github.webhooks.settled();
  await town.later(5 * MINUTE);
  await town.later(5 * MINUTE);

  expect(town.texts(thread).join()).toContain("This is fixed");
  for (const message of town.said(thread)) expect(pings(message)).toEqual([[], false]);
  // The private message cannot be brought to them: noted, and not tried again and again.
  expect(town.discord.directMessages(passer.id)).toEqual([]);
  const { ticket, actions } = await town.ticketOf(thread);
  const told = actions.filter(({ deed }) => deed.do === "tell-privately");
  expect(told.map(({ state, outcome }) => [state, outcome])).toEqual([
    ["done", expect.stringContaining("direct messages are closed")],
  ]);
  expect(ticket.state).toBe("resolved");
  expect(actions.filter(({ state }) => state === "given-up" || state === "waiting")).toEqual([]);
  const refused = town.discord.stats().requests;
  await town.later(10 * MINUTE);
  expect(town.discord.stats().requests - refused).toBeLessThan(20);
});

it("lets staff decide on a card whose reporter has left, and reads on in the thread", async () => {
  const by = town.member();
  const { thread } = await town.ask("It crashes", { by });
  town.discord.removeMember(by.id);
  const other = town.member();
  town.posted.push(other.post(thread, "Same here with sdk 4.2.0"));
  await town.later(20 * SECOND);
  for (const message of town.said(thread)) expect(pings(message)).toEqual([[], false]);
  const { ticket, actions } = await town.ticketOf(thread);
  expect(ticket.state).not.toBe("withdrawn");
  expect(actions.filter(({ state }) => state === "given-up")).toEqual([]);
});

it("says nothing new of an answer that is taken back when its asker has left", async () => {
  const by = town.member();
  const { thread } = await town.ask("How do I upload?", { by });
  await town.approve();
  const { ticket } = await town.ticketOf(thread);
  town.discord.removeMember(by.id);
  await town.rita.command("retract", { code: ticket.code }, town.review).ack();
  await town.later(MINUTE);
  expect(town.texts(thread)).toEqual([expect.stringContaining("was taken back")]);
  const { actions } = await town.ticketOf(thread);
  expect(actions.filter(({ state }) => state === "given-up" || state === "waiting")).toEqual([]);
});
