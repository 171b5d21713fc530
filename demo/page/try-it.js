// @ts-check
import { onAct, tellAct } from "./acts.js";
import { roleOf } from "./discord-nav.js";
import { $, fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { startScenario } from "./scenario.js";
import { redraw, state, ui } from "./state.js";
import { orTell } from "./toast.js";
import { allTries, isDoneBy } from "./tries.js";
import { PLAYED } from "./try-kinds.js";

/** @typedef {import("./try-kinds.js").Try} Try */
/** @typedef {import("./try-kinds.js").Role} Role */

const KEY = "signalbox-tries";
/** @type {Role[]} */
const ROLES = ["Member", "Helper", "Staff", "Admin"];

/** What was done in this run of the demo. @returns {Set<string>} */
function done() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
    return new Set(kept.guild === state.guild().id ? kept.done : []);
  } catch {
    return new Set();
  }
}

/** @param {string} id */
function remember(id) {
  const all = [...done().add(id)];
  sessionStorage.setItem(KEY, JSON.stringify({ guild: state.guild().id, done: all }));
}

/** @param {string} userId @returns {Role | null} */
function playedRole(userId) {
  const role = roleOf(state.user(userId));
  if (role === "Newcomer") return "Member";
  return role === "Reviewer" ? "Staff" : /** @type {Role} */ (role);
}

export function startTryIt() {
  const dialog = /** @type {HTMLDialogElement} */ ($("#try"));
  $("#open-try").addEventListener("click", () => {
    draw(dialog);
    dialog.showModal();
  });
  onAct((act) => {
    const before = done();
    for (const one of allTries()) {
      if (before.has(one.id) || !isDoneBy(one, act, playedRole)) continue;
      remember(one.id);
      drawCount();
    }
  });
}

/** How much was tried, on the button itself. */
export function drawCount() {
  const tries = allTries();
  const finished = done();
  const count = tries.filter(({ id }) => finished.has(id)).length;
  const words = count === 0 ? "" : ` ${count}/${tries.length}`;
  const place = $("#try-count");
  if (place.textContent !== words) place.textContent = words;
}

/** @param {HTMLDialogElement} dialog */
function draw(dialog) {
  const tries = allTries();
  const finished = done();
  fill(
    dialog,
    h(
      "header",
      { class: "sheet-head" },
      h(
        "div",
        {},
        h("h2", { id: "try-title" }, "What to try"),
        h(
          "p",
          {},
          "Each prepares the place and the words; the last press is yours. Or switch to anybody, at the foot of the channels, and do as you like.",
        ),
      ),
      h(
        "button",
        {
          type: "button",
          class: "tool tool-icon",
          "aria-label": "Close",
          on: { click: () => dialog.close() },
        },
        icon("close", 18),
      ),
    ),
    h(
      "div",
      { class: "sheet-body try-roles" },
      ROLES.map((role) => {
        const list = tries.filter((one) => one.role === role);
        const count = list.filter(({ id }) => finished.has(id)).length;
        return h(
          "section",
          { "aria-label": role },
          h("h3", {}, role, h("small", {}, `as ${PLAYED[role]} · ${count} of ${list.length}`)),
          h(
            "ul",
            {},
            list.map((one) => h("li", {}, tryButton(one, finished.has(one.id), dialog))),
          ),
        );
      }),
    ),
  );
}

/** @param {Try} one @param {boolean} isDone @param {HTMLDialogElement} dialog */
function tryButton(one, isDone, dialog) {
  return h(
    "button",
    {
      type: "button",
      class: `try${isDone ? " is-done" : ""}`,
      data: { try: one.id },
      on: {
        click: () => {
          dialog.close();
          void start(one);
        },
      },
    },
    h("span", { class: "lamp" }, isDone && icon("check", 11)),
    h(
      "span",
      {},
      h("b", {}, one.title, isDone && h("span", { class: "visually-hidden" }, " (done)")),
      h("small", {}, one.text),
    ),
  );
}

/** @param {Try} one */
async function start(one) {
  const found = await orTell(Promise.resolve().then(() => one.go()));
  if (found === null) return;
  let did = false;
  const stop = onAct((act) => {
    if (!isDoneBy(one, act, playedRole)) return;
    did = true;
    stop();
  });
  const press = one.press && found ? { messageId: found, label: one.press, hint: one.text } : null;
  /** @type {import("./scenario.js").Run} */
  const run = { threadIds: [], since: Date.now(), marks: {} };
  startScenario(
    {
      id: `try ${one.id}`,
      title: `As ${one.by ?? PLAYED[one.role]}: ${one.title}`,
      lead: one.text,
      done: `Done: ${one.title}`,
      checks: [{ text: lastStep(one), you: true, when: () => did, press: () => press }],
    },
    run,
  );
  if (one.act.kind === "look") tellAct({ ...one.act, as: ui.me });
  redraw();
}

/** What is left to the visitor. @param {Try} one */
function lastStep({ act }) {
  switch (act.kind) {
    case "command":
      return `you send ${act.name}`;
    case "menu":
      return `you choose ${act.name}`;
    case "press":
      return `you press ${act.name}`;
    case "react":
      return `you react with ${act.name}`;
    case "edit":
    case "delete":
      return `you choose ${act.name}`;
    case "look":
      return "you look at it";
    default:
      return "you send it";
  }
}
