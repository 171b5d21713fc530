// @ts-check
/** What members and helpers can try. */
import { newPost } from "./discord-new-post.js";
import { openChannel } from "./go.js";
import { state } from "./state.js";
import { command, menu, PLAYED, play, press, reaction } from "./try-kinds.js";
import {
  aFiledReport,
  aKeyWithClosedDoors,
  anAnswer,
  anAnsweredThread,
  aPostWithKey,
  aStrayMessage,
  aWaitingDraft,
  someDraft,
  soon,
  toldAlone,
} from "./try-scenes.js";

/** @typedef {import("./try-kinds.js").Try} Try */

const QUESTION = "How long are compiled schemas kept?";
const ANSWERED_BY_NOW = "A member asked, you answered: the thread becomes knowledge.";

/**
 * A post, written up to the last press.
 * @param {string} id @param {string} forum @param {string} title @param {string} text @param {string} name of the post that counts; "" for any
 * @param {string} postTitle @param {() => Promise<string> | string} postText
 * @returns {Try}
 */
function aPost(id, forum, title, text, name, postTitle, postText) {
  return {
    id: `Member ${id}`,
    role: "Member",
    title,
    text,
    act: { kind: "post", name },
    async go() {
      const written = await postText();
      play("Member");
      openChannel(state.channelNamed(forum)?.id ?? "");
      const as = state.userNamed(PLAYED.Member)?.id ?? "";
      soon(() => newPost({ as, title: postTitle, text: written }));
    },
  };
}

const LEAKED = "401 with a brand new key";

/** @type {Try[]} */
export const MEMBERS = [
  command("Member", "ask", "Ask the docs", "An answer for you alone, from the docs.", {
    values: { question: QUESTION },
  }),
  press(
    "Member",
    "Share in channel",
    "Share the answer",
    "What /ask told you alone, shown to all.",
    () => toldAlone("you", "Share in channel", "ask", { options: { question: QUESTION } }),
  ),
  aPost(
    "post",
    "bug-reports",
    "Write a post with a log",
    "In a forum; add a text file or a picture with the plus.",
    "",
    "wren batch list prints an empty table",
    () =>
      "Since CLI 1.9.0 on Debian 12, `wren batch list` prints the heading and no row, although the console shows three batches. The output is attached.",
  ),
  command("Member", "report", "Report step by step", "One line, what looks like it, a form.", {
    values: { title: "wren batch download writes an empty file" },
  }),
  command("Member", "status", "See what became of it", "What you asked, by its code."),
  menu(
    "Member",
    "Send to triage",
    "Send a message in",
    "Where the bot does not listen by itself.",
    () => aStrayMessage("you"),
  ),
  menu(
    "Member",
    "This answered it",
    "Say what answered you",
    "marta answered your question: point at her words.",
    () => anAnsweredThread("you"),
  ),
  press("Member", "Helped", "Rate an answer", "Helped or Wrong, also when you did not ask.", () =>
    anAnswer("Helped"),
  ),
  press(
    "Member",
    "Ask a person",
    "Ask for a person",
    "The bot falls silent in your thread, staff are told.",
    () => anAnswer("Ask a person", "you"),
  ),
  press(
    "Member",
    "Add or correct",
    "Add to your report",
    "Below the notice that it is with the team.",
    () => aFiledReport("Add or correct"),
  ),
  press(
    "Member",
    "Withdraw",
    "Take your report back",
    "Asks once more; then the team is told.",
    () => aFiledReport("Withdraw"),
  ),
  menu(
    "Member",
    "Edit message",
    "Change what you asked",
    "Its draft is dropped, and the post looked at again.",
    aWaitingDraft,
    "edit",
  ),
  menu(
    "Member",
    "Delete message",
    "Delete what you asked",
    "Its draft goes, and the text leaves the store.",
    aWaitingDraft,
    "delete",
  ),
  aPost(
    "key",
    "help",
    "Leave a key in a post",
    "A made-up one. You are told privately, it is stored nowhere.",
    LEAKED,
    LEAKED,
    aPostWithKey,
  ),
  press(
    "Member",
    "Read the note",
    "… with direct messages closed",
    "As ari, who takes none: one line in the thread, and a note for ari alone.",
    () => aKeyWithClosedDoors("ari"),
    { by: "ari" },
  ),
  command("Member", "privacy", "See what is kept of you", "A copy, the off switch, forget me."),
  command("Member", "no-ai", "Switch the bot off", "For yourself; again with on-again.", {
    values: { where: "person" },
  }),
];

/** @type {Try[]} */
export const HELPERS = [
  menu("Helper", "This answered it", "Mark a thread solved", ANSWERED_BY_NOW, () =>
    anAnsweredThread("you"),
  ),
  press(
    "Helper",
    "Wrong",
    "Flag a wrong answer",
    "Staff get an alert, and a card that takes it back with one click.",
    () => anAnswer("Wrong"),
  ),
  command("Helper", "drafts", "Look at drafts", "Answers that wait for staff.", {
    first: someDraft,
  }),
  press(
    "Helper",
    "Vouch for it",
    "Vouch for a draft",
    "Would you sign it? Staff see that you would.",
    () => aDraftFor("Vouch for it"),
  ),
  press(
    "Helper",
    "Suggest other words",
    "Mend a draft",
    "Your words stand beside it, for staff to send.",
    () => aDraftFor("Suggest other words"),
  ),
  reaction("Helper", "🐛", "🐛 on a message sends it in as a bug."),
];

/** What /drafts shows a helper: a new draft, since each is vouched for once. @param {string} label */
function aDraftFor(label) {
  return toldAlone(PLAYED.Helper, label, "drafts", { first: aWaitingDraft });
}
