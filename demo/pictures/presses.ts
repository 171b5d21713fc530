import type { Locator } from "playwright-core";
import { buttonsOf } from "../headless/buttons.ts";
import { ANSWERS, type Picture } from "./kinds.ts";
import type { Stage } from "./stage.ts";

/** Text in a form, field by field, and its button. */
async function fill(stage: Stage, ...texts: readonly string[]): Promise<void> {
  const modal = await stage.modal();
  for (const [at, text] of texts.entries()) {
    if (text !== "") await modal.locator("input, textarea").nth(at).fill(text);
  }
  await modal.getByRole("button", { name: "Submit" }).click();
}

/** Presses a button of the bot's, and takes what only whoever pressed it sees. */
async function pressed(
  stage: Stage,
  under: Locator,
  label: string,
  words: RegExp,
  picture: Picture,
): Promise<Locator> {
  await stage.dismissAnswers();
  await stage.button(under, label).click();
  const answer = await stage.answer(words);
  await stage.camera.take(picture, answer);
  return answer;
}

/** Takes the form that a button opens, and closes it. */
async function form(stage: Stage, under: Locator, label: string, picture: Picture): Promise<void> {
  await stage.button(under, label).click();
  await stage.camera.take(picture, await stage.modal());
  await stage.page.keyboard.press("Escape");
}

/** Below an answer: what its asker and others press. @param answer the message with it */
export async function belowAnAnswer(stage: Stage, thread: string, answer: string): Promise<void> {
  await stage.look("ines.r", thread);
  await pressed(stage, stage.message(answer), "Helped", /Noted/, ANSWERS.helped);
}

/** Below the notice that a report is filed. */
export async function belowAReport(stage: Stage, thread: string, filed: string): Promise<void> {
  const notice = stage.message(filed);
  await stage.look("bartek", thread);
  await pressed(stage, notice, "Tell me", /You get a direct message/, ANSWERS.tellMe);
  await pressed(stage, notice, "Withdraw", /Withdraw this report/, ANSWERS.withdraw);
  await stage.dismissAnswers();
  await form(stage, notice, "Add or correct", ANSWERS.correct);
}

/** A log that comes with a report, with the line that says what went wrong. */
export function aLog() {
  const quiet = "INFO reading config.toml\n".repeat(40);
  const content = `${quiet}ERROR EACCES: permission denied, open config.toml\n${quiet}`;
  return { name: "login.log", content, contentType: "text/plain" };
}

/** Below the notice that a report with a file is filed: its author sees what would be public. */
export async function sharedFile(stage: Stage, author: string, thread: string): Promise<void> {
  const filed = await stage.said(thread, /Share my file/);
  await stage.look(author, thread);
  const notice = stage.message(filed);
  await pressed(stage, notice, "Share my file", /would be public/, ANSWERS.shareFiles);
}

/** Somebody answers, and the answer is kept. */
export async function solvedByAPerson(stage: Stage): Promise<void> {
  const thread = await stage.post(
    "ines.r",
    "help",
    "Does anybody run wren on a Raspberry Pi?",
    "Does anybody here run the wren CLI on a Raspberry Pi, and which image do you use?",
  );
  await stage.until(() => stage.marked(thread), "mark");
  const answer = stage
    .as("okonkwo")
    .post(thread, "Yes: the arm64 build of wren 3.2 on Raspberry Pi OS 12, 64 bit.");
  await stage.look("ines.r", thread);
  await choose(stage, answer, "This answered it", /Noted as solved/, ANSWERS.answeredIt);
  await stage.look("Noor", thread);
  await choose(stage, answer, "Keep this answer", /SB-\d+|not kept|kept/, ANSWERS.kept);
}

/** Chooses a command in a message's menu, and takes the answer. */
export async function choose(
  stage: Stage,
  messageId: string,
  command: string,
  words: RegExp,
  picture: Picture,
): Promise<void> {
  await stage.dismissAnswers();
  await stage.message(messageId).click({ button: "right", position: { x: 200, y: 12 } });
  await stage.page.locator(".menu").getByRole("menuitem", { name: command }).click();
  await stage.camera.take(picture, await stage.answer(words));
}

/** The rest of /ask, /report and /privacy. */
export async function moreOfMembers(stage: Stage): Promise<void> {
  await stage.look("ines.r", "general");
  await stage.command("ask", "Which colour does the office cat of Wrenfield have?");
  await stage.camera.take(ANSWERS.noAnswer, await stage.answer(/do not answer this|is for people/));
  await stage.command("report", "wren eval prints nothing when the suite is empty");
  const step = await stage.answer(/None of these|Write the report/);
  await step.getByRole("button", { name: /None of these|Write the report/ }).click();
  await fill(
    stage,
    "wren eval ends without a word when the suite is empty. I expected a line that says so.",
    "wren 3.2.1",
  );
  await stage.camera.take(ANSWERS.reported, await stage.answer(/Taken in as/));

  await stage.look("lucy_h", "general");
  await stage.command("privacy");
  const shown = await stage.answer(/Kept of you/);
  await stage.button(shown, "Forget me").click();
  await stage.camera.take(ANSWERS.forget, await stage.answer(/Empty all your posts/));
  await stage.command("privacy");
  await stage.button(await stage.answer(/Kept of you/), "Get a copy").click();
  await stage.camera.take(ANSWERS.copy, await stage.answer(/Everything that is kept/));
  // She is listened to again, for what comes later.
  await stage.command("privacy");
  await stage.button(await stage.answer(/Kept of you/), "Switch it on").click();
  await stage.answer(/The bot is on for you/);
}

/** Lists, and what is behind More on a card. @param thread of a draft that nobody decided on */
export async function moreOfStaff(stage: Stage, thread: string): Promise<void> {
  const { camera } = stage;
  await stage.look("Noor", "review");
  const card = stage.message(await stage.card(thread, "send"));
  await stage.button(card, "More").click();
  const panel = await stage.answer(/What was written/);
  await form(stage, panel, "Ask the reporter", ANSWERS.askForm);
  await form(stage, panel, "Redraft", ANSWERS.redraft);
  await form(stage, panel, "Retract", ANSWERS.retractForm);
  await stage.button(panel, "Claim").click();
  await card.getByText(/has it until/).waitFor();
  await stage.dismissAnswers();
  await camera.take(ANSWERS.claimed, card.locator(".message-body"));

  await stage.command("queue", "unanswered-24h");
  const list = await stage.answer(/No answer for 24 hours/);
  await camera.take(ANSWERS.unanswered, list);
  await stage.command("queue");
  const open = await stage.answer(/For review/);
  await open.locator("select").selectOption({ index: 1 });
  await camera.take(ANSWERS.taken, await stage.answer(/has it until/));

  await stage.command("capture");
  await fill(
    stage,
    "https://forum.example/t/4711",
    "fern",
    "Exit code of wren batch",
    "wren batch exits with 0 although three rows failed. wren 3.2.1 on Debian 12; I expected 1.",
  );
  await camera.take(ANSWERS.captured, await stage.answer(/Taken in as/));
}

/**
 * One silence at a time is asked about: earlier ones are judged until it is this post's turn.
 * @returns the message with its card
 */
export async function silenceAbout(stage: Stage, thread: string): Promise<string> {
  const inQuestion = () =>
    stage.town.discord
      .messages(stage.review)
      .findLast((one) => buttonsOf(one).some(({ verb }) => verb === "judge-right"));
  for (;;) {
    const card = await stage.until(inQuestion, "silence to judge");
    const id = String(card["id"]);
    if (JSON.stringify(card).includes(thread)) return id;
    await stage.press("Noor", id, "judge-right");
    await stage.until(() => inQuestion()?.["id"] !== id || undefined, "verdict");
  }
}

/** What a helper does with a draft. */
export async function vouching(stage: Stage): Promise<void> {
  await stage.look("marta", "general");
  await stage.command("drafts");
  const draft = await stage.answer(/SB-\d+/);
  const code = /SB-\d+/.exec(await draft.innerText())?.[0] ?? "";
  await stage.button(draft, "Suggest other words").click();
  await stage.camera.take(ANSWERS.rephrase, await stage.modal());
  const field = stage.page.locator("dialog.d-modal textarea");
  await field.fill(`${await field.inputValue()}\n\nAfter that the first request compiles it anew.`);
  await stage.page.locator("dialog.d-modal").getByRole("button", { name: "Submit" }).click();
  await stage.camera.take(ANSWERS.vouch, await stage.answer(/Noted on the card/));
  const card = await stage.said(stage.review, new RegExp(`${code}\\b.*vouches`, "s"));
  await stage.look("Noor", "review");
  await stage.camera.take(ANSWERS.vouched, stage.message(card).locator(".message-body"));
  await stage.button(stage.message(card), "Dismiss").click();
  await stage
    .message(card)
    .getByText(/Dismissed by/)
    .waitFor();
  await stage.camera.take(ANSWERS.dismissed, stage.message(card).locator(".message-body"));
}

/** A post in German, and what the model makes of it for staff. */
export async function translating(stage: Stage): Promise<void> {
  const thread = await stage.post(
    "farid",
    "bug-reports",
    "wren login bricht ab",
    "Seit dem Update auf wren 3.2.1 bricht die Anmeldung jedes Mal ab, wenn ich hinter dem Proxy der Firma sitze. Mit 3.1 ging es noch. Das Programm meldet nur einen Fehler beim Verbinden und beendet sich.",
  );
  await stage.look("Noor", "review");
  const card = stage.message(await stage.card(thread, "more"));
  await stage.button(card, "More").click();
  const panel = await stage.answer(/What was written/);
  await stage.button(panel, "Translate").click();
  await stage.camera.take(ANSWERS.translated, await stage.answer(/In English/));
}

/** Saves one setting in `/setup`, and looks who changed what. */
export async function savedSettings(stage: Stage): Promise<void> {
  await stage.look("Sol", "review");
  await stage.command("setup");
  for (let at = 1; at < 7; at += 1) {
    const shown = await stage.answer(new RegExp(`Set up, ${at} of`));
    if (at === 5) {
      await shown.locator("select").first().selectOption("tell-milestone");
      await stage.page.locator("select[aria-label='Tell of a milestone']").selectOption("off");
      await stage.page.getByText(/Tell of a milestone: ?off/).waitFor();
    }
    await stage.button(await stage.answer(new RegExp(`Set up, ${at} of`)), "Next").click();
  }
  await stage.button(await stage.answer(/Set up, 7 of/), "Save").click();
  await stage.camera.take(ANSWERS.saved, await stage.answer(/Saved and in force/));
  await stage.command("setup");
  await stage.button(await stage.answer(/Set up, 1 of/), "What was changed").click();
  await stage.camera.take(ANSWERS.history, await stage.answer(/milestone/));
}
