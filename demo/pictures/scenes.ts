import { editedMessage } from "../../src/bot/render/message-body.ts";
import { renderSay } from "../../src/bot/render/render.ts";
import { createTexts } from "../../src/bot/words/wording.ts";
import { DAY } from "../../src/triage/model/clock.ts";
import type { Say } from "../../src/triage/model/say.ts";
import { digestSaid } from "../../src/triage/report/post-digest.ts";
import { GAP_PAGE } from "../community/gap-story.ts";
import { aLeakedKey, breakIts, guidedSteps, VERSION_ANSWER } from "../community/story.ts";
import { ANSWERS, CARDS, SAID, SETUP } from "./kinds.ts";
import {
  aLog,
  belowAnAnswer,
  belowAReport,
  choose,
  moreOfMembers,
  moreOfStaff,
  savedSettings,
  sharedFile,
  silenceAbout,
  solvedByAPerson,
  translating,
  vouching,
} from "./presses.ts";
import type { Stage } from "./stage.ts";

/** Switches the model that stands before the offline engine off and on again. */
export type Outage = { down: boolean };

export type Scene = {
  readonly name: string;
  readonly play: (stage: Stage, outage: Outage) => Promise<void>;
};

const STAFF = "Noor";
/** Reports come in one after the other: so long for one card to hold all of them. */
const ALL_TOGETHER_MS = 25_000;
const SDK = "wrenfield/sdk-typescript";

/** What one scene leaves for the next. */
const left = { answer: "", asked: "", reported: "", filed: "", waiting: "" };

/** In order: later ones rest on what earlier ones left. */
export const SCENES: readonly Scene[] = [
  { name: "a question", play: aQuestion },
  { name: "a report with a key in it", play: aReport },
  { name: "the same from three more", play: theSame },
  { name: "closed direct messages", play: closedMessages },
  { name: "a matter of one account", play: anAccount },
  { name: "commands of members", play: memberCommands },
  { name: "below an answer", play: (stage) => belowAnAnswer(stage, left.asked, left.answer) },
  { name: "below a report", play: (stage) => belowAReport(stage, left.reported, left.filed) },
  { name: "more commands of members", play: moreOfMembers },
  { name: "a person answers", play: solvedByAPerson },
  { name: "fixed", play: fixed },
  { name: "words from the team", play: fromTheTeam },
  { name: "an answer taken back", play: takenBack },
  { name: "commands of staff", play: staffCommands },
  { name: "a helper's part, and silence judged", play: forHelpers },
  { name: "behind More, and lists", play: (stage) => moreOfStaff(stage, left.waiting) },
  { name: "a helper's words", play: vouching },
  { name: "a post in German", play: translating },
  { name: "a gap", play: aGap },
  { name: "alerts", play: alerts },
  { name: "an announcement", play: announced },
  { name: "setting up", play: setUp },
  { name: "a digest", play: weekly },
  { name: "settings saved", play: savedSettings },
];

async function aQuestion(stage: Stage): Promise<void> {
  const { camera, page, message } = stage;
  const [draft] = guidedSteps("")[0]?.posts ?? [];
  const thread = await stage.post("ines.r", "help", draft?.title ?? "", draft?.text ?? "");
  const cardId = await stage.card(thread, "send");
  const related = await stage.said(thread, /may be about this/);
  await stage.look("ines.r", thread);
  await message(thread).locator(".reaction").first().waitFor();
  await camera.take(ANSWERS.seen, message(thread));
  await camera.take(SAID.related, message(related));

  await stage.look(STAFF, "review");
  await camera.take(CARDS.answer, message(cardId).locator(".message-body"));
  await stage.button(message(cardId), "Edit").click();
  await camera.take(ANSWERS.edit, await stage.modal());
  await page.keyboard.press("Escape");
  await stage.button(message(cardId), "More").click();
  const panel = await stage.answer(/What was written/);
  await camera.take(ANSWERS.more, panel);
  await panel.getByRole("button", { name: "Dismiss message" }).click();
  await stage.button(message(cardId), "Send").click();
  await stage.button(message(cardId), "Undo").waitFor();
  await camera.take(CARDS.closed, message(cardId).locator(".message-body"));

  left.asked = thread;
  left.answer = await stage.said(thread, /"label":"Helped"/);
  await stage.look("ines.r", thread);
  await camera.take(SAID.answer, message(left.answer));
}

async function aReport(stage: Stage): Promise<void> {
  const { camera, message, town } = stage;
  const [draft] = guidedSteps(aLeakedKey())[1]?.posts ?? [];
  const thread = await stage.post("bartek", "bug-reports", draft?.title ?? "", draft?.text ?? "");
  left.reported = thread;
  const bartek = stage.idOf("bartek");
  const note = await stage.until(() => town.discord.directMessages(bartek).at(-1), "note");
  const direct = String(note["channel_id"]);
  await stage.look("bartek", direct);
  await camera.take(SAID["leaked-credential"], message(String(note["id"])));

  const asking = await stage.card(thread, "send", /version/);
  await stage.look(STAFF, "review");
  await camera.take(CARDS.ask, message(asking).locator(".message-body"));
  await stage.press(STAFF, asking, "send");
  const ask = await stage.said(thread, /Add details/);
  await stage.look("bartek", thread);
  await camera.take(SAID.ask, message(ask));
  await message(ask).getByRole("button", { name: "Add details" }).click();
  await camera.take(ANSWERS.details, await stage.modal());
  await stage.page.keyboard.press("Escape");
  stage.as("bartek").post(thread, VERSION_ANSWER);

  const filing = await stage.card(thread, "send", /Issue in/);
  await stage.look(STAFF, "review");
  await camera.take(CARDS.file, message(filing).locator(".message-body"));
  await stage.press(STAFF, filing, "send");
  const filed = await stage.said(thread, /with the team now/);
  await stage.look("bartek", thread);
  left.filed = filed;
  await camera.take(SAID.filed, message(filed));
}

async function theSame(stage: Stage): Promise<void> {
  const { camera, message } = stage;
  const threads: string[] = [];
  for (const { author, channel, title, text } of guidedSteps("")[2]?.posts ?? []) {
    threads.push(await stage.post(author, channel, title, text));
  }
  const linking = await stage
    .card(threads, "send", /4 reporters/, ALL_TOGETHER_MS)
    .catch(() => stage.card(threads, "send", /Link to wrenfield/));
  await stage.look(STAFF, "review");
  await camera.take(CARDS.link, message(linking).locator(".message-body"));
  await stage.press(STAFF, linking, "send");
  const linked = await stage.said(threads[0] ?? "", /reported before/);
  await stage.look("lucy_h", threads[0] ?? "");
  await camera.take(SAID.linked, message(linked));
}

async function closedMessages(stage: Stage): Promise<void> {
  stage.town.discord.setDmsClosed(stage.idOf("farid"), true);
  const [draft] = breakIts(aLeakedKey()).find(({ id }) => id === "leaked-key")?.posts ?? [];
  const thread = await stage.post("farid", "help", draft?.title ?? "", draft?.text ?? "");
  const note = await stage.said(thread, /Read the note/);
  await stage.look("lucy_h", thread);
  await stage.camera.take(SAID["private-note"], stage.message(note));
  await stage.look("farid", thread);
  await stage.button(stage.message(note), "Read the note").click();
  await stage.camera.take(ANSWERS.readNote, await stage.answer(/seems to contain a credential/));
}

async function anAccount(stage: Stage): Promise<void> {
  const [draft] = breakIts("").find(({ id }) => id === "account")?.posts ?? [];
  const thread = await stage.post("mo-chen", "help", draft?.title ?? "", draft?.text ?? "");
  const card = await stage.card(thread, "send");
  await stage.look(STAFF, "review");
  await stage.camera.take(CARDS.redirect, stage.message(card).locator(".message-body"));
  await stage.press(STAFF, card, "send");
  const redirect = await stage.said(thread, /Support can help/);
  await stage.look("mo-chen", thread);
  await stage.camera.take(SAID.redirect, stage.message(redirect));
  await stage.button(stage.message(redirect), "Ask a person").click();
  await stage.camera.take(ANSWERS.person, await stage.answer(/you want a person/));
}

async function fixed(stage: Stage): Promise<void> {
  const { github } = stage.town;
  const [issue] = github.issues(SDK).filter(({ author }) => author === github.appLogin);
  if (!issue) throw new Error("The issue is missing");
  github.as("kaja").closeIssue(SDK, issue.number, { reason: "completed" });
  const told = await stage.said(left.reported, /This is fixed/);
  await stage.look("bartek", left.reported);
  await stage.camera.take(SAID.fixed, stage.message(told));
  await stage.button(stage.message(told), "Works now").click();
  await stage.camera.take(ANSWERS.works, await stage.answer(/Noted/));
}

async function fromTheTeam(stage: Stage): Promise<void> {
  const { github } = stage.town;
  const forum = stage.town.channels.get("bug-reports") ?? "";
  const thread = await stage.as("ari").createForumPost(forum, {
    title: "wren login ends with EACCES",
    content:
      "Since CLI 3.2.1 on macOS 14.5 the command fails every time:\n```sh\nwren login --json\n```\nIt prints\n```\nEACCES: permission denied, open config.toml\n```\nWith 3.1 it worked.",
    attachments: [aLog()],
  });
  await stage.press(STAFF, await stage.card(thread, "send", /Issue in/), "send");
  const filed = () =>
    github
      .snapshot()
      .repositories.flatMap(({ name, issues }) => issues.map((issue) => ({ ...issue, name })))
      .find(({ body }) => body?.includes("open config.toml"));
  const issue = await stage.until(filed, "issue");
  const team = github.as("kaja");
  const comment = (body: string) => team.comment(issue.name, issue.number, body);
  await stage.said(thread, /with the team now/);
  await sharedFile(stage, "ari", thread);

  comment("/signalbox ask Does it happen with a new config.toml too?");
  const asked = await stage.said(thread, /The team asks/);
  await stage.look("ari", thread);
  await stage.camera.take(SAID["team-asks"], stage.message(asked));

  comment("/signalbox tell Until then, wren 3.1 works.");
  const telling = await stage.card(thread, "send", /Tell the reporter/);
  await stage.look(STAFF, "review");
  await stage.camera.take(CARDS.tell, stage.message(telling).locator(".message-body"));
  await stage.press(STAFF, telling, "send");
  const told = await stage.said(thread, /From the team/);
  await stage.look("ari", thread);
  await stage.camera.take(SAID["team-tells"], stage.message(told));

  comment("The file belongs to root on this machine; wren never changes owners.");
  team.closeIssue(issue.name, issue.number, { reason: "not_planned" });
  await stage.press(STAFF, await stage.card(thread, "send", /not to change|Tell the rep/), "send");
  const closed = await stage.said(thread, /decided not to change/);
  await stage.look("ari", thread);
  await stage.camera.take(SAID.closed, stage.message(closed));
}

async function memberCommands(stage: Stage): Promise<void> {
  const { camera, page } = stage;
  await stage.look("lucy_h", "general");
  await stage.command("ask", "How long are compiled schemas kept?");
  const answer = await stage.answer(/What the docs say/);
  await camera.take(ANSWERS.askCommand, answer);
  await answer.getByRole("button", { name: "Share in channel" }).click();
  const shared = await stage.said(stage.town.channels.get("general") ?? "", /What the docs say/);
  await stage.message(shared).waitFor();
  await camera.take(ANSWERS.shared, stage.message(shared));
  await stage.command("status");
  await camera.take(ANSWERS.status, await stage.answer(/SB-\d+.*(?:With the team|Fixed|Seen)/s));
  await stage.command("privacy");
  await camera.take(ANSWERS.privacy, await stage.answer(/Forget me|kept/));
  await stage.command("no-ai", "person");
  await camera.take(ANSWERS.noAi, await stage.answer(/switched off|off for you/i));

  await stage.look("ines.r", "general");
  await stage.command("report", "stream() never finishes after the last token, process hangs");
  const step = await stage.answer(/None of these|Write the report/);
  await camera.take(ANSWERS.reportStep, step);
  await step.getByRole("button", { name: /None of these|Write the report/ }).click();
  await camera.take(ANSWERS.reportForm, await stage.modal());
  await page.keyboard.press("Escape");
}

async function takenBack(stage: Stage): Promise<void> {
  await stage.look("marta", left.asked);
  await stage.button(stage.message(left.answer), "Wrong").click();
  await stage.camera.take(ANSWERS.wrong, await stage.answer(/that this is wrong/));
  const card = await stage.card(left.asked, "send", /[Rr]etract/);
  await stage.look(STAFF, "review");
  await stage.camera.take(CARDS.retract, stage.message(card).locator(".message-body"));
  await stage.command("retract", await codeOf(stage, left.asked));
  await stage.camera.take(ANSWERS.retract, await stage.answer(/taken back/));
  const gone = await stage.said(left.asked, /stood here was wrong/);
  await stage.look("ines.r", left.asked);
  await stage.camera.take(SAID.withdrawn, stage.message(gone));
  const notice = await stage.said(left.asked, /What the bot said above/);
  await stage.camera.take(SAID.retracted, stage.message(notice));
}

/** The code of the ticket behind a thread, as its cards name it. */
async function codeOf(stage: Stage, thread: string): Promise<string> {
  const words = await stage.until(
    () =>
      stage.town.discord
        .messages(stage.review)
        .map((one) => JSON.stringify(one))
        .findLast((json) => json.includes(thread)),
    "card with a code",
  );
  return /SB-\d+/.exec(words)?.[0] ?? "";
}

/** Two questions whose drafts nobody has decided on yet. */
async function somethingWaits(stage: Stage): Promise<void> {
  const [draft] = breakIts("").find(({ id }) => id === "two-reviewers")?.posts ?? [];
  const asks = [
    await stage.post("mo-chen", "help", draft?.title ?? "", draft?.text ?? ""),
    await stage.post(
      "ines.r",
      "help",
      "Which images can I send to wren-2?",
      "How many images may one request hold, and in which formats?",
    ),
  ];
  for (const thread of asks) await stage.card(thread, "send");
  left.waiting = asks[1] ?? "";
}

async function staffCommands(stage: Stage): Promise<void> {
  const { camera, page } = stage;
  await somethingWaits(stage);
  await stage.look(STAFF, "review");
  await page.locator("#composer-text").fill("/");
  await page.locator("#composer-commands button").first().waitFor();
  await camera.take(ANSWERS.commands, page.locator("#composer"));
  await page.locator("#composer-text").fill("");
  await stage.command("next");
  await camera.take(ANSWERS.next, await stage.answer(/SB-\d+/));
  await stage.command("queue");
  await camera.take(ANSWERS.queue, await stage.answer(/For review/));
  await stage.command("ticket", await codeOf(stage, left.reported));
  await camera.take(ANSWERS.ticket, await stage.answer(/SB-\d+/));
  await stage.command("capture");
  await camera.take(ANSWERS.capture, await stage.modal());
  await page.keyboard.press("Escape");
  await stage.look("Sol", "review");
  await stage.command("triage pause");
  await camera.take(ANSWERS.pause, await stage.answer(/Paused/));
  await stage.command("triage resume");
  await camera.take(ANSWERS.resumed, await stage.answer(/Resumed/));

  const words = stage
    .as("lucy_h")
    .post(
      stage.town.channels.get("off-topic") ?? "",
      "By the way, wren eval prints nothing at all since 3.2.1 when the suite is empty.",
    );
  await stage.look(STAFF, "off-topic");
  await stage.message(words).click({ button: "right" });
  await camera.take(ANSWERS.menu, stage.message(words), page.locator(".menu"));
  await page.keyboard.press("Escape");
  await choose(stage, words, "Send to triage", /Taken in as/, ANSWERS.sent);
}

async function forHelpers(stage: Stage): Promise<void> {
  await stage.look("marta", "general");
  await stage.command("drafts");
  await stage.camera.take(ANSWERS.drafts, await stage.answer(/SB-\d+/));
  const greeting = await stage.post(
    "lucy_h",
    "help",
    "gm everyone, happy Tuesday",
    "Just wanted to say hello to all of you, have a good week.",
  );
  const card = await silenceAbout(stage, greeting);
  await stage.look(STAFF, "review");
  await stage.camera.take(CARDS.silence, stage.message(card).locator(".message-body"));
}

async function aGap(stage: Stage): Promise<void> {
  const api = (path: string, body: unknown) =>
    fetch(`${stage.url}/api/gaps${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  await api("/ask", {});
  await stage.look(STAFF, "review");
  await stage.until(
    () => (stage.town.discord.threads().length > 0 ? true : undefined),
    "thread with a gap",
  );
  for (;;) {
    const view = await (await fetch(`${stage.url}/api/gaps`)).text();
    if (view.includes("spreadsheet")) break;
    await stage.page.waitForTimeout(500);
  }
  await stage.command("gaps");
  const gaps = await stage.answer(/spreadsheet/);
  await stage.camera.take(ANSWERS.gaps, gaps);
  await stage.button(gaps, "File ").first().click();
  await stage.camera.take(ANSWERS.gapFiled, await stage.answer(/is being filed/));
  await api("/page", { path: GAP_PAGE.path, text: GAP_PAGE.text });
  const closed = await stage.said(stage.review, /is closed: the docs/);
  await stage.look(STAFF, "review");
  await stage.camera.take(SAID["gap-closed"], stage.message(closed));
}

async function alerts(stage: Stage, outage: Outage): Promise<void> {
  await stage.post(
    "mo-chen",
    "bug-reports",
    "I can see other people's files",
    "When I list my files through the API I get files of another organisation, with their names and contents. This looks like a security problem: I can read somebody else's data.",
  );
  const alert = await stage.said(stage.review, /needs a person now \(security/);
  await stage.look(STAFF, "review");
  await stage.camera.take(SAID.alert, stage.message(alert));
  outage.down = true;
  await stage.post(
    "ines.r",
    "help",
    "How many requests may one batch hold?",
    "We have about 40,000 rows. How many requests may one batch hold?",
  );
  const notice = await stage.said(stage.review, /stands in for the model/);
  outage.down = false;
  await stage.look(STAFF, "review");
  await stage.camera.take(SAID["engine-notice"], stage.message(notice));
}

/** Walks through `/setup`, page by page, and saves nothing but one setting. */
async function setUp(stage: Stage): Promise<void> {
  await stage.look("Sol", "review");
  await stage.command("setup");
  for (const [at, picture] of Object.values(SETUP).entries()) {
    const shown = await stage.answer(new RegExp(`Set up, ${at + 1} of`));
    await stage.camera.take(picture, shown);
    if (at < Object.keys(SETUP).length - 1) await stage.button(shown, "Next").click();
  }
  await stage.button(await stage.answer(/Set up, 7 of/), "Discard").click();
  await stage.answer(/Nothing was changed/);
}

/** Not played, since it takes more than forty threads, or days: rendered as the bot does. */
async function announced(stage: Stage): Promise<void> {
  const { channels } = stage.town;
  const where = channels.get("announcements") ?? "";
  const issues = ["stream() never finishes after the last token", "Retry after a 429 waits twice"];
  await said(stage, where, {
    say: "announcement",
    release: "v3.4.2",
    reports: 64,
    links: issues.map((title, at) => ({
      title,
      url: `https://github.com/${SDK}/issues/${at + 3}`,
    })),
  });
  const post = await stage.said(where, /v3\.4\.2/);
  await stage.look("lucy_h", "announcements");
  await stage.camera.take(SAID.announcement, stage.message(post));
  const codes = ["SB-21", "SB-24", "SB-25"];
  await said(stage, stage.review, { say: "overdue", codes, drafts: 3, hours: 8 });
  const reminder = await stage.said(stage.review, /3 drafts have waited/);
  await stage.look(STAFF, "review");
  await stage.camera.take(SAID.overdue, stage.message(reminder));
}

/** The digest that would be due now. */
async function weekly(stage: Stage): Promise<void> {
  const { communityId, deps } = stage.town.signalbox();
  const to = stage.town.clock.now();
  const week = { team: null, placeId: stage.review, from: to - 7 * DAY, to };
  const digest = await digestSaid(communityId, week, deps);
  if (!digest) throw new Error("a quiet week");
  await said(stage, stage.review, digest);
  const post = await stage.said(stage.review, /The week for/);
  await stage.look(STAFF, "review");
  await stage.camera.take(SAID.digest, stage.message(post));
}

/** As actions have them. */
const AN_ID = "-0bABZcWqTn3yLr8dVexQA";

async function said({ town: { discord } }: Stage, where: string, say: Say): Promise<void> {
  const { body } = editedMessage(renderSay(say, AN_ID, createTexts()));
  await fetch(`${discord.restBase}/v10/channels/${where}/messages`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bot ${discord.token}` },
    body: JSON.stringify(body),
  });
}
