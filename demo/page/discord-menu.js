// @ts-check
import { tellAct } from "./acts.js";
import { field, openDialog } from "./dialog.js";
import { h } from "./dom.js";
import { openNew } from "./go.js";
import { interact } from "./interact.js";
import { commandsFor, may, post, redraw, state, ui } from "./state.js";
import { orTell } from "./toast.js";

/** @typedef {import("./state.js").Message} Message */

const EMOJI = ["👍", "❤️", "✅", "👀", "🎉", "🙏", "🐛", "💡", "📚", "🤖"];
const LONG_PRESS_MS = 500;
const MARGIN = 8;

/** @type {HTMLElement | null} */
let shown = null;

/**
 * Opens a message's menu, as a right click does.
 * @param {Message} message
 * @param {{ x: number, y: number }} at where, in the window
 * @param {HTMLElement | null} [opener] gets the focus back
 */
export function openMenu(message, at, opener = null) {
  closeMenu();
  const menu = h("div", { class: "menu", role: "menu", "aria-label": "Message" }, itemsOf(message));
  const close = () => {
    closeMenu();
    opener?.focus();
  };
  menu.addEventListener("keydown", (event) => moveIn(menu, event, close));
  menu.addEventListener("focusout", (event) => {
    const next = /** @type {Node | null} */ (event.relatedTarget);
    if (next !== null && !menu.contains(next)) closeMenu();
  });
  document.body.append(menu);
  shown = menu;
  const { width, height } = menu.getBoundingClientRect();
  menu.style.left = `${Math.max(MARGIN, Math.min(at.x, innerWidth - width - MARGIN))}px`;
  menu.style.top = `${Math.max(MARGIN, Math.min(at.y, innerHeight - height - MARGIN))}px`;
  entriesIn(menu)[0]?.focus({ preventScroll: true });
}

function closeMenu() {
  const menu = shown;
  shown = null;
  menu?.remove();
}

/** Once, for the whole page. */
export function startMenus() {
  document.addEventListener("pointerdown", (event) => {
    if (shown && !shown.contains(/** @type {Node} */ (event.target))) closeMenu();
  });
}

/** Right click, the menu key and a long press open it. @param {HTMLElement} node @param {Message} message */
export function menuOn(node, message) {
  let timer = 0;
  const stop = () => clearTimeout(timer);
  node.addEventListener("contextmenu", (event) => {
    // Text that was selected, and links, keep the browser's own menu.
    const on = /** @type {Element} */ (event.target);
    if (on.closest("a, select, input") || String(getSelection()) !== "") return;
    event.preventDefault();
    openMenu(message, { x: event.clientX, y: event.clientY });
  });
  node.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "touch") return;
    const at = { x: event.clientX, y: event.clientY };
    timer = window.setTimeout(() => openMenu(message, at), LONG_PRESS_MS);
  });
  for (const end of ["pointerup", "pointercancel", "pointermove"]) node.addEventListener(end, stop);
}

/** @param {Message} message */
function itemsOf(message) {
  const me = state.user(ui.me);
  const mine = message.authorId === ui.me;
  const channel = state.channel(message.channelId);
  const inChannel = channel?.type === "text" || channel?.type === "announcement";
  const apps = commandsFor("message", me);
  return [
    h(
      "div",
      { class: "menu-emoji" },
      EMOJI.map((emoji) =>
        h(
          "button",
          {
            type: "button",
            role: "menuitem",
            "aria-label": `React with ${emoji}`,
            on: { click: () => done(() => react(message.id, emoji, true)) },
          },
          emoji,
        ),
      ),
    ),
    item("Reply", () => reply(message)),
    inChannel && !state.channel(message.id) && item("Create thread", () => startThread(message)),
    mine && item("Edit message", () => edit(message)),
    apps.length > 0 && h("p", { class: "menu-head", role: "presentation" }, "Apps"),
    apps.map(({ name }) => item(name, () => runOn(message, name))),
    (mine || may(me, "manageMessages")) &&
      item("Delete message", () => remove(message), "is-danger"),
  ];
}

/** @param {string} label @param {() => unknown} act @param {string} [tone] */
function item(label, act, tone) {
  return h(
    "button",
    { type: "button", role: "menuitem", class: tone ?? null, on: { click: () => done(act) } },
    label,
  );
}

/** @param {() => unknown} act */
function done(act) {
  closeMenu();
  act();
}

/** @param {Element} menu @returns {HTMLElement[]} */
function entriesIn(menu) {
  return [...menu.querySelectorAll("button")];
}

/** @param {Element} menu @param {KeyboardEvent} event @param {() => void} close */
function moveIn(menu, event, close) {
  const entries = entriesIn(menu);
  const at = entries.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const steps = /** @type {Record<string, number>} */ ({
    ArrowDown: 1,
    ArrowRight: 1,
    ArrowUp: -1,
    ArrowLeft: -1,
  });
  const step = steps[event.key];
  if (event.key === "Escape" || event.key === "Tab") close();
  else if (step) entries[(at + step + entries.length) % entries.length]?.focus();
  else return;
  event.preventDefault();
}

/** @param {Message} message */
export function reply(message) {
  ui.replyTo = message.id;
  redraw();
  document.querySelector("#composer-text")?.dispatchEvent(new Event("wanted"));
}

/** @param {string} messageId @param {string} emoji @param {boolean} on */
export async function react(messageId, emoji, on) {
  const as = ui.me;
  const key = `${as}:${messageId}:${emoji}`;
  if ((await orTell(post("/api/discord/react", { as, messageId, emoji, on }))) === null) return;
  if (on) ui.reacted.add(key);
  else ui.reacted.delete(key);
  if (on) tellAct({ kind: "react", name: emoji, as, messageId });
}

/** @param {Message} message @param {string} name */
function runOn(message, name) {
  const act = { kind: /** @type {const} */ ("menu"), name, as: ui.me, messageId: message.id };
  const { channelId, id: targetId } = message;
  return interact(act, "/api/discord/command", { channelId, name, options: {}, targetId });
}

/** @param {Message} message */
function edit(message) {
  const as = ui.me;
  const area = /** @type {HTMLTextAreaElement} */ (
    h("textarea", {
      rows: 5,
      maxlength: 2000,
      required: true,
      value: message.content,
      "aria-label": "Message",
    })
  );
  openDialog({
    title: "Edit message",
    body: area,
    action: "Save",
    async submit() {
      const body = { as, messageId: message.id, text: area.value };
      if ((await orTell(post("/api/discord/edit", body))) === null) return false;
      tellAct({ kind: "edit", name: "Edit message", as, messageId: message.id });
      return true;
    },
  });
}

/** @param {Message} message */
function remove(message) {
  const as = ui.me;
  openDialog({
    title: "Delete message",
    lead: "It goes from Discord, and with it what rests on it.",
    body: h("blockquote", { class: "d-quote" }, message.content.slice(0, 200)),
    action: "Delete",
    danger: true,
    async submit() {
      const gone = await orTell(post("/api/discord/delete", { as, messageId: message.id }));
      if (gone === null) return false;
      tellAct({ kind: "delete", name: "Delete message", as, messageId: message.id });
      return true;
    },
  });
}

/** @param {Message} message */
function startThread(message) {
  const as = ui.me;
  const name = /** @type {HTMLInputElement} */ (
    h("input", { id: "thread-name", type: "text", required: true, maxlength: 100 })
  );
  openDialog({
    title: "Create thread",
    body: field("thread-name", "Thread name", name, { required: true }),
    action: "Create",
    async submit() {
      const made = await orTell(
        post("/api/discord/start-thread", { as, messageId: message.id, name: name.value }),
      );
      if (made === null) return false;
      tellAct({ kind: "thread", name: "Create thread", as });
      openNew(made.threadId);
      return true;
    },
  });
}
