// @ts-check
import { tellAct } from "./acts.js";
import { showModal } from "./discord-modal.js";
import { post, redraw, ui } from "./state.js";
import { toast } from "./toast.js";

/** @typedef {import("./acts.js").Act} Act */

/**
 * Does something that the app answers: a press, a choice, a command, a form. A form that the app
 * opens is shown. When it fails, whoever did it is told in Discord's words where they did it.
 * @param {Act} act
 * @param {string} path
 * @param {Record<string, unknown>} body
 * @returns {Promise<boolean>} whether it went through
 */
export async function interact(act, path, body) {
  if (act.messageId) ui.failed.delete(act.messageId);
  try {
    const answer = await post(path, { ...body, as: act.as });
    tellAct(act);
    if (answer.modal) showModal(answer.modal, act);
    return true;
  } catch (error) {
    tellFailure(act, error);
    return false;
  }
}

/** @param {Act} act @param {unknown} error */
function tellFailure(act, error) {
  const reason = error instanceof Error ? error.message : String(error);
  const silent = error instanceof Error && "silent" in error && error.silent === true;
  const onButtons = act.messageId && act.kind !== "menu";
  if (onButtons) ui.failed.set(act.messageId ?? "", "This interaction failed");
  // Discord itself never says more; whoever tries the bot out wants to know.
  toast(silent ? `${act.name}: the application did not respond` : `${act.name}: ${reason}`, {
    tone: "bad",
  });
  redraw();
}
