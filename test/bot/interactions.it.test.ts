import { Routes } from "discord.js";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import type { CardDetails, ReviewResult } from "../../src/bot/deps.ts";
import { createDiscordRest } from "../../src/bot/discord/discord-rest.ts";
import { formatCustomId, type Verb } from "../../src/bot/presses/custom-id.ts";
import { staffTexts } from "../../src/bot/words/staff-texts.ts";
import { createTexts } from "../../src/bot/words/wording.ts";
import type { GapLine } from "../../src/triage/gaps/gap-lines.ts";
import { systemClock } from "../../src/triage/model/clock.ts";
import { CATEGORIES } from "../../src/triage/model/details.ts";
import { createIds } from "../../src/triage/model/ids.ts";
import type { ReviewCard } from "../../src/triage/model/review-card.ts";
import type { Say } from "../../src/triage/model/say.ts";
import type { ReporterResult } from "../../src/triage/people/reporter-desk.ts";
import type { Whereabouts } from "../../src/triage/ports/conversation.ts";
import { aFailure } from "../fakes/engines.ts";
import { aCandidate, aRoute } from "../fakes/samples.ts";
import {
  aCommunity,
  aConversation,
  aReviewer,
  type Community,
  createTestDeps,
  eventually,
  type Running,
  startTestBot,
  type TestDeps,
} from "./bot-harness.ts";
import { aCard } from "./cards.ts";
import { anAnswer } from "./says.ts";

const texts = createTexts();

const ids = createIds(Date.now, () => crypto.getRandomValues(new Uint8Array(10)));
const EPHEMERAL = 64;

let community: Community;
let deps: TestDeps;
let running: Running;
let reviewer: ReturnType<typeof aReviewer>;
let conversation: ReturnType<typeof aConversation>["conversation"];

beforeAll(async () => {
  community = await aCommunity();
  deps = createTestDeps(community);
  running = await startTestBot(community, deps);
  reviewer = aReviewer(community, "Rae");
  conversation = aConversation(community).conversation;
});

afterEach(() => {
  vi.restoreAllMocks();
  deps.clicks.length = 0;
  deps.reporterEvents.length = 0;
  expect(community.sim.stats()).toMatchObject({ violations: [], crashes: [] });
  expect(running.log.lines).toEqual([]);
});

afterAll(async () => {
  await running.bot.stop();
  await community.sim.close();
});

async function aPostedCard(overrides: Partial<ReviewCard> = {}) {
  const card = aCard({ cardId: ids(), ...overrides });
  const messageId = await conversation.postCard(card, ids());
  const press = (verb: Verb, person = reviewer) =>
    person.click(messageId, formatCustomId(verb, card.cardId, card.version));
  return { card, messageId, press };
}

function details(card: ReviewCard): CardDetails {
  return {
    card,
    kind: "question",
    lane: "open",
    area: "sdk",
    claim: null,
    areas: ["sdk"],
    routes: [aRoute({ repository: "acme/sdk" }), aRoute({ repository: "acme/docs" })],
    candidates: [aCandidate()],
    missing: ["version"],
    others: [],
    fullBody: "The whole draft.",
    post: "What was written.",
    translatableFrom: null,
    reasons: ["the docs answer it"],
  };
}

describe("a card", () => {
  it("is sent with one press, at once, and shows it", async () => {
    const { card, messageId, press } = await aPostedCard();
    const pressed = press("send");
    expect(await pressed.updated()).toMatchObject({ id: messageId, components: [] });
    expect(deps.clicks).toEqual([
      {
        cardId: card.cardId,
        version: 1,
        verdict: { verdict: "send" },
        by: { sourceId: reviewer.id, name: "Rae", roles: ["staff"] },
      },
    ]);
    expect(pressed.outcome()).toMatchObject({ replies: [] });
  });

  it("is acknowledged before anything else, however slow the rest is", async () => {
    const { press } = await aPostedCard();
    let finish: (result: ReviewResult) => void = () => {};
    const slow = new Promise<ReviewResult>((resolve) => {
      finish = resolve;
    });
    vi.spyOn(deps, "onReview").mockReturnValue(slow);
    const pressed = press("dismiss");
    await pressed.ack();
    expect(pressed.outcome().updates).toBe(0);
    finish({ type: "done", card: aCard({ closed: "Dismissed by Rae" }) });
    await pressed.updated();
  });

  it("is for staff, and a role taken away counts at once", async () => {
    const { sim, staffRoleId, textId } = community;
    const former = aReviewer(community, "Finn");
    const card = aCard({ cardId: ids() });
    vi.spyOn(deps, "next").mockResolvedValue(card);
    const shown = await former.command("next", {}, textId).reply();
    sim.removeRole(former.id, staffRoleId);
    const pressed = former.click(String(shown["id"]), formatCustomId("send", card.cardId, 1));
    expect(await pressed.reply()).toMatchObject({
      content: texts.say("staff-only"),
      flags: EPHEMERAL,
    });
    expect(deps.clicks).toEqual([]);
  });

  it("takes whoever manages the server for an admin", async () => {
    const { press } = await aPostedCard();
    await press("send", community.sim.owner()).updated();
    expect(deps.clicks[0]?.by.roles).toEqual(["admin"]);
  });

  it("tells the slower of two that somebody was faster", async () => {
    const { card, press } = await aPostedCard();
    const closed = { ...card, version: 2, closed: "Sent by Ada" };
    vi.spyOn(deps, "onReview").mockResolvedValue({ type: "stale", card: closed });
    const pressed = press("send");
    expect(await pressed.reply()).toMatchObject({
      content: staffTexts.results.stale,
      flags: EPHEMERAL,
    });
    expect(pressed.outcome().updates).toBe(1);
  });

  it("says why something cannot be done, and leaves the card", async () => {
    const { press } = await aPostedCard();
    vi.spyOn(deps, "onReview").mockResolvedValue({ type: "refused", words: "Paused." });
    const pressed = press("send");
    expect(await pressed.reply()).toMatchObject({ content: "Paused.", flags: EPHEMERAL });
    expect(pressed.outcome().updates).toBe(0);
  });

  it("is edited in a form that holds what stands there", async () => {
    const { press } = await aPostedCard();
    const form = { version: 1, title: "Uploads hang", text: "Since 2.0." };
    vi.spyOn(deps, "editForm").mockResolvedValue(form);
    const modal = await press("edit").modal();
    const submitted = reviewer.submitModal(modal, { text: "Since 2.0.1." });
    expect(await submitted.updated()).toMatchObject({ components: [] });
    expect(deps.clicks[0]?.verdict).toEqual({
      verdict: "edit",
      title: "Uploads hang",
      text: "Since 2.0.1.",
    });
  });

  it("offers the form again when what it shows comes late", async () => {
    const { press, card } = await aPostedCard();
    const form = { version: 1, title: null, text: "Late text." };
    const loading = Promise.withResolvers<typeof form>();
    vi.spyOn(deps, "editForm").mockReturnValue(loading.promise);
    const reply = await press("edit").reply();
    loading.resolve(form);
    expect(reply).toMatchObject({ content: texts.say("form.ready"), flags: EPHEMERAL });
    const again = formatCustomId("edit", card.cardId, 1);
    const modal = await reviewer.click(String(reply["id"]), again).modal();
    expect(JSON.stringify(modal.components)).toContain("Late text.");
  });

  it("loads anew what failed after its form was late", async () => {
    const { press, card } = await aPostedCard();
    const loading = Promise.withResolvers<never>();
    const form = { version: 1, title: null, text: "Late text." };
    vi.spyOn(deps, "editForm").mockReturnValueOnce(loading.promise).mockResolvedValue(form);
    const reply = await press("edit").reply();
    loading.reject(new Error("no connection"));
    const again = () => reviewer.click(String(reply["id"]), formatCustomId("edit", card.cardId, 1));
    expect(await again().reply()).toMatchObject({ content: texts.say("failed") });
    expect(JSON.stringify((await again().modal()).components)).toContain("Late text.");
    running.log.lines.length = 0;
  });

  it("is not edited by somebody who saw another version", async () => {
    const { press } = await aPostedCard();
    vi.spyOn(deps, "editForm").mockResolvedValue({ version: 2, title: null, text: "New." });
    expect(await press("edit").reply()).toMatchObject({ content: staffTexts.results.stale });
  });

  it("can be undone while there is time", async () => {
    const undoUntil = Date.now() + 10_000;
    const { press } = await aPostedCard({ version: 3, closed: "Sent by Rae", undoUntil });
    await press("undo").updated();
    expect(deps.clicks[0]).toMatchObject({ version: 3, verdict: { verdict: "undo" } });
  });
});

describe("More", () => {
  async function aPanel() {
    const posted = await aPostedCard();
    vi.spyOn(deps, "cardDetails").mockResolvedValue(details(posted.card));
    const pressed = posted.press("more");
    const panel = await pressed.reply();
    const on = (verb: Verb) => formatCustomId(verb, posted.card.cardId, 1);
    return { ...posted, panelId: String(panel["id"]), panel, on };
  }

  it("shows everything in full to one person", async () => {
    const { panel } = await aPanel();
    expect(panel).toMatchObject({ flags: EPHEMERAL });
    expect(JSON.stringify(panel["embeds"])).toMatch(/What was written.*The whole draft/);
    expect(panel["components"]).toHaveLength(5);
  });

  it.each([
    { verb: "label", value: "kind:bug", verdict: { verdict: "change", kind: "bug", lane: null } },
    {
      verb: "label",
      value: "lane:account",
      verdict: { verdict: "change", kind: null, lane: "account" },
    },
    {
      verb: "route",
      value: "1 acme/docs",
      verdict: { verdict: "change", route: { repository: "acme/docs" } },
    },
  ] as const)("changes the $verb to $value", async ({ verb, value, verdict }) => {
    const { panelId, on } = await aPanel();
    const chosen = reviewer.select(panelId, on(verb), [value]);
    expect(await chosen.updated()).toMatchObject({ content: staffTexts.results.done });
    expect(deps.clicks[0]?.verdict).toMatchObject(verdict);
  });

  it("translates what is in another language, for one person, and tells when it cannot", async () => {
    const posted = await aPostedCard();
    const german = { ...details(posted.card), translatableFrom: "German" };
    vi.spyOn(deps, "cardDetails").mockResolvedValue(german);
    const panel = await posted.press("more").reply();
    const translate = formatCustomId("translate", posted.card.cardId, 1);
    expect(JSON.stringify(panel["components"])).toContain(translate);
    const made = vi.spyOn(deps, "translatePost").mockResolvedValue({
      type: "translated",
      from: "German",
      original: "Wie geht das?",
      translation: "How does this work?",
      cut: false,
      model: "gpt-test",
    });
    const pressed = reviewer.click(String(panel["id"]), translate);
    const shown = await pressed.reply();
    expect(shown).toMatchObject({ flags: EPHEMERAL });
    expect(JSON.stringify(shown["embeds"])).toMatch(/Wie geht das\?.*How does this work\?/);
    made.mockResolvedValue(aFailure({ reason: "timeout" }));
    const { failed, why } = staffTexts.translation;
    const late = await reviewer.click(String(panel["id"]), translate).reply();
    expect(late).toMatchObject({ flags: EPHEMERAL, content: failed(why.timeout) });
  });

  it("offers no translation where there is none to be had", async () => {
    const { panel } = await aPanel();
    expect(JSON.stringify(panel["components"])).not.toContain("translate:");
  });

  it("links to what was found, and to nothing else", async () => {
    const { panelId, panel, on } = await aPanel();
    const found = JSON.stringify(panel["components"]).match(/"value":"(issue:[^"]*)"/)?.[1] ?? "";
    const chosen = reviewer.select(panelId, on("link"), [found]);
    await chosen.updated();
    expect(deps.clicks[0]?.verdict).toEqual({ verdict: "link", candidate: aCandidate() });
    const other = await aPanel();
    vi.spyOn(deps, "cardDetails").mockResolvedValue({ ...details(other.card), candidates: [] });
    const late = reviewer.select(other.panelId, other.on("link"), [found]);
    expect(await late.reply()).toMatchObject({ content: staffTexts.results.nothingChosen });
    expect(deps.clicks).toHaveLength(1);
  });

  it.each([
    {
      verb: "ask-reporter",
      fields: {},
      verdict: { verdict: "ask", details: [expect.any(String)] },
    },
    {
      verb: "redraft",
      fields: { instruction: "shorter" },
      verdict: { verdict: "redraft", instruction: "shorter" },
    },
    { verb: "retract", fields: {}, verdict: { verdict: "retract", words: null } },
  ])("opens a form to $verb", async ({ verb, fields, verdict }) => {
    const { panelId, on } = await aPanel();
    const modal = await reviewer.click(panelId, on(verb as Verb)).modal();
    await reviewer.submitModal(modal, fields as Record<string, string>).updated();
    expect(deps.clicks[0]?.verdict).toEqual(verdict);
  });

  it.each(["file", "snooze"] as const)("can %s", async (verb) => {
    const { panelId, on } = await aPanel();
    await reviewer.click(panelId, on(verb)).updated();
    expect(deps.clicks[0]?.verdict.verdict).toBe(verb);
  });
});

describe("a reporter", () => {
  async function said(say: Say) {
    const { sim, forumId } = community;
    const ana = sim.addMember({ name: "Ana" });
    const id = await ana.createForumPost(forumId, { title: "T", content: "It fails." });
    const where: Whereabouts = { placeId: forumId, conversationId: id, postSourceId: id };
    const actionId = ids();
    const { messageId } = await conversation.say(where, say, actionId);
    const press = (verb: Verb) => ana.click(messageId, formatCustomId(verb, actionId));
    return { ana, actionId, press };
  }

  const fixed: Say = { say: "fixed", code: "SB-1", url: null, release: null, askBack: true };
  const links = [{ title: "Uploads", url: "https://docs.example/uploads" }];
  const related: Say = { say: "related", code: "SB-1", links };
  const filed: Say = { say: "filed", code: "SB-1", url: null, reporters: 1 };

  it.each([
    { verb: "helped", event: "helped", say: anAnswer() },
    {
      verb: "solved",
      event: "solved",
      say: related,
    },
    { verb: "wrong", event: "wrong", say: anAnswer() },
    { verb: "person", event: "ask-person", say: anAnswer() },
    { verb: "works", event: "works-now", say: fixed },
    { verb: "broken", event: "still-broken", say: fixed },
  ] as const)("presses $verb and is told what that does", async ({ verb, event, say }) => {
    const { ana, actionId, press } = await said(say);
    expect(await press(verb).reply()).toMatchObject({
      content: texts.say(`noted.${event}`),
      flags: EPHEMERAL,
    });
    expect(deps.reporterEvents).toEqual([
      { actionId, event, by: { sourceId: ana.id, name: "Ana", roles: [] } },
    ]);
  });

  it.each([
    { type: "not-yours", words: texts.say("not-yours") },
    { type: "gone", words: texts.say("gone") },
  ] as const)("is told when it is $type", async ({ type, words }) => {
    vi.spyOn(deps, "onReporter").mockResolvedValue({ type } satisfies ReporterResult);
    vi.spyOn(deps, "reporterForm").mockResolvedValue({ type });
    const { press } = await said(anAnswer());
    expect(await press("helped").reply()).toMatchObject({ content: words });
    const asked = await said({ say: "ask", code: "SB-1", details: ["version"] });
    expect(await asked.press("details").reply()).toMatchObject({ content: words });
  });

  it("adds the details that were asked for", async () => {
    const { ana, actionId, press } = await said({
      say: "ask",
      code: "SB-1",
      details: ["version", "error"],
    });
    const modal = await press("details").modal();
    expect(modal.components).toHaveLength(3);
    const submitted = ana.submitModal(modal, { "0": "2.4.1", free: "only on Tuesdays" });
    expect(await submitted.reply()).toMatchObject({ content: texts.say("noted.details") });
    expect(deps.reporterEvents).toMatchObject([
      {
        actionId,
        event: "details",
        details: [
          { name: "version", text: "2.4.1" },
          { name: texts.say("form.details-free"), text: "only on Tuesdays" },
        ],
      },
    ]);
  });

  it("chooses a category from all ten, and lets an issue quote the post", async () => {
    const say: Say = { say: "ask", code: "SB-1", details: ["category"] };
    vi.spyOn(deps, "reporterForm").mockResolvedValue({
      type: "form",
      code: "SB-1",
      details: ["category"],
    });
    const { ana, actionId, press } = await said(say);
    const modal = await press("details").modal();
    for (const name of CATEGORIES) expect(JSON.stringify(modal.components)).toContain(name);
    const added = await ana.submitModal(modal, { "0": ["over-refusal"] }).reply();
    expect(deps.reporterEvents).toMatchObject([
      { event: "details", details: [{ name: "category", text: "over-refusal" }] },
    ]);
    const quoted = ana.click(String(added["id"]), formatCustomId("quote-me", actionId));
    const noted = await quoted.reply();
    expect(noted).toMatchObject({ content: texts.say("noted.quote-me") });
    const back = ana.click(String(noted["id"]), formatCustomId("quote-me-not", actionId));
    expect(await back.reply()).toMatchObject({ content: texts.say("noted.quote-me-not") });
    expect(deps.reporterEvents.map(({ event }) => event)).toEqual([
      "details",
      "quote-me",
      "quote-me-not",
    ]);
  });

  it("is asked, thanked and asked to be quoted in the language that it was asked in", async () => {
    const { ana, actionId, press } = await said({
      say: "ask",
      code: "SB-1",
      details: ["category"],
    });
    vi.spyOn(deps, "reporterForm").mockResolvedValue({
      type: "form",
      code: "SB-1",
      details: ["category"],
      language: "de",
    });
    const modal = await press("details").modal();
    expect(JSON.stringify(modal.components)).toContain('"label":"Übertriebene Verweigerung"');
    const added = await ana.submitModal(modal, { "0": ["over-refusal"] }).reply();
    // A team reads the choice in English.
    expect(deps.reporterEvents).toMatchObject([{ details: [{ text: "over-refusal" }] }]);
    const de = texts.in("de");
    expect(added).toMatchObject({ content: de.say("noted.details") });
    expect(JSON.stringify(added)).toContain(de.say("button.quote-me"));
    const noted = await ana
      .click(String(added["id"]), formatCustomId("quote-me", actionId))
      .reply();
    expect(noted).toMatchObject({ content: de.say("noted.quote-me") });
    expect(JSON.stringify(noted)).toContain(de.say("button.quote-me-not"));
  });

  it("corrects and withdraws a report, the latter after being asked again", async () => {
    const { ana, actionId, press } = await said(filed);
    const modal = await press("correct").modal();
    await ana.submitModal(modal, { text: "It is 2.4.2." }).reply();
    const sure = await press("withdraw").reply();
    expect(sure).toMatchObject({ content: texts.say("withdraw.sure"), flags: EPHEMERAL });
    expect(deps.reporterEvents.map(({ event }) => event)).toEqual(["correction"]);
    const yes = ana.click(String(sure["id"]), formatCustomId("withdraw-sure", actionId));
    expect(await yes.reply()).toMatchObject({ content: texts.say("noted.withdraw") });
    expect(deps.reporterEvents.map(({ event }) => event)).toEqual(["correction", "withdraw"]);
  });

  it("reads a note that is for the author only", async () => {
    const say: Say = { say: "leaked-credential", community: "Acme", types: ["key"], pages: [] };
    vi.spyOn(deps, "onReporter").mockResolvedValue({ type: "told", say });
    const { press } = await said({ say: "private-note", code: "SB-1" });
    const reply = await press("read-note").reply();
    expect(reply).toMatchObject({ flags: EPHEMERAL, content: expect.stringContaining("Acme") });
  });
});

describe("commands", () => {
  it.each([
    { name: "next", words: staffTexts.commands.nextNone },
    { name: "queue", words: `**For review: 0**\n${staffTexts.commands.queueNone}` },
    { name: "status", words: texts.say("status.none") },
    { name: "triage pause", words: staffTexts.commands.paused },
    { name: "triage resume", words: staffTexts.commands.resumed(0) },
  ])("/$name answers whoever asked", async ({ name, words }) => {
    const asked = reviewer.command(name, {}, community.textId);
    expect(await asked.reply()).toMatchObject({ content: words, flags: EPHEMERAL });
  });

  it("/next shows a card that can be decided right there", async () => {
    const card = aCard({ cardId: ids() });
    vi.spyOn(deps, "next").mockResolvedValue(card);
    const shown = await reviewer.command("next", {}, community.textId).reply();
    const send = formatCustomId("send", card.cardId, card.version);
    expect(await reviewer.click(String(shown["id"]), send).updated()).toMatchObject({
      components: [],
    });
    expect(deps.clicks[0]).toMatchObject({ cardId: card.cardId });
  });

  it("/queue lists what waits", async () => {
    const line = {
      ticketId: ids(),
      claimedBy: null,
      code: "SB-9",
      ask: "How do I <@1> *that*?",
      action: "answer",
      waitingMs: 7_200_000,
      shown: true,
      permalink: "https://discord.example/9",
    };
    const page = { filter: "overdue", page: 0, pages: 1, total: 1, lines: [line] } as const;
    vi.spyOn(deps, "queue").mockResolvedValue(page);
    const shown = reviewer.command("queue", { show: "overdue" }, community.textId);
    const { content } = await shown.reply();
    expect(deps.queue).toHaveBeenCalledWith("overdue", 0, expect.anything());
    expect(content).toContain("**Overdue for review: 1**");
    expect(content).toContain("**[SB-9](<https://discord.example/9>)**");
    expect(content).toContain("answer, 2 h, on a card");
    expect(content).not.toContain("<@1>");
  });

  it("/ticket tells the story", async () => {
    vi.spyOn(deps, "ticket").mockResolvedValue({
      code: "SB-9",
      title: "Uploads hang",
      facts: ["with-team", "bug"],
      permalink: "https://discord.example/9",
      issueUrl: "https://github.example/acme/sdk/issues/1",
      story: [{ at: 1_700_000_000_000, what: "filed", detail: "acme/sdk#1" }],
    });
    const asked = reviewer.command("ticket", { code: "SB-9" }, community.textId);
    const { content } = await asked.reply();
    expect(content).toMatch(/Uploads hang[\s\S]*issues\/1[\s\S]*<t:1700000000:f> filed/);
  });

  it("/retract passes on what is true instead", async () => {
    const retract = vi.spyOn(deps, "retract").mockResolvedValue({ type: "retracting" });
    const options = { code: "SB-9", words: "It is 30 seconds." };
    const asked = reviewer.command("retract", options, community.textId);
    expect(await asked.reply()).toMatchObject({ content: staffTexts.commands.retracting("SB-9") });
    expect(retract).toHaveBeenCalledWith("SB-9", "It is 30 seconds.", expect.anything());
  });

  it("/gaps lists what the docs lack and files one by a button or by its code", async () => {
    const gap: GapLine = {
      code: "G-3",
      title: "Behind a *proxy*",
      askers: 2,
      asks: [],
      words: ["proxy", "client"],
      answer: null,
      cited: [],
      nearest: {
        title: "Networking",
        heading: "Timeouts",
        url: "https://docs.example/net#timeouts",
        page: "net.md",
        source: "docs",
        version: null,
        file: "net.md",
        line: 7,
      },
      filing: "not filed",
      trouble: "",
      issueUrl: null,
      since: 1,
    };
    vi.spyOn(deps, "gaps").mockResolvedValue([gap]);
    const fileGap = vi
      .spyOn(deps, "fileGap")
      .mockResolvedValue({ type: "filing", repository: "acme/docs" });
    const shown = await reviewer.command("gaps", {}, community.textId).reply();
    expect(shown).toMatchObject({ flags: EPHEMERAL });
    expect(String(shown["content"])).toContain(
      "**G-3** Behind a \\*proxy\\* (2 people, near: Networking)\n  -# proxy, client",
    );
    const pressed = reviewer.click(String(shown["id"]), formatCustomId("file-gap", "G-3"));
    const filed = { content: staffTexts.commands.gapFiled("G-3", "acme/docs") };
    expect(await pressed.reply()).toMatchObject(filed);
    const typed = reviewer.command("gaps", { file: "g-3" }, community.textId);
    expect(await typed.reply()).toMatchObject(filed);
    expect(fileGap.mock.calls.map(([code]) => code)).toEqual(["G-3", "g-3"]);
  });

  it("are for staff, whatever the server lists", async () => {
    const { sim, textId } = community;
    const mod = sim.addMember({ name: "Mo" });
    sim.giveRole(mod.id, sim.addRole("Moderator", ["manageMessages"]));
    expect(await mod.command("queue", {}, textId).reply()).toMatchObject({
      content: texts.say("staff-only"),
    });
    expect(() => sim.addMember({ name: "Bo" }).command("queue", {}, textId)).toThrow();
  });

  it("sends a message into triage from its menu", async () => {
    const { sim } = community;
    const lounge = sim.addTextChannel({ name: "lounge" });
    const bo = sim.addMember({ name: "Bo" });
    const messageId = bo.post(lounge, "Uploads hang");
    const cy = sim.addMember({ name: "Cy" });
    expect(await cy.messageCommand("Send to triage", messageId).reply()).toMatchObject({
      content: texts.say("not-yours"),
    });
    expect(deps.called).toEqual([]);
    for (const person of [bo, reviewer]) {
      expect(await person.messageCommand("Send to triage", messageId).reply()).toMatchObject({
        content: texts.say("called.opened", { code: "SB-7" }),
      });
    }
    expect(deps.called).toHaveLength(2);
    expect(deps.called[0]).toMatchObject({ raw: { sourceId: messageId, text: "Uploads hang" } });
  });

  it("keeps an answer from its menu, for staff and helpers", async () => {
    const { sim } = community;
    const lounge = sim.addTextChannel({ name: "answers" });
    const cy = sim.addMember({ name: "Cy" });
    sim.giveRole(cy.id, sim.addRole("Moderator", ["manageMessages"]));
    const messageId = cy.post(lounge, "Set the part size");
    const keep = vi.spyOn(deps, "keepAnswer");
    expect(await cy.messageCommand("Keep this answer", messageId).reply()).toMatchObject({
      content: texts.say("staff-only"),
    });
    expect(keep).not.toHaveBeenCalled();
    expect(await reviewer.messageCommand("Keep this answer", messageId).reply()).toMatchObject({
      content: staffTexts.commands.kept("SB-7"),
      flags: EPHEMERAL,
    });
    const [answer, hidden] = keep.mock.calls[0] ?? [];
    expect(answer).toMatchObject({ sourceId: messageId, text: "Set the part size" });
    expect(hidden).toBe(false);
    keep.mockResolvedValue({ type: "refused", because: "the-question" });
    expect(await reviewer.messageCommand("Keep this answer", messageId).reply()).toMatchObject({
      content: staffTexts.commands.notKept["the-question"],
    });
  });
});

describe("when something goes wrong", () => {
  it("says so to whoever pressed, and changes nothing", async () => {
    const { press } = await aPostedCard();
    vi.spyOn(deps, "onReview").mockRejectedValue(new Error("the store is down"));
    expect(await press("send").reply()).toMatchObject({
      content: texts.say("failed"),
      flags: EPHEMERAL,
    });
    expect(running.log.lines.splice(0).join()).toContain("the store is down");
  });

  it("answers a button of another release", async () => {
    const { sim, textId } = community;
    const rest = createDiscordRest({ token: sim.token, url: sim.restBase, clock: systemClock });
    const old = { type: 2, style: 2, label: "Old", custom_id: "approve/42" };
    const body = { content: "Old", components: [{ type: 1, components: [old] }] };
    const posted = await rest.post(Routes.channelMessages(textId), { body });
    const { id } = z.object({ id: z.string() }).parse(posted);
    const reply = await reviewer.click(id, "approve/42").reply();
    expect(reply).toMatchObject({ content: texts.say("gone"), flags: EPHEMERAL });
  });

  it("tells in the review channel what it can no longer whisper", async () => {
    const { sim, reviewId } = community;
    const { press } = await aPostedCard();
    vi.spyOn(deps, "onReview").mockResolvedValue({ type: "refused", words: "Paused." });
    sim.faults.failNext(/POST \/webhooks/, { status: 404, code: 10_015 });
    press("send");
    await eventually(() =>
      expect(sim.messages(reviewId).at(-1)).toMatchObject({ content: "For Rae: Paused." }),
    );
  });

  it("decides nothing and says so when word of its acknowledgement was lost", async () => {
    const { press } = await aPostedCard();
    community.sim.faults.failNext(/POST \/interactions/, { status: 502, when: "after" });
    expect(await press("send").reply()).toMatchObject({ content: texts.say("failed") });
    running.log.lines.length = 0;
    expect(deps.clicks).toEqual([]);
  });

  it("leaves presses to another process while it cannot tell whose turn it is", async () => {
    const { press } = await aPostedCard();
    const onReview = vi.fn<typeof deps.onReview>();
    const inDoubt = { ...createTestDeps(community), isInDoubt: () => true, onReview };
    const other = await startTestBot(community, inDoubt);
    try {
      const pressed = press("send");
      await pressed.updated();
      await eventually(() => expect(other.log.lines.join()).toContain("another process"));
      // As long as the other waits before it would say anything, and some more.
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      expect(deps.clicks).toHaveLength(1);
      expect(pressed.outcome().replies).toEqual([]);
      expect(onReview).not.toHaveBeenCalled();
      expect(other.log.lines).toHaveLength(1);
    } finally {
      await other.bot.stop();
    }
  });

  it("says that it did not work while it is in doubt and nobody else is there", async () => {
    const lonely = await aCommunity();
    const inDoubt = { ...createTestDeps(lonely), isInDoubt: () => true };
    const alone = await startTestBot(lonely, inDoubt);
    try {
      const asked = lonely.sim.addMember({ name: "Ana" }).command("privacy", {}, lonely.textId);
      expect(await asked.reply()).toMatchObject({ content: texts.say("failed"), flags: EPHEMERAL });
    } finally {
      await alone.bot.stop();
      await lonely.sim.close();
    }
  });

  it("does not decide when the acknowledgement came too late", async () => {
    const { press } = await aPostedCard();
    community.sim.faults.failNext(/POST \/interactions/, { status: 404, code: 10_062 });
    press("send");
    await eventually(() => expect(running.log.lines.join()).toContain("expired"));
    running.log.lines.length = 0;
    expect(deps.clicks).toEqual([]);
  });
});
