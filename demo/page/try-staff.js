// @ts-check
/** What staff and admins can try. */
import { openDoctor } from "./doctor.js";
import { openChannel } from "./go.js";
import { buttonOf, reportersOn, reviewChannel } from "./look.js";
import { state } from "./state.js";
import { command, look, menu, PLAYED, press, reaction } from "./try-kinds.js";
import {
  aCardForMany,
  anAnsweredThread,
  aSilence,
  codeOnCard,
  lastPageOfSetup,
  pointAt,
} from "./try-scenes.js";

/** @typedef {import("./try-kinds.js").Try} Try */

/** An open card with such a button. @param {string} label */
function aCard(label) {
  const review = reviewChannel();
  return state.messages(review?.id ?? "").findLast((one) => buttonOf(one, label))?.id;
}

/** @type {Try[]} */
export const STAFF = [
  command("Staff", "next", "Take the next draft", "The best open card, for you alone."),
  command("Staff", "queue", "See what waits", "And for how long."),
  command(
    "Staff",
    "queue",
    "See what nobody answered",
    "The same list for 24 or 72 hours, mine, overdue.",
    {
      values: { show: "unanswered-24h" },
      isIt: ({ options }) => options?.["show"] !== undefined,
    },
  ),
  press(
    "Staff",
    "Send",
    "Answer three with one press",
    "One card for all who asked the same.",
    aCardForMany,
    {
      isIt: ({ messageId }) => reportersOn(state.message(messageId ?? "")) > 1,
    },
  ),
  press("Staff", "More", "Open a card's More", "Kind, lane, route, redraft, evidence.", () =>
    aCard("More"),
  ),
  press("Staff", "Edit", "Put it in your own words", "The draft in a form.", () => aCard("Edit")),
  press(
    "Staff",
    "Should answer",
    "Judge a silence",
    "The bot said nothing: was that right?",
    aSilence,
  ),
  command("Staff", "ticket", "Read a ticket's story", "By its code, or a word of its title.", {
    values: () => ({ code: codeOnCard(/SB-/) ?? "" }),
  }),
  command("Staff", "retract", "Take something back", "What was published last, with a reason.", {
    values: () => ({ code: codeOnCard(/Sent by/) ?? "" }),
  }),
  command("Staff", "gaps", "See what the docs lack", "Asked, and no page says it."),
  command("Staff", "capture", "Take in a post from elsewhere", "By its address, in a form."),
  menu(
    "Staff",
    "Keep this answer",
    "Keep an answer",
    "It becomes a page that later drafts may quote.",
    () => anAnsweredThread("you"),
  ),
  reaction("Staff", "💡", "💡 sends a message in as a wish, 📚 as a matter of the docs."),
  look(
    "Staff",
    "report",
    "Read the week in figures",
    "What signalbox report writes, in a new tab.",
    () => {
      window.open("/report", "_blank", "noopener");
    },
  ),
  look(
    "Staff",
    "digest",
    "Read the weekly digest",
    "Its short form, posted for DevRel in #devrel.",
    () => {
      const place = state.channelNamed("devrel")?.id ?? "";
      const digest = state.messages(place).at(-1);
      openChannel(place);
      if (digest) pointAt(digest.id);
    },
  ),
];

/** @type {Try[]} */
export const ADMINS = [
  command(
    "Admin",
    "setup",
    "Walk through the set-up",
    "Channels, roles, teams, acts, permissions.",
  ),
  look(
    "Admin",
    "shadow report",
    "See what it would do by itself",
    "The set-up's last page: the week in shadow, before anything is public.",
    async () => {
      const page = await lastPageOfSetup(PLAYED.Admin);
      if (page) pointAt(page);
    },
  ),
  command("Admin", "setup", "See who changed what", "Every setting, from what to what.", {
    values: { show: "history" },
    isIt: ({ options }) => options?.["show"] === "history",
  }),
  look(
    "Admin",
    "doctor",
    "Run doctor",
    "Checks Discord and GitHub, and says how to mend what you break.",
    openDoctor,
  ),
  command("Admin", "triage pause", "Pause", "Nothing is said in public any more, nothing is lost."),
  command("Admin", "triage resume", "Resume", "And what waited goes out."),
  command("Admin", "no-ai", "Switch a channel off", "Here, for everybody.", {
    values: { where: "place" },
    where: () => state.channelNamed("general", "text")?.id,
  }),
];
