// @ts-check
/** Everything there is to try, and whether somebody did it. */
import { leavesForMe } from "./discord-commands.js";
import { begin } from "./discord-composer.js";
import { openChannel } from "./go.js";
import { commandsFor, state } from "./state.js";
import { command, PLAYED, placeFor, play } from "./try-kinds.js";
import { HELPERS, MEMBERS } from "./try-members.js";
import { soon } from "./try-scenes.js";
import { ADMINS, STAFF } from "./try-staff.js";

/** @typedef {import("./acts.js").Act} Act */
/** @typedef {import("./try-kinds.js").Try} Try */
/** @typedef {import("./try-kinds.js").Role} Role */

/** What is prepared up to the last press, in the order in which it is shown. */
const PREPARED = [...MEMBERS, ...HELPERS, ...STAFF, ...ADMINS];

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
  if (act.kind !== kind || roleOf(act.as) !== one.role || one.isIt?.(act) === false) return false;
  return act.name === name || act.name.startsWith(`${name} `) || name === "";
}
