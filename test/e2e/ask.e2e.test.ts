import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { buttonsOf } from "../../demo/headless/buttons.ts";
import { createTexts } from "../../src/bot/words/wording.ts";
import { DAY, MINUTE, SECOND } from "../../src/triage/model/clock.ts";
import { aFailure } from "../fakes/engines.ts";
import { aClassification } from "../fakes/samples.ts";
import { type ATown, aTown } from "./a-town.ts";

const texts = createTexts();

let town: ATown;
beforeAll(async () => {
  town = await aTown({ settings: { limits: { profile: "relaxed", asks_per_day: 3 } } });
  const security = aClassification({ kind: "bug", lane: "security" });
  town.classifier.when("somebody else's files", {
    type: "classified",
    classification: security,
    call: null,
  });
});
afterAll(async () => {
  town.expectOrder();
  await town.close();
});

type Member = ReturnType<ATown["member"]>;

const general = () => town.channels.get("general") ?? "";
const asks = (by: Member, question: string, where = general()) =>
  by.command("ask", { question }, where).reply();

function presses(by: Member, message: Awaited<ReturnType<typeof asks>>, verb: string) {
  const button = buttonsOf(message).find((one) => one.verb === verb);
  if (!button) throw new Error(`no button ${verb} on ${JSON.stringify(message)}`);
  return by.click(String(message["id"]), button.customId);
}

const codeIn = (message: Readonly<Record<string, unknown>>) =>
  /SB-\d+/.exec(String(message["content"]))?.[0] ?? "";

async function ticketCalled(code: string) {
  const { store, communityId } = town.signalbox();
  const [ticket] = await store.tickets.find(communityId, { code });
  const known = ticket && (await store.tickets.load(communityId, ticket.id));
  if (!known) throw new Error(`no ticket ${code}`);
  return known;
}

it("answers for the asker alone, then for everybody, and can take it back", async () => {
  const by = town.member();
  const answer = await asks(by, "How do I upload?");
  expect(answer["content"]).toContain(town.passage.url);
  expect(answer["content"]).toContain("No person has checked it.");
  const code = codeIn(answer);
  await town.later(120 * SECOND);
  expect(town.said(general())).toEqual([]);
  expect(town.cards()).toEqual([]);

  expect(await presses(by, answer, "ask-share").reply()).toMatchObject({
    content: texts.say("shared.done"),
  });
  await town.later(SECOND);
  const [shared] = town.said(general());
  expect(shared?.["content"]).toContain(town.passage.url);
  const again = await presses(by, answer, "ask-share").reply();
  expect(again["content"]).toBe(texts.say("shared.shared-already"));
  await town.later(SECOND);
  expect(town.said(general())).toHaveLength(1);

  await town.rita.command("retract", { code }, town.review).ack();
  await town.later(SECOND);
  const [taken] = town.said(general());
  expect(taken?.["content"]).toContain(texts.say("withdrawn"));
  expect(JSON.stringify(taken)).not.toContain(town.passage.url);
});

it("keeps what the docs do not answer, and whether an answer was right", async () => {
  const by = town.member();
  const chat = await asks(by, "lol what is this about");
  expect(chat["content"]).toBe(texts.say("asked.nothing"));
  const bug = await asks(by, "It hangs when I upload");
  expect(bug["content"]).toBe(texts.say("asked.is-report"));

  const answer = await asks(by, "How do I upload?");
  await presses(by, answer, "ask-wrong").reply();
  const { store, communityId } = town.signalbox();
  const { byPassage } = await store.reports.answers(communityId);
  expect(byPassage).toMatchObject([{ passageId: town.passage.id, wrong: 1 }]);
  const wrong = await ticketCalled(codeIn(answer));
  expect((await store.gaps.view(communityId)).asks).toMatchObject([
    { ticketId: wrong.ticket.id, reason: "marked-wrong" },
  ]);

  const enough = await asks(by, "How do I upload?");
  expect(enough["content"]).toBe(texts.say("refused.daily-cap"));
  town.clock.advance(DAY);
  expect(await asks(by, "How do I upload?")).toMatchObject({
    content: expect.stringContaining(town.passage.url),
  });
});

it("says that it is noted only where it is, and that it failed where the engine did", async () => {
  const classified = (classification: ReturnType<typeof aClassification>) =>
    ({ type: "classified", classification, call: null }) as const;
  town.classifier.when("Where stands", classified(aClassification({ kind: "question" })));
  town.classifier.when("is the engine down", aFailure());
  const by = town.member();
  const none = await asks(by, "Where stands the list of errors?");
  expect(none["content"]).toBe(texts.say("asked.no-answer", { code: codeIn(none) }));
  const { store, communityId } = town.signalbox();
  const { ticket } = await ticketCalled(codeIn(none));
  expect((await store.gaps.view(communityId)).asks).toContainEqual(
    expect.objectContaining({ ticketId: ticket.id }),
  );
  const failed = await asks(by, "Why is the engine down?");
  expect(failed["content"]).toBe(texts.say("failed"));
  town.classifier.when("is the engine down", classified(aClassification({ kind: "other" })));
  await town.later(20 * MINUTE);
  expect(town.said(general())).toHaveLength(1);
});

it("redirects what is not for the docs, and tells staff of what is for people", async () => {
  const by = town.member();
  const account = await asks(by, "Where is my invoice please? my invoice is gone");
  expect(account["content"]).toContain("support.example");
  const before = town.discord.messages(town.review).length;
  const report = await asks(by, "I can see somebody else's files");
  expect(report["content"]).toBe(texts.say("asked.for-people", { code: codeIn(report) }));
  await town.later(SECOND);
  expect(town.discord.messages(town.review).length).toBeGreaterThan(before);
  expect(town.said(general())).toHaveLength(1);
  await town.approve("dismiss");
});

it("refuses those who switched the bot off, and offers no sharing in threads", async () => {
  const { thread, by } = await town.ask("lol");
  const answer = await asks(by, "How do I upload?", thread);
  expect(buttonsOf(answer).map(({ verb }) => verb)).toEqual(["ask-helped", "ask-wrong"]);
  await by.command("no-ai", { where: "person" }, thread).reply();
  const refused = await asks(by, "How do I upload?", thread);
  expect(refused["content"]).toBe(texts.say("refused.switched-off"));
});

it("is looked at once, however long the answer takes", async () => {
  const answering = Promise.withResolvers<void>();
  const { classify } = town.classifier;
  let calls = 0;
  town.classifier.classify = async (input) => {
    if (input.text.includes("slowly")) {
      calls += 1;
      await answering.promise;
    }
    return classify(input);
  };
  const asked = town.member().command("ask", { question: "How do I upload slowly?" }, general());
  await asked.ack();
  await vi.waitFor(() => expect(calls).toBe(1), { timeout: 20_000 });
  await town.later(3 * MINUTE);
  await town.later(3 * MINUTE);
  answering.resolve();
  const answer = await asked.reply(20_000);
  await town.later(20 * MINUTE);
  expect(calls).toBe(1);
  expect(answer["content"]).toContain(town.passage.url);
  expect((await ticketCalled(codeIn(answer))).ticket.state).toBe("answered");
});
