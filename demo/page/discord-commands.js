// @ts-check
import { commandsFor, state, ui } from "./state.js";

/**
 * What can be run: a command, or one of its subcommands.
 * @typedef {{ path: string, description: string, options: any[] }} Leaf
 */

const SUBCOMMAND = 1;
const GROUP = 2;

/** All that Discord offers to whoever is played, subcommands one by one. @returns {Leaf[]} */
export function leavesForMe() {
  return commandsFor("slash", state.user(ui.me)).flatMap((command) =>
    leavesOf(command, command.name),
  );
}

/** @param {any} command @param {string} path @returns {Leaf[]} */
export function leavesOf(command, path) {
  const options = /** @type {any[]} */ (command.options ?? []);
  const below = options.filter(({ type }) => type === SUBCOMMAND || type === GROUP);
  if (below.length === 0) return [{ path, description: command.description, options }];
  return below.flatMap((sub) => leavesOf(sub, `${path} ${sub.name}`));
}

/** Those whose path goes on from what was typed, then those that hold it. @param {string} typed without the slash */
export function leavesFor(typed) {
  const wanted = typed.toLowerCase();
  const leaves = leavesForMe();
  const first = leaves.filter(({ path }) => path.startsWith(wanted));
  return [
    ...first,
    ...leaves.filter((leaf) => !first.includes(leaf) && leaf.path.includes(wanted)),
  ];
}

/**
 * The command that a line begins with, and the words after it.
 * @param {string} line with the slash
 * @returns {{ leaf: Leaf, words: string } | null}
 */
export function commandIn(line) {
  const found = leavesForMe()
    .filter(({ path }) => line === `/${path}` || line.startsWith(`/${path} `))
    .sort((a, b) => b.path.length - a.path.length)[0];
  return found ? { leaf: found, words: line.slice(found.path.length + 1).trim() } : null;
}
