// @ts-check
/**
 * What a person did on the page in Discord, once it went through.
 *
 * @typedef {"command" | "menu" | "press" | "choose" | "form" | "post" | "react" | "edit" | "delete" | "thread" | "look"} ActKind
 * @typedef {{ kind: ActKind, name: string, as: string, messageId?: string, options?: Record<string, any> }} Act
 */

/** @type {Set<(act: Act) => void>} */
const listeners = new Set();

/** @param {(act: Act) => void} listener @returns {() => void} how to stop */
export function onAct(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** @param {Act} act */
export function tellAct(act) {
  for (const listener of listeners) listener(act);
}
