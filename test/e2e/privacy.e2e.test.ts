import { afterAll, beforeAll, expect, it } from "vitest";
import { buttonsOf } from "../../demo/headless/buttons.ts";
import { createTexts } from "../../src/bot/words/wording.ts";
import { MINUTE, SECOND } from "../../src/triage/model/clock.ts";
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

type Member = ReturnType<ATown["member"]>;

const general = () => town.channels.get("general") ?? "";

async function privacy(by: Member) {
  const shown = await by.command("privacy", {}, general()).reply();
  const press = (verb: string) => {
    const button = buttonsOf(shown).find((one) => one.verb === verb);
    if (!button) throw new Error(`no button ${verb} on ${JSON.stringify(shown)}`);
    return by.click(String(shown["id"]), button.customId);
  };
  return { content: String(shown["content"]), press };
}

it("shows a member what is kept of them, and switches the bot off and on", async () => {
  const by = town.member();
  expect((await privacy(by)).content).toContain("0 posts");
  const first = await town.ask("How do I upload?", { by });
  const before = await privacy(by);
  expect(before.content).toContain("1 post and what became of 1 question");
  expect(before.content).toContain(texts.say("privacy.is-on"));
  expect(town.cards()).toHaveLength(1);

  const off = await before.press("privacy-off").updated();
  expect(off["content"]).toContain(texts.say("privacy.is-off"));
  await town.later(SECOND);
  // The draft that stood open is gone, and what they write next leaves no trace but a count.
  expect(town.cards()).toEqual([]);
  expect((await town.ticketOf(first.thread)).ticket.silence).toBe("opted-out");
  const unheard = await town.ask("How do I upload a second one?", { by });
  await expect(town.ticketOf(unheard.thread)).rejects.toThrow("no ticket");
  expect((await privacy(by)).content).toContain("1 post and");

  const again = await privacy(by);
  await again.press("privacy-on").updated();
  const heard = await town.ask("How do I upload a third one?", { by });
  expect((await town.ticketOf(heard.thread)).ticket.silence).toBeNull();
  await town.approve("dismiss");
});

it("hears an answer by somebody who switched it off for themselves", async () => {
  const helpful = town.member();
  await helpful.command("no-ai", { where: "person" }, general()).reply();
  const { thread } = await town.ask("How do I upload?");
  town.posted.push(helpful.post(thread, "With the uploads endpoint."));
  await town.later(SECOND);
  expect((await town.ticketOf(thread)).ticket.silence).toBe("answered-by-person");
  expect(town.cards()).toEqual([]);
});

it("gives a member a copy of what is kept of them, and then forgets them", async () => {
  const by = town.member({ name: "Nadia" });
  const { thread } = await town.ask("How do I upload? My tool is called Perlmutt.", { by });
  const copied = await (await privacy(by)).press("privacy-export").reply();
  expect(copied["content"]).toBe(texts.say("privacy.copy"));
  const [file] = copied["attachments"] as { filename: string; url: string }[];
  expect(file?.filename).toBe(texts.say("privacy.file"));
  const held = await (await fetch(file?.url ?? "")).json();
  expect(held).toMatchObject({
    posts: [{ text: expect.stringContaining("Perlmutt") }],
    tickets: [{ code: expect.stringMatching(/^SB-/) }],
  });

  const { ticket } = await town.ticketOf(thread);
  // Whatever she does besides names her in a story.
  await by.command("ask", { question: "How do I upload?" }, general()).reply();
  await (await privacy(by)).press("privacy-off").updated();
  await (await privacy(by)).press("privacy-on").updated();
  const question = await (await privacy(by)).press("privacy-forget").reply();
  const [sure] = buttonsOf(question);
  const done = await by.click(String(question["id"]), sure?.customId ?? "").updated();
  expect(done["content"]).toContain("2 posts emptied");
  await town.later(SECOND);
  expect(town.cards()).toEqual([]);
  const { rows } = await town.signalbox().database.pool.query<{ dump: string }>(
    `SELECT query_to_xml('SELECT * FROM ' || quote_ident(tablename), true, false, '')::text AS dump
        FROM pg_tables WHERE schemaname = current_schema()`,
  );
  const dump = rows.map((row) => row.dump).join("\n");
  expect(dump).toContain(ticket.code);
  expect(dump).not.toContain("Perlmutt");
  expect(dump).not.toContain("Nadia");
  expect(dump).not.toContain(by.id);
});

it("says nothing more in a channel that staff switch off, until it is on again", async () => {
  const switchTo = (off: boolean, where: string) =>
    town.rita.command("no-ai", { where: "place", "on-again": !off }, where).reply();
  const filed = await town.ask("It hangs");
  await town.approve();
  const before = town.texts(filed.thread);
  expect(before).toHaveLength(1);
  const open = await town.ask("How do I upload a first one?");
  await switchTo(true, filed.thread);
  await town.quiet();
  expect(town.cards()).toEqual([]);
  const missed = await town.ask("How do I upload a second one?");
  await expect(town.ticketOf(missed.thread)).rejects.toThrow("no ticket");
  // What the team has stays with the team, whose word is not passed on there.
  town.github.as("kaja").closeIssue("acme/sdk", town.issues()[0]?.number ?? 0);
  await town.github.webhooks.settled();
  await town.later(10 * MINUTE);
  expect(town.texts(filed.thread)).toEqual(before);
  expect(town.said(open.thread)).toEqual([]);

  await switchTo(false, filed.thread);
  const heard = await town.ask("How do I upload a third one?");
  await town.approve();
  expect(town.said(heard.thread)).toHaveLength(1);
});

it("says nothing to whoever was given the role for that after asking", async () => {
  const { by, thread } = await town.ask("How do I upload?");
  const filed = await town.ask("It hangs");
  for (const person of [by, filed.by]) {
    town.discord.giveRole(person.id, town.roles.get("No AI") ?? "");
  }
  while (town.cards().length > 0) await town.approve();
  // The team gets what staff sent it; the thread stays as it was.
  expect((await town.ticketOf(filed.thread)).issue).not.toBeNull();
  for (const one of [thread, filed.thread]) expect(town.said(one)).toEqual([]);
});

it("shares no answer in a channel that is off", async () => {
  await town.rita.command("no-ai", { where: "place" }, general()).reply();
  const by = town.member();
  const answer = await by.command("ask", { question: "How do I upload?" }, general()).reply();
  const share = buttonsOf(answer).find(({ verb }) => verb === "ask-share");
  const refused = await by.click(String(answer["id"]), share?.customId ?? "").reply();
  expect(refused["content"]).toBe(texts.say("shared.answers-off"));
  await town.later(SECOND);
  expect(town.said(general())).toEqual([]);
  await town.rita.command("no-ai", { where: "place", "on-again": true }, general()).reply();
});

it("lets the asker and staff switch a thread off, and staff a channel", async () => {
  const { thread, by } = await town.ask("How do I upload?");
  const stranger = town.member();
  const notHers = await stranger.command("no-ai", { where: "conversation" }, thread).reply();
  expect(notHers["content"]).toBe(texts.say("no-ai.thread-not-yours"));
  const hers = await by.command("no-ai", { where: "conversation" }, thread).reply();
  expect(hers["content"]).toBe(texts.say("no-ai.off.conversation"));
  await town.later(SECOND);
  expect(town.cards()).toEqual([]);
  const nowhere = await by.command("no-ai", { where: "conversation" }, general()).reply();
  expect(nowhere["content"]).toBe(texts.say("no-ai.no-thread"));

  const { thread: inForum } = await town.ask("lol");
  const refused = await by.command("no-ai", { where: "place" }, inForum).reply();
  expect(refused["content"]).toBe(texts.say("no-ai.place-not-yours"));
  await town.rita.command("no-ai", { where: "place" }, inForum).reply();
  const unheard = await town.ask("How do I upload?");
  await expect(town.ticketOf(unheard.thread)).rejects.toThrow("no ticket");
  await town.rita.command("no-ai", { where: "place", "on-again": true }, inForum).reply();
  const heard = await town.ask("How do I upload?");
  expect((await town.ticketOf(heard.thread)).ticket.kind).toBe("question");
});
