import { afterAll, beforeAll, expect, it } from "vitest";
import { createTexts } from "../../src/bot/words/wording.ts";
import { SECOND } from "../../src/triage/model/clock.ts";
import { type ATown, aTown } from "./a-town.ts";

const texts = createTexts();

let town: ATown;
beforeAll(async () => {
  town = await aTown();
});
afterAll(async () => {
  town.expectOrder();
  await town.close();
});

const stateOf = async (thread: string) => (await town.ticketOf(thread)).ticket.state;

it("drops its draft when the asker writes (solved) into the title", async () => {
  const { thread, by } = await town.ask("How do I upload?");
  expect(town.cards()).toHaveLength(1);
  by.editThread(thread, { title: "Help, please (solved)" });
  await expect.poll(() => stateOf(thread), { timeout: 20_000 }).toBe("resolved");
  await town.later(60 * SECOND);
  expect(town.cards()).toEqual([]);
  expect(town.said(thread)).toEqual([]);
});

it("hears from the asker, a helper or staff which message answered it, from nobody else", async () => {
  const { thread, by } = await town.ask("How do I upload?");
  const answer = town.member().post(thread, "With the uploads endpoint.");
  town.posted.push(answer);
  await town.later(SECOND);
  const stranger = await town.member().messageCommand("This answered it", answer).reply();
  expect(stranger["content"]).toBe(texts.say("solving.not-yours"));
  expect(await stateOf(thread)).toBe("resting");
  const asker = await by.messageCommand("This answered it", answer).reply();
  expect(asker["content"]).toBe(texts.say("solving.done"));
  expect(await stateOf(thread)).toBe("resolved");
  const { ticket } = await town.ticketOf(thread);
  const { store, communityId } = town.signalbox();
  expect(await store.tickets.story(communityId, ticket.id)).toContainEqual(
    expect.objectContaining({ what: "solved", detail: "by a member" }),
  );
  const helper = town.member();
  town.discord.giveRole(helper.id, town.roles.get("Helper") ?? "");
  const { thread: other } = await town.ask("How do I upload a lot?");
  await helper.messageCommand("This answered it", other).reply();
  expect(await stateOf(other)).toBe("resolved");
  const elsewhere = by.post(town.channels.get("general") ?? "", "hello");
  const nowhere = await by.messageCommand("This answered it", elsewhere).reply();
  expect(nowhere["content"]).toBe(texts.say("solving.no-ticket"));
});

it("takes the word of staff for what a message is", async () => {
  const general = town.channels.get("general") ?? "";
  const message = town.member().post(general, "lol nothing works");
  town.rita.react(message, "📚");
  const known = () => town.ticketOf(message);
  await expect
    .poll(async () => (await known()).ticket.labelledBy, { timeout: 20_000 })
    .toBe("Rita");
  town.posted.push(message);
  await town.later(20 * SECOND);
  expect((await known()).ticket.kind).toBe("docs");
  expect((await known()).decision?.outcome).toBe("file");
  await town.approve("dismiss");
});
