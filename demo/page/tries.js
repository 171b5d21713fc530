// @ts-check

import { leavesForMe } from "./discord-commands.js";
import { begin } from "./discord-composer.js";
import { newPost } from "./discord-new-post.js";
import { openChannel, playAs } from "./go.js";
import { buttonOf, reviewChannel } from "./look.js";
import { commandsFor, state } from "./state.js";
import { anAnswer, anAnsweredThread, aStrayMessage, pointAt, soon } from "./try-scenes.js";

/**
 * Something to try: `go` brings the visitor to where one act is left to them, `act` is that act.
 *
 * @typedef {import("./acts.js").Act} Act
 * @typedef {"Member" | "Helper" | "Staff" | "Admin"} Role
 * @typedef {{
 *   id: string,
 *   role: Role,
 *   title: string,
 *   text: string,
 *   act: { kind: Act["kind"], name: string },
 *   go: () => Promise<string | undefined> | string | undefined | void,
 *   press?: string,
 * }} Try
 */

/** Whom the visitor plays, by role. @type {Record<Role, string>} */
export const PLAYED = { Member: "you", Helper: "marta", Staff: "Noor", Admin: "Sol" };

/** @param {Role} role */
function play(role) {
  const person = state.userNamed(PLAYED[role]);
  if (person) playAs(person.id);
}

/**
 * A command, filled in as far as an example goes.
 * @param {Role} role @param {string} path @param {string} title @param {string} text
 * @param {{ values?: Record<string, unknown>, where?: () => string | undefined }} [options]
 * @returns {Try}
 */
function command(role, path, title, text, { values, where } = {}) {
  return {
    id: `${role} /${path}`,
    role,
    title,
    text,
    act: { kind: "command", name: `/${path}` },
    go() {
      play(role);
      openChannel(where?.() ?? placeFor(role));
      soon(() => {
        const leaf = leavesForMe().find((one) => one.path === path);
        if (leaf) begin(leaf, values);
      });
    },
  };
}

/** @param {Role} role */
function placeFor(role) {
  const general = state.channelNamed("general", "text")?.id ?? "";
  return role === "Member" || role === "Helper" ? general : (reviewChannel()?.id ?? general);
}

/**
 * A command of a message's menu.
 * @param {Role} role @param {string} name @param {string} title @param {string} text
 * @param {() => Promise<string> | string} find makes or finds the message
 * @returns {Try}
 */
function menu(role, name, title, text, find) {
  return {
    id: `${role} ${name}`,
    role,
    title,
    text,
    act: { kind: "menu", name },
    async go() {
      const messageId = await find();
      play(role);
      pointAt(messageId, { menu: true });
      return messageId;
    },
  };
}

/**
 * A button of a message.
 * @param {Role} role @param {string} label @param {string} title @param {string} text
 * @param {() => Promise<string | undefined> | string | undefined} find
 * @returns {Try}
 */
function press(role, label, title, text, find) {
  return {
    id: `${role} ${label}`,
    role,
    title,
    text,
    act: { kind: "press", name: label },
    press: label,
    async go() {
      const messageId = await find();
      play(role);
      if (!messageId) throw new Error(`Nothing here has “${label}” yet. ${text}`);
      pointAt(messageId);
      return messageId;
    },
  };
}

/** An open card with such a button. @param {string} label */
function aCard(label) {
  const review = reviewChannel();
  return state.messages(review?.id ?? "").findLast((one) => buttonOf(one, label))?.id;
}

/** The newest thing that only this role's person sees. @param {Role} role @param {string} label */
function toldAlone(role, label) {
  const me = state.userNamed(PLAYED[role])?.id ?? "";
  return state
    .channels()
    .flatMap(({ id }) => state.messages(id, me))
    .findLast((one) => one.ephemeralFor === me && buttonOf(one, label))?.id;
}

/** @type {Try[]} */
const PREPARED = [
  command("Member", "ask", "Ask the docs", "An answer for you alone, from the docs.", {
    values: { question: "How long are compiled schemas kept?" },
  }),
  press(
    "Member",
    "Share in channel",
    "Share the answer",
    "What /ask told you alone, shown to all. Ask first.",
    () => toldAlone("Member", "Share in channel"),
  ),
  {
    id: "Member post",
    role: "Member",
    title: "Write a post with a log",
    text: "In the help forum; add a text file or a picture with the plus.",
    act: { kind: "post", name: "" },
    go() {
      play("Member");
      openChannel(state.channelNamed("bug-reports")?.id ?? "");
      soon(() =>
        newPost({
          as: state.userNamed(PLAYED.Member)?.id ?? "",
          title: "wren batch list prints an empty table",
          text: "Since CLI 1.9.0 on Debian 12, `wren batch list` prints the heading and no row, although the console shows three batches. The output is attached.",
        }),
      );
    },
  },
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
  command("Member", "privacy", "See what is kept of you", "A copy, the off switch, forget me."),
  command("Member", "no-ai", "Switch the bot off", "For yourself; again with on-again.", {
    values: { where: "person" },
  }),
  menu(
    "Helper",
    "This answered it",
    "Mark a thread solved",
    "A member asked, you answered: the thread becomes knowledge.",
    () => anAnsweredThread("you"),
  ),
  press(
    "Helper",
    "Wrong",
    "Flag a wrong answer",
    "Staff get an alert, and a card that takes it back with one click.",
    () => anAnswer("Wrong"),
  ),
  command(
    "Helper",
    "drafts",
    "Vouch for a draft",
    "An answer that waits for staff: would you sign it?",
  ),
  {
    id: "Helper reaction",
    role: "Helper",
    title: "Call the bot with a reaction",
    text: "🐛 on a message sends it in as a bug.",
    act: { kind: "react", name: "🐛" },
    async go() {
      const messageId = await aStrayMessage("you");
      play("Helper");
      pointAt(messageId, { menu: true });
    },
  },
  command("Staff", "next", "Take the next draft", "The best open card, for you alone."),
  command("Staff", "queue", "See what waits", "And for how long."),
  press("Staff", "More", "Open a card's More", "Kind, lane, route, redraft, evidence.", () =>
    aCard("More"),
  ),
  press("Staff", "Edit", "Put it in your own words", "The draft in a form.", () => aCard("Edit")),
  command("Staff", "ticket", "Read a ticket's story", "Type a code or a word of its title."),
  command("Staff", "retract", "Take something back", "What was published last, with a reason."),
  command("Staff", "gaps", "See what the docs lack", "Asked, and no page says it."),
  command("Staff", "capture", "Take in a post from elsewhere", "By its address, in a form."),
  menu(
    "Staff",
    "Keep this answer",
    "Keep an answer",
    "It becomes a page that later drafts may quote.",
    () => anAnsweredThread("you"),
  ),
  command("Admin", "triage pause", "Pause", "Nothing is said in public any more, nothing is lost."),
  command("Admin", "triage resume", "Resume", "And what waited goes out."),
  command("Admin", "no-ai", "Switch a channel off", "Here, for everybody.", {
    values: { where: "place" },
    where: () => state.channelNamed("general", "text")?.id,
  }),
];

/** @param {Try} one whether the bot offers it, as it is registered now */
function isOffered({ role, act }) {
  const person = state.userNamed(PLAYED[role]);
  if (act.kind === "menu")
    return commandsFor("message", person).some(({ name }) => name === act.name);
  if (act.kind !== "command") return true;
  const [name = ""] = act.name.slice(1).split(" ");
  return commandsFor("slash", person).some((one) => one.name === name);
}

/** What the bot registered and no example prepares, for the first role that is offered it. @returns {Try[]} */
function unprepared() {
  const known = new Set(PREPARED.map(({ act }) => act.name.split(" ")[0]));
  /** @type {Role[]} */
  const roles = ["Member", "Staff", "Admin"];
  const seen = new Set();
  return roles.flatMap((role) =>
    commandsFor("slash", state.userNamed(PLAYED[role])).flatMap(({ name, description }) => {
      if (known.has(`/${name}`) || seen.has(name)) return [];
      seen.add(name);
      return [slashTry(role, name, description)];
    }),
  );
}

/** @param {Role} role @param {string} name @param {string} description @returns {Try} */
function slashTry(role, name, description) {
  return {
    ...command(role, name, `/${name}`, description),
    go() {
      play(role);
      openChannel(placeFor(role));
      soon(() => {
        const leaves = leavesForMe().filter(({ path }) => path.split(" ")[0] === name);
        const [first] = leaves;
        if (first && leaves.length === 1) begin(first);
        else typeSlash(name);
      });
    },
  };
}

/** Leaves the choice among subcommands to the visitor. @param {string} name */
function typeSlash(name) {
  const area = /** @type {HTMLTextAreaElement | null} */ (document.querySelector("#composer-text"));
  if (!area) return;
  area.focus();
  area.value = `/${name} `;
  area.dispatchEvent(new Event("input"));
}

/** Everything there is to try, role by role. @returns {Try[]} */
export function allTries() {
  return [...PREPARED.filter(isOffered), ...unprepared()];
}

/** @param {Try} one @param {Act} act @param {(userId: string) => Role | null} roleOf */
export function isDoneBy(one, act, roleOf) {
  const { kind, name } = one.act;
  if (act.kind !== kind || roleOf(act.as) !== one.role) return false;
  return act.name === name || act.name.startsWith(`${name} `) || name === "";
}
