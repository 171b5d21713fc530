import { afterAll, beforeAll, expect, it } from "vitest";
import { HOUR, MINUTE, SECOND } from "../../src/triage/model/clock.ts";
import { type ATown, aTown } from "./a-town.ts";

let town: ATown;
beforeAll(async () => {
  town = await aTown();
});
afterAll(async () => {
  town.expectOrder({ errors: [/removed from the server/] });
  await town.close();
});

const isAway = async () => {
  const { settings, communityId } = town.signalbox();
  return (await settings.policyOf(communityId)).away;
};

it("stops its work when it is removed, keeps what it holds, and goes on when it is back", async () => {
  const { thread } = await town.ask("It hangs");
  const { thread: asked } = await town.ask("How do I upload?");
  const cards = town.cards().length;
  expect(cards).toBe(2);
  await town.approve();
  const { issue } = await town.ticketOf(thread);
  const before = town.said(thread).length;

  town.discord.removeBot();
  await expect.poll(isAway, { timeout: 10_000 }).toBe(true);
  const line = town.lines.find((one) => one.includes("removed from the server"));
  expect(line).toContain("oauth2/authorize");

  // GitHub goes on; what is to be told of it waits, and nothing is tried in vain.
  town.github.as("kaja").closeIssue("acme/sdk", issue?.number ?? 0);
  await town.github.webhooks.settled();
  const requests = town.discord.stats().requests;
  town.clock.advance(HOUR);
  await expect.poll(() => town.discord.stats().requests - requests).toBeLessThan(5);
  const waiting = await town.ticketOf(thread);
  expect(waiting.actions.filter(({ state }) => state === "given-up")).toEqual([]);
  // What was written meanwhile never came.
  const missed = await town
    .member()
    .createForumPost(town.channels.get("help") ?? "", { title: "Lost?", content: "It hangs too" });
  town.posted.push(missed);
  await expect(town.ticketOf(missed)).rejects.toThrow("no ticket");

  town.discord.inviteBot();
  await expect.poll(isAway, { timeout: 10_000 }).toBe(false);
  await town.later(20 * SECOND);
  await town.later(5 * MINUTE);
  await town.later(5 * MINUTE);
  expect(town.texts(thread).join()).toContain("This is fixed");
  expect(town.said(thread).length).toBeGreaterThanOrEqual(before);
  expect((await town.ticketOf(missed)).ticket.state).toBe("proposed");
  expect((await town.ticketOf(asked)).ticket.state).toBe("proposed");
});

it("takes an outage of the server for what it is: nothing is stopped, and what was missed is read", async () => {
  town.discord.beginOutage();
  const missed = await town
    .member()
    .createForumPost(town.channels.get("help") ?? "", { title: "Down", content: "It hangs again" });
  town.posted.push(missed);
  expect(await isAway()).toBe(false);
  town.discord.endOutage();
  await town.later(20 * SECOND);
  expect((await town.ticketOf(missed)).ticket.state).toBe("proposed");
  expect(town.lines.filter((one) => one.includes("removed from the server"))).toHaveLength(1);
});
