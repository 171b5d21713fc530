import { expect, it, vi } from "vitest";
import { DAY, HOUR, MINUTE, SECOND } from "../../src/triage/model/clock.ts";
import { aClassification } from "../fakes/samples.ts";
import { type ATown, aTown } from "./a-town.ts";

const MOST_CARDS = 8;

const inReview = (town: ATown) => JSON.stringify(town.discord.messages(town.review));
const help = (town: ATown) => town.channels.get("help") ?? "";

function helper(town: ATown, name = "Hal") {
  return town.discord.addMember({ name, roles: [town.roles.get("Helper") ?? ""] });
}

it("the reviewer who never comes: a week, eight cards at most, and nobody told a falsehood", async () => {
  const town = await aTown({ settings: { acts: { ask: "auto", answer: "draft" } } });
  const said: string[] = [];
  let mostCards = 0;
  for (let day = 0; day < 7; day += 1) {
    for (const words of ["How do I upload?", "It hangs", "It crashes", "my invoice is wrong"]) {
      const { thread } = await town.ask(`${words} Day ${day}.`);
      mostCards = Math.max(mostCards, town.cards().length);
      said.push(thread);
    }
    await town.later(DAY);
  }
  expect(mostCards).toBeGreaterThan(4);
  expect(mostCards).toBeLessThanOrEqual(MOST_CARDS);
  expect(town.issues()).toEqual([]);
  // Only the question for what is missing was asked, which needs nobody; nothing was promised.
  for (const thread of said) {
    for (const text of town.texts(thread)) {
      expect(text).not.toMatch(/with the team|is fixed|filed|will (answer|look)|soon/i);
    }
  }
  const { store, communityId } = town.signalbox();
  const { proposals } = await store.reports.figures(communityId);
  expect(proposals["expired"] ?? 0).toBeGreaterThan(0);
  town.expectOrder();
  await town.close();
}, 120_000);

/** A community of its own for each story, which ends with everything in order. */
function story(words: string, play: (town: ATown) => Promise<void>): void {
  it(words, async () => {
    const docs = [{ name: "solved", kind: "markdown", tickets: "accepted" }];
    const town = await aTown({ settings: { docs, acts: { answer: "draft", ask: "auto" } } });
    try {
      const is = (piece: string, overrides: Parameters<typeof aClassification>[0]) =>
        town.classifier.when(piece, {
          type: "classified",
          classification: aClassification(overrides),
          call: null,
        });
      is("my lawyer", { kind: "other", lane: "care" });
      is("somebody else's files", { kind: "bug", lane: "security", missing: [] });
      await play(town);
      town.expectOrder();
    } finally {
      await town.close();
    }
  });
}

story("takes a wrong answer back in one click though twelve had pressed Helped", async (town) => {
  const { thread, by } = await town.ask("How do I upload?");
  await town.approve();
  const [answer] = town.said(thread);
  const others = Array.from({ length: 11 }, () => town.member());
  const twelve = [by, ...others];
  expect(new Set(twelve.map(({ id }) => id)).size).toBe(12);
  // All at once, and one of them again: it is people who count, not presses.
  await Promise.all(twelve.map((one) => town.press(answer, "helped", one).ack()));
  await town.press(answer, "helped", by).ack();
  await town.quiet();
  const heard = async () => (await town.signalbox().store.reports.answers(communityId)).byAction;
  const { communityId } = town.signalbox();
  // Each was acknowledged at once, and is written down after the others.
  const wrote = async () => expect(await heard()).toMatchObject([{ helped: 12, wrong: 0 }]);
  await vi.waitFor(wrote, { timeout: 30_000 });
  await town.rita.messageCommand("Keep this answer", String(answer?.["id"])).reply();
  await town.later(SECOND);
  const { store } = town.signalbox();
  expect(await store.knowledge.standing(communityId)).toHaveLength(1);

  await town.press(answer, "wrong", helper(town)).ack();
  await town.later(SECOND);
  expect(await heard()).toMatchObject([{ helped: 12, wrong: 1 }]);
  // Whatever else waits, this card comes first.
  const [card] = town.cards();
  expect((await town.ticketOf(thread)).proposal?.proposed.outcome).toBe("retract");
  await town.press(card, "send").ack();
  await town.later(MINUTE);
  const stands = town.texts(thread);
  // What stood there says so, and one new message marks the thread unread; neither pings anybody.
  expect(stands).toHaveLength(2);
  expect(stands[0]).toContain("The message that stood here was wrong");
  expect(stands[1]).toContain("What the bot said above was wrong");
  expect(stands.join()).not.toContain(town.passage.url);
  for (const one of town.said(thread)) expect(one).toMatchObject({ mentions: [] });
  expect(await store.knowledge.standing(communityId)).toEqual([]);
  // Nobody is written to besides.
  for (const one of twelve) expect(town.discord.directMessages(one.id)).toEqual([]);
  // A second word against it changes nothing more.
  await town.later(HOUR);
  expect(town.texts(thread)).toEqual(stands);
  expect(town.cards()).toEqual([]);
});

type Press = { ack(): Promise<unknown> };

it.each<{
  when: string;
  race: (town: ATown, send: () => Press, answer: () => void) => Promise<unknown>;
}>([
  {
    when: "a second before Send",
    async race(town, send, answer) {
      answer();
      town.clock.advance(SECOND);
      await send().ack();
    },
  },
  {
    when: "in the moment of Send, and comes first",
    race(_, send, answer) {
      answer();
      return send().ack();
    },
  },
  {
    when: "in the moment of Send, and comes second",
    race(_, send, answer) {
      const pressed = send();
      answer();
      return pressed.ack();
    },
  },
  {
    when: "while what was sent can still be undone",
    async race(town, send, answer) {
      await send().ack();
      await town.later(5 * MINUTE);
      const { store, communityId } = town.signalbox();
      const due = await store.outbox.nextDueAt(communityId, "all");
      expect(due).toBeGreaterThan(town.clock.now());
      answer();
    },
  },
])("a regular who answers $when: the bot says nothing more", async ({ race }) => {
  // The clock goes on while the program works: what can be undone has to last that long.
  const town = await aTown({ settings: { review: { undo: "10m" } } });
  try {
    const { thread } = await town.ask("How do I upload?");
    const [card] = town.cards();
    const regular = town.member({ name: "Regular" });
    await race(
      town,
      () => town.press(card, "send"),
      () => void town.posted.push(regular.post(thread, "Use the uploads endpoint, with parts.")),
    );
    await town.later(20 * MINUTE);
    expect(town.said(thread)).toEqual([]);
    expect(town.cards()).toEqual([]);
    const { ticket, actions } = await town.ticketOf(thread);
    expect(ticket.silence).toBe("answered-by-person");
    expect(actions.filter(({ deed }) => deed.do === "say").map(({ state }) => state)).not.toContain(
      "done",
    );
    town.expectOrder();
  } finally {
    await town.close();
  }
});

story(
  "has an angry legal post: staff are told, nothing is said there, and it stays so",
  async (town) => {
    const by = town.member();
    const { thread } = await town.ask("You will hear from my lawyer, this is a disgrace.", { by });
    expect(town.said(thread)).toEqual([]);
    expect(town.discord.message(thread)?.["reactions"] ?? []).toEqual([]);
    expect(inReview(town)).toContain(thread);
    expect(town.cards()).toEqual([]);
    expect((await town.ticketOf(thread)).ticket).toMatchObject({ lane: "care", silence: "care" });
    town.posted.push(by.post(thread, "How do I upload?"));
    await town.later(MINUTE);
    expect(town.said(thread)).toEqual([]);
    expect(town.issues()).toEqual([]);
  },
);

story(
  "hears that somebody else's files are visible: in private, with no word of it in public",
  async (town) => {
    const before = town.issues().length;
    const { thread } = await town.ask("I can see somebody else's files when I list mine.");
    expect(inReview(town)).toContain("May be a security matter");
    const [card] = town.cards();
    await town.press(card, "send").updated(20 * SECOND);
    await town.later(11 * SECOND);
    const filed = town.issues().slice(before);
    expect(filed).toHaveLength(1);
    const { repositories } = town.github.snapshot();
    const where = repositories.find(({ issues }) => issues.some(({ id }) => id === filed[0]?.id));
    expect(where?.visibility).toBe("private");
    expect(town.texts(thread).join()).not.toMatch(/acme|security|vulnerab|private|github/i);
  },
);

story(
  "has a post of 7,000 characters in four messages: one ticket, one card, all of its text",
  async (town) => {
    const by = town.member();
    const long = `It hangs at the beginning. ${"It is very long. ".repeat(500)}`.slice(0, 6_980);
    const text = `${long} The end.`;
    const thread = await by.createForumPost(help(town), { title: "Long", content: text });
    const ids = town.discord.messages(thread).map((message) => String(message["id"]));
    expect(ids).toHaveLength(4);
    town.posted.push(...ids);
    await town.later(20 * SECOND);
    const { posts, ticket } = await town.ticketOf(thread);
    expect(posts.map(({ sourceId }) => sourceId)).toEqual(ids);
    for (const id of ids) expect((await town.ticketOf(id)).ticket.id).toBe(ticket.id);
    expect(posts.map((post) => post.text).join(" ")).toContain("The end.");
    expect(town.cards()).toHaveLength(1);
    await town.approve();
    expect(town.said(thread)).toHaveLength(1);
  },
);

story(
  "has a rival bot that opens threads: what people ask there is heard once, what bots say never",
  async (town) => {
    const general = town.channels.get("general") ?? "";
    const rival = town.discord.addMember({ name: "rival", bot: true });
    const by = town.member();
    const question = by.post(general, `<@${town.discord.botUserId}> How do I upload?`);
    const thread = rival.createThread(question, "A thread by another bot");
    const chatter = rival.post(thread, "I have opened a thread for you! It hangs, too.");
    const more = by.post(thread, "It is over 1 GB.");
    town.posted.push(question, chatter, more);
    await town.later(20 * SECOND);
    const { store, communityId } = town.signalbox();
    const found = await store.tickets.find(communityId, { postSourceId: question });
    expect(found).toHaveLength(1);
    expect(await store.tickets.find(communityId, { postSourceId: chatter })).toEqual([]);
    expect(town.cards()).toHaveLength(1);
    await town.approve();
    // In the thread that hangs on the post, whoever opened it; none of our own beside it.
    expect(town.said(thread)).toHaveLength(1);
    const hung = town.discord.threads(general).filter(({ id }) => id === question);
    expect(hung).toHaveLength(1);
    expect((await town.ticketOf(question)).ticket.silence).toBeNull();
  },
);

story(
  "has staff who ask as members: their posts are left alone, and what they send in is a ticket",
  async (town) => {
    const theo = town.staff("Theo");
    const draft = { title: "For a customer", content: "How do I upload?" };
    const thread = await theo.createForumPost(help(town), draft);
    town.posted.push(thread);
    await town.later(MINUTE);
    const { store, communityId } = town.signalbox();
    expect(await store.tickets.find(communityId, { postSourceId: thread })).toEqual([]);
    expect(town.said(thread)).toEqual([]);
    const reply = await theo.messageCommand("Send to triage", thread).reply();
    expect(JSON.stringify(reply)).toMatch(/SB-\d+/);
    await town.later(20 * SECOND);
    expect(town.cards()).toHaveLength(1);
    await town.approve();
    expect(town.texts(thread)[0]).toContain(town.passage.url);
    const asked = await theo.command("ask", { question: "How do I upload?" }, help(town)).reply();
    expect(asked["content"]).toContain(town.passage.url);
  },
);

it("nine hours of downtime with 400 posts: each is a ticket once, and old ones stay unanswered", async () => {
  const town = await aTown({ lasting: true });
  // The first look at a channel only says from when on it is read.
  await town.signalbox().bot?.catchUpNow();
  const threads: { id: string; old: boolean }[] = [];
  async function post(old: boolean): Promise<void> {
    const draft = { title: "Help, please", content: "It crashes" };
    threads.push({ id: await town.member().createForumPost(help(town), draft), old });
  }
  await town.restart(async () => {
    town.clock.advance(HOUR);
    for (let n = 0; n < 200; n += 1) await post(true);
    town.clock.advance(7 * HOUR);
    for (let n = 0; n < 200; n += 1) await post(false);
    town.clock.advance(HOUR);
  });
  town.posted.push(...threads.map(({ id }) => id));
  await town.signalbox().bot?.catchUpNow();
  const deadline = Date.now() + 540_000;
  await town.quiet(deadline);
  town.clock.advance(20 * SECOND);
  await town.quiet(deadline);
  const { store, communityId } = town.signalbox();
  expect((await store.reports.figures(communityId)).tickets).toBe(400);
  for (const { id, old } of threads) {
    const { ticket } = await town.ticketOf(id);
    expect(ticket.silence).toBe(old ? "older-than-limit" : null);
    expect(town.said(id)).toHaveLength(old ? 0 : 1);
  }
  town.expectOrder();
  await town.close();
}, 600_000);
