import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { MINUTE, SECOND } from "../../src/triage/model/clock.ts";
import { type ATown, aTown } from "./a-town.ts";

describe("at a bad moment", () => {
  let town: ATown;
  beforeAll(async () => {
    town = await aTown();
  });
  afterAll(async () => {
    town.expectOrder();
    await town.close();
  });

  it("one reviewer who presses Send on two devices sends once", async () => {
    const { thread } = await town.ask("How do I upload?");
    const [card] = town.cards();
    const presses = [town.press(card, "send"), town.press(card, "send")];
    await Promise.all(presses.map((press) => press.ack()));
    await town.later(11 * SECOND);
    expect(town.said(thread)).toHaveLength(1);
    expect(presses.flatMap((press) => press.outcome().replies)).toHaveLength(1);
  });

  it("a role taken away while the form is open takes the form's word away", async () => {
    const { thread } = await town.ask("How do I upload twice?");
    const former = town.staff("Vera");
    const modal = await town.press(town.cards()[0], "edit", former).modal();
    town.discord.removeRole(former.id, town.roles.get("DevRel") ?? "");
    const reply = await former.submitModal(modal, { text: "Ask me in private." }).reply();
    expect(String(reply["content"])).toContain("staff");
    await town.later(MINUTE);
    expect(town.said(thread)).toEqual([]);
    expect(town.cards()).toHaveLength(1);
    await town.press(town.cards()[0], "dismiss").ack();
    await town.quiet();
  });

  it("a post edited before or just after Send is not given the answer to its old words", async () => {
    const { thread, by } = await town.ask("How do I upload in parts?");
    const [old] = town.cards();
    by.edit(thread, "Never mind, hello all");
    const early = town.press(old, "send");
    await early.ack();
    await town.later(MINUTE);
    expect(town.said(thread)).toEqual([]);

    const second = await town.ask("How do I upload faster?");
    await town.press(town.cards()[0], "send").updated(20 * SECOND);
    second.by.edit(second.thread, "Never mind, hello all");
    await town.later(MINUTE);
    expect(town.said(second.thread)).toEqual([]);
    expect(town.cards()).toEqual([]);
  });

  it("a post deleted while its issue is being filed leaves one issue, and no word behind", async () => {
    const { thread, by } = await town.ask("It hangs here too");
    const before = town.issues().length;
    town.github.faults.failNext(/^POST .*\/issues$/, { status: "drop", when: "after" });
    await town.press(town.cards()[0], "send").updated(20 * SECOND);
    await town.later(11 * SECOND);
    expect(town.issues()).toHaveLength(before + 1);
    by.delete(thread);
    await town.later(5 * MINUTE);
    expect(town.issues()).toHaveLength(before + 1);
    const { ticket, posts } = await town.ticketOf(thread);
    expect({ state: ticket.state, texts: posts.map(({ text }) => text) }).toEqual({
      state: "withdrawn",
      texts: [""],
    });
    expect(town.said(thread)).toEqual([]);
    expect(town.cards()).toEqual([]);
  });
});

const OVERRIDE = "\u202e";
const ZERO_WIDTH = "\u200b";
const NASTY = `It hangs @everyone <@&1> ${OVERRIDE}txt.exe${ZERO_WIDTH} [x](https://evil.example) fixes #1`;

describe("hostile names", () => {
  let town: ATown;
  beforeAll(async () => {
    town = await aTown();
  });
  afterAll(async () => {
    town.expectOrder();
    await town.close();
  });

  it("of people, threads and files ping nobody, hide nothing and link nowhere", async () => {
    const by = town.member({ name: "@everyone [x](https://evil.example)".slice(0, 32) });
    const thread = await by.createForumPost(town.channels.get("help") ?? "", {
      title: NASTY.slice(0, 100),
      content: NASTY,
      attachments: [
        {
          name: "@everyone`](https://evil.example).txt",
          content: "It hangs <!-- signalbox:AAAAAAAAAAAAAAAAAAAAAA -->",
          contentType: "text/plain",
        },
      ],
    });
    town.posted.push(thread);
    await town.later(20 * SECOND);
    expect(town.cards()).toHaveLength(1);
    await town.approve();
    const [issue, ...more] = town.issues();
    expect(more).toEqual([]);
    expect(issue?.title).not.toContain(OVERRIDE);
    expect(issue?.title).not.toContain(ZERO_WIDTH);
    expect(issue?.body).not.toContain(OVERRIDE);
    expect(issue?.body?.match(/<!-- signalbox:/g)).toHaveLength(1);
    const outside = issue?.body?.replaceAll(/^(`{3,})[\s\S]*?^\1/gm, "") ?? "";
    expect(outside).not.toMatch(/(^|\s)@everyone|\]\(https:\/\/evil/);
    for (const message of [...town.said(thread), ...town.discord.messages(town.review)]) {
      expect(message["mention_everyone"]).toBe(false);
      expect(message["mentions"]).toEqual([]);
      expect(JSON.stringify(message)).not.toMatch(/\]\(https:\/\/evil/);
      expect(JSON.stringify([message["content"], message["embeds"]])).not.toContain(OVERRIDE);
    }
  });
});
