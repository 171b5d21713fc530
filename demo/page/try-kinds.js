// @ts-check
/** Kinds of things to try: a command, a command of a message's menu, a button, something to look at. */
import { leavesForMe } from "./discord-commands.js";
import { begin } from "./discord-composer.js";
import { openChannel, playAs } from "./go.js";
import { reviewChannel } from "./look.js";
import { state } from "./state.js";
import { aStrayMessage, pointAt, soon } from "./try-scenes.js";

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
 *   go: () => Promise<string | undefined | void> | string | undefined | void,
 *   press?: string,
 *   by?: string,
 *   isIt?: (act: Act) => boolean,
 * }} Try
 *
 * What `by` names is who is played, where it is not the role's own person; `isIt` looks closer at an act.
 */

/** Whom the visitor plays, by role. @type {Record<Role, string>} */
export const PLAYED = { Member: "you", Helper: "marta", Staff: "Noor", Admin: "Sol" };

/** @param {Role} role @param {string} [by] */
export function play(role, by) {
  const person = state.userNamed(by ?? PLAYED[role]);
  if (person) playAs(person.id);
}

/**
 * A command, filled in as far as an example goes.
 * @param {Role} role @param {string} path @param {string} title @param {string} text
 * @param {{ values?: Record<string, unknown> | (() => Record<string, unknown>), where?: () => string | undefined, first?: () => Promise<unknown>, isIt?: Try["isIt"] }} [options] `first` makes what the command needs
 * @returns {Try}
 */
export function command(role, path, title, text, { values, where, first, isIt } = {}) {
  return {
    id: `${role} /${path}${isIt ? ` ${title}` : ""}`,
    role,
    title,
    text,
    act: { kind: "command", name: `/${path}` },
    ...(isIt && { isIt }),
    async go() {
      await first?.();
      play(role);
      openChannel(where?.() ?? placeFor(role));
      soon(() => {
        const leaf = leavesForMe().find((one) => one.path === path);
        if (leaf) begin(leaf, typeof values === "function" ? values() : values);
      });
    },
  };
}

/** @param {Role} role */
export function placeFor(role) {
  const general = state.channelNamed("general", "text")?.id ?? "";
  return role === "Member" || role === "Helper" ? general : (reviewChannel()?.id ?? general);
}

/**
 * A command of a message's menu, or what else stands in it.
 * @param {Role} role @param {string} name @param {string} title @param {string} text
 * @param {() => Promise<string | undefined> | string} find makes or finds the message
 * @param {Act["kind"]} [kind]
 * @returns {Try}
 */
export function menu(role, name, title, text, find, kind = "menu") {
  return {
    id: `${role} ${name}`,
    role,
    title,
    text,
    act: { kind, name },
    async go() {
      const messageId = await find();
      play(role);
      if (messageId) pointAt(messageId, { menu: true });
      return messageId;
    },
  };
}

/**
 * A button of a message.
 * @param {Role} role @param {string} label @param {string} title @param {string} text
 * @param {() => Promise<string | undefined> | string | undefined} find
 * @param {{ by?: string, isIt?: Try["isIt"] }} [options]
 * @returns {Try}
 */
export function press(role, label, title, text, find, { by, isIt } = {}) {
  return {
    id: `${role} ${label}`,
    role,
    title,
    text,
    act: { kind: "press", name: label },
    press: label,
    ...(by && { by }),
    ...(isIt && { isIt }),
    async go() {
      const messageId = await find();
      play(role, by);
      if (!messageId) throw new Error(`Nothing here has “${label}” yet. ${text}`);
      pointAt(messageId);
      return messageId;
    },
  };
}

/**
 * Something that is only to be looked at; being led there is all.
 * @param {Role} role @param {string} name @param {string} title @param {string} text
 * @param {() => Promise<unknown> | unknown} show
 * @returns {Try}
 */
export function look(role, name, title, text, show) {
  return {
    id: `${role} ${name}`,
    role,
    title,
    text,
    act: { kind: "look", name },
    async go() {
      play(role);
      await show();
    },
  };
}

/** A reaction that sends a message in. @param {Role} role @param {string} emoji @param {string} text @returns {Try} */
export function reaction(role, emoji, text) {
  return {
    id: `${role} reaction`,
    role,
    title: "Call the bot with a reaction",
    text,
    act: { kind: "react", name: emoji },
    async go() {
      const messageId = await aStrayMessage("you");
      play(role);
      pointAt(messageId, { menu: true });
    },
  };
}
