import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buttonsOf } from "../../demo/headless/buttons.ts";
import { createTexts } from "../../src/bot/words/wording.ts";
import { DAY, MINUTE, SECOND } from "../../src/triage/model/clock.ts";
import { aCandidate } from "../fakes/samples.ts";
import { type ATown, aTown } from "./a-town.ts";

type Json = Readonly<Record<string, unknown>>;
type Member = ReturnType<ATown["member"]>;

const texts = createTexts();
const CAP = 3;
const KEY = `sk-${"proj"}-${"A1b2C3d4".repeat(6)}`;

describe("members who press twice, at once and without end", () => {
  let town: ATown;
  beforeAll(async () => {
    town = await aTown({ settings: { limits: { profile: "relaxed", asks_per_day: CAP } } });
  });
  afterAll(async () => {
    town.expectOrder();
    await town.close();
  });

  const general = () => town.channels.get("general") ?? "";
  const inReview = () => town.discord.messages(town.review).length;
  async function ticketCount() {
    const { store, communityId } = town.signalbox();
    return (await store.reports.figures(communityId)).tickets;
  }
  function on(by: Member, message: Json, verb: string) {
    const button = buttonsOf(message).find((one) => one.verb === verb);
    if (!button) throw new Error(`no button ${verb} on ${JSON.stringify(message)}`);
    return by.click(String(message["id"]), button.customId);
  }
  async function aFiledBug(by = town.member()) {
    const { thread } = await town.ask("It hangs", { by });
    await town.approve();
    const { issue, ticket } = await town.ticketOf(thread);
    if (!issue) throw new Error("nothing was filed");
    const [notice = {}] = town.said(thread);
    return { by, thread, issue, ticket, notice };
  }
  const comments = (number: number) => town.github.comments("acme/sdk", number);

  it("report once what they looked up once", async () => {
    const { issue } = await aFiledBug();
    const target = { type: "issue", issue, visibility: "public" } as const;
    town.sameAsks.when("It hangs so", [aCandidate({ target, score: 0.9, open: true })]);
    const by = town.member();
    const title = "It hangs so ||@everyone|| [a](https://evil.example)";
    const alike = await by.command("report", { title }, general()).reply();
    const before = await ticketCount();
    const presses = [1, 2].map(() => on(by, alike, "report-same"));
    const modal = await on(by, alike, "report-write").modal();
    const words = await Promise.all(presses.map(async (one) => (await one.updated())["content"]));
    expect(new Set(words).size).toBe(1);
    expect(words[0]).toContain("Taken in as SB-");
    await by.submitModal(modal, { what: "🔥🔥🔥" }).ack();
    await town.later(20 * SECOND);
    expect((await ticketCount()) - before).toBe(1);
    await town.approve("dismiss");
  });

  it("are told plainly of the cap, also when everything comes at once", async () => {
    const by = town.member();
    const asks = Array.from({ length: CAP + 3 }, () =>
      by.command("ask", { question: "How do I upload?" }, general()),
    );
    const answers = await Promise.all(asks.map((ask) => ask.reply(30_000)));
    const refused = answers.filter(({ content }) => content === texts.say("refused.daily-cap"));
    expect(refused).toHaveLength(3);

    const other = town.member();
    const looked = await Promise.all(
      Array.from({ length: CAP + 1 }, () =>
        other.command("report", { title: "It hangs at noon" }, general()).reply(30_000),
      ),
    );
    const taken = [];
    for (const message of looked) {
      const modal = await on(other, message, "report-write").modal();
      taken.push((await other.submitModal(modal, { what: "It hangs." }).updated())["content"]);
    }
    expect(taken.at(-1)).toBe(texts.say("refused.daily-cap"));
    expect(taken.filter((words) => String(words).includes("Taken in"))).toHaveLength(CAP);
    await town.later(20 * SECOND);
    while (town.cards().length > 0) await town.approve("dismiss");
  });

  it("alert staff once by Ask a person", async () => {
    const { thread, by } = await town.ask("How do I upload?");
    await town.approve();
    const before = inReview();
    const [answer] = town.said(thread);
    await Promise.all([1, 2, 3, 4, 5].map(() => town.press(answer, "person", by).ack()));
    await town.later(SECOND);
    expect(inReview() - before).toBe(1);
  });

  it("withdraw once, and nothing untrue is said of what stood there", async () => {
    const { by, thread, issue, notice } = await aFiledBug();
    const sure = await town.press(notice, "withdraw", by).reply();
    await Promise.all([1, 2].map(() => on(by, sure, "withdraw-sure").reply()));
    await town.later(SECOND);
    const said = town.texts(thread);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(texts.say("withdrawn.by-reporter"));
    expect(said[0]).not.toContain("wrong");
    expect(comments(issue.number)).toHaveLength(1);
  });

  it("add so much to an issue in a day, and no more", async () => {
    const { by, issue, notice } = await aFiledBug();
    const answers = [];
    for (let n = 0; n <= CAP; n += 1) {
      const modal = await town.press(notice, "correct", by).modal();
      answers.push((await by.submitModal(modal, { text: `More of it: ${n}` }).reply())["content"]);
    }
    await town.later(SECOND);
    expect(answers.at(-1)).toBe(texts.say("refused.daily-cap"));
    expect(comments(issue.number)).toHaveLength(CAP);
    await town.later(DAY);
    const modal = await town.press(notice, "correct", by).modal();
    const next = await by.submitModal(modal, { text: "And more." }).reply();
    expect(next["content"]).toBe(texts.say("noted.correction"));
    await town.later(SECOND);
  });

  it("delete a post, and every word of ours about it goes, the notice as well", async () => {
    const { by, thread, notice } = await aFiledBug();
    by.delete(thread);
    await town.later(MINUTE);
    expect(town.said(thread)).toEqual([]);
    expect(() => town.press(notice, "correct", by)).toThrow();
    expect(JSON.stringify(town.discord.messages(town.review).at(-1))).toContain("deleted a post");
  });

  it("read the note about their key also after they deleted the post", async () => {
    const by = town.member({ dmsClosed: true });
    const { thread } = await town.ask(`lol ${KEY}`, { by });
    const [note] = town.said(thread);
    by.delete(thread);
    await town.later(SECOND);
    const told = await town.press(note, "read-note", by).reply();
    expect(told["content"]).toContain("credential");
  });

  it("ask for an old one of theirs by its code, and never for somebody else's", async () => {
    const by = town.member();
    const { ticket } = await aFiledBug(by);
    for (let n = 0; n < 26; n += 1) {
      const draft = { title: `lol ${n}`, content: "lol" };
      town.posted.push(await by.createForumPost(town.channels.get("help") ?? "", draft));
    }
    await town.later(20 * SECOND);
    const asks = async (who: Member) =>
      (await who.command("status", { code: ticket.code }, general()).reply())["content"];
    expect(await asks(by)).toContain(`**${ticket.code}**`);
    expect(await asks(town.member())).toBe(texts.say("status.unknown", { code: ticket.code }));
  });
});
