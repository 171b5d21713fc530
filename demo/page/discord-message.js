// @ts-check
import { accent, componentsOf } from "./discord-components.js";
import { showModal } from "./discord-modal.js";
import { avatar, roleOf } from "./discord-nav.js";
import { h } from "./dom.js";
import { fileSize, messageTime } from "./format.js";
import { openChannel, openLink, showMessage } from "./go.js";
import { icon } from "./icons.js";
import { markdown } from "./markdown-dom.js";
import { isStaff, post, redraw, state, ui } from "./state.js";
import { orTell } from "./toast.js";

const QUICK = ["👍", "🐛", "💡", "📚", "🤖"];

/** How people, channels and links are shown in Discord. */
export const names = {
  user: (/** @type {string} */ id) => state.user(id)?.name ?? null,
  channel: (/** @type {string} */ id) => state.channel(id)?.name ?? null,
  openChannel,
  openLink,
};

/** What the look of a message depends on. @param {any} message @param {boolean} joined */
export function messageVersion(message, joined) {
  const fresh = (ui.fresh.get(`message:${message.id}`) ?? 0) > Date.now();
  const pressed = ui.press?.messageId === message.id ? ui.press?.label : "";
  return [state.version(`message:${message.id}`), ui.me, joined, fresh, pressed].join("|");
}

/** @param {import("./state.js").Message} message @param {boolean} joined it follows one by the same person */
export function messageNode(message, joined) {
  const author = state.user(message.authorId);
  const fresh = (ui.fresh.get(`message:${message.id}`) ?? 0) > Date.now();
  const classes = [
    "message",
    joined && "is-joined",
    message.ephemeralFor && "is-ephemeral",
    fresh && "is-fresh",
    ui.press?.messageId === message.id && "is-awaited",
  ];
  if (message.system) return systemNode(message, author);
  return h(
    "article",
    {
      class: classes.filter(Boolean).join(" "),
      "aria-label": `${author?.name ?? "somebody"}, ${messageTime(message.createdAt)}`,
    },
    message.replyTo && replyLine(message.replyTo),
    joined
      ? h("time", { class: "message-gutter" }, messageTime(message.createdAt))
      : avatar(author, 40),
    h(
      "div",
      { class: "message-body" },
      !joined && heading(message, author),
      message.loading && h("p", { class: "is-thinking" }, "is thinking…"),
      message.content !== "" && markdown(message.content, "discord", names),
      message.editedAt && message.content !== "" && h("span", { class: "edited" }, "(edited)"),
      message.embeds.map(embed),
      message.attachments.map((file) =>
        h(
          "div",
          { class: "attachment" },
          icon("file", 28),
          h("span", {}, h("b", {}, file.name), h("small", {}, fileSize(file.size))),
        ),
      ),
      componentsOf(message, names),
      reactions(message),
      message.ephemeralFor && dismiss(message),
    ),
    toolbar(message),
  );
}

/** @param {any} message @param {any} author */
function heading(message, author) {
  return h(
    "h4",
    { class: "message-head" },
    h(
      "span",
      { class: "message-author", data: { role: roleOf(author) } },
      author?.name ?? "unknown",
    ),
    author?.bot && h("span", { class: "app-badge" }, icon("check", 11), "APP"),
    author &&
      !author.bot &&
      (isStaff(author) || author.roles.includes("Helper")) &&
      h("span", { class: "role-badge", data: { role: roleOf(author) } }, roleOf(author)),
    h(
      "time",
      { datetime: new Date(message.createdAt).toISOString() },
      messageTime(message.createdAt),
    ),
  );
}

/** @param {any} message @param {any} author */
function systemNode(message, author) {
  return h(
    "article",
    { class: "message message-system" },
    h("span", { class: "message-gutter" }, icon("chat", 16)),
    h(
      "div",
      { class: "message-body" },
      h("b", {}, author?.name ?? "somebody"),
      " ",
      message.content || "started a thread",
    ),
  );
}

/** @param {string} id */
function replyLine(id) {
  const original = state.message(id);
  const author = original && state.user(original.authorId);
  return h(
    "button",
    { type: "button", class: "reply-line", on: { click: () => showMessage(id) } },
    author ? avatar(author, 16) : null,
    h("b", {}, author?.name ?? "Original message was deleted"),
    h("span", {}, original?.content.slice(0, 120) ?? ""),
  );
}

/** @param {any} one */
function embed(one) {
  const node = h(
    "div",
    { class: "embed" },
    one.author?.name && h("div", { class: "embed-author" }, one.author.name),
    one.title &&
      h(
        "div",
        { class: "embed-title" },
        one.url ? embedLink(one.url, one.title) : markdown(one.title, "discord", names),
      ),
    one.description && markdown(one.description, "discord", names),
    one.fields?.length > 0 &&
      h(
        "div",
        { class: "embed-fields" },
        one.fields.map((/** @type {any} */ field) =>
          h(
            "div",
            { class: field.inline ? "is-inline" : "" },
            h("b", {}, field.name),
            markdown(String(field.value), "discord", names),
          ),
        ),
      ),
    (one.footer?.text || one.timestamp) &&
      h(
        "div",
        { class: "embed-footer" },
        [one.footer?.text, one.timestamp && messageTime(Date.parse(one.timestamp))]
          .filter(Boolean)
          .join(" • "),
      ),
  );
  accent(node, one.color);
  return node;
}

/** @param {string} url @param {string} title */
function embedLink(url, title) {
  return h(
    "a",
    {
      href: /^https?:/.test(url) ? url : null,
      target: "_blank",
      rel: "noopener noreferrer",
      on: {
        click: (/** @type {Event} */ event) => {
          if (openLink(url)) event.preventDefault();
        },
      },
    },
    title,
  );
}

/** @param {any} message */
function reactions(message) {
  if (message.reactions.length === 0) return null;
  return h(
    "div",
    { class: "reactions" },
    message.reactions.map((/** @type {any} */ { emoji, count, byBot }) => {
      const mine = ui.reacted.has(`${ui.me}:${message.id}:${emoji}`);
      return h(
        "button",
        {
          type: "button",
          class: `reaction${mine ? " is-mine" : ""}`,
          "aria-pressed": mine,
          title: byBot ? "by the bot" : null,
          "aria-label": `${emoji}, ${count}${byBot ? ", the bot among them" : ""}`,
          "data-focus": `reaction-${emoji}`,
          on: { click: () => react(message.id, emoji, !mine) },
        },
        h("span", {}, emoji),
        h("b", {}, String(count)),
      );
    }),
  );
}

/** @param {string} messageId @param {string} emoji @param {boolean} on */
async function react(messageId, emoji, on) {
  const key = `${ui.me}:${messageId}:${emoji}`;
  if ((await orTell(post("/api/discord/react", { as: ui.me, messageId, emoji, on }))) === null)
    return;
  if (on) ui.reacted.add(key);
  else ui.reacted.delete(key);
}

/** @param {any} message */
function dismiss(message) {
  return h(
    "div",
    { class: "ephemeral-note" },
    icon("eye", 16),
    " Only you can see this • ",
    h(
      "button",
      {
        type: "button",
        class: "link-button",
        on: {
          click: () => {
            ui.dismissed.add(message.id);
            redraw();
          },
        },
      },
      "Dismiss message",
    ),
  );
}

/** @param {any} message */
function toolbar(message) {
  if (message.ephemeralFor || message.system) return null;
  const mine = message.authorId === ui.me;
  const apps = state.commands().filter(({ type }) => type === "message");
  const menu = h(
    "details",
    { class: "message-more" },
    h("summary", { "aria-label": "More" }, icon("more", 20)),
    h(
      "div",
      { class: "menu" },
      apps.map(({ name }) =>
        h(
          "button",
          { type: "button", on: { click: () => runOn(message, name, menu) } },
          "Apps › ",
          name,
        ),
      ),
      mine &&
        h("button", { type: "button", on: { click: () => edit(message, menu) } }, "Edit message"),
      (mine || isStaff(state.user(ui.me))) &&
        h(
          "button",
          { type: "button", class: "is-danger", on: { click: () => remove(message, menu) } },
          "Delete message",
        ),
      apps.length === 0 && !mine && h("span", { class: "menu-empty" }, "Nothing more here"),
    ),
  );
  menu.addEventListener("focusout", (/** @type {FocusEvent} */ event) => {
    if (!menu.contains(/** @type {Node | null} */ (event.relatedTarget)))
      menu.removeAttribute("open");
  });
  return h(
    "div",
    { class: "message-tools" },
    QUICK.map((emoji) =>
      h(
        "button",
        {
          type: "button",
          "aria-label": `React with ${emoji}`,
          on: { click: () => react(message.id, emoji, true) },
        },
        emoji,
      ),
    ),
    h(
      "button",
      {
        type: "button",
        "aria-label": "Reply",
        on: {
          click: () => {
            ui.replyTo = message.id;
            redraw();
            document.querySelector("#composer-text")?.dispatchEvent(new Event("wanted"));
          },
        },
      },
      icon("reply", 20),
    ),
    menu,
  );
}

/** @param {any} message @param {string} name @param {HTMLElement} menu */
async function runOn(message, name, menu) {
  menu.removeAttribute("open");
  const as = ui.me;
  const answer = await orTell(
    post("/api/discord/command", {
      as,
      channelId: message.channelId,
      name,
      options: {},
      targetId: message.id,
    }),
  );
  if (answer?.modal) showModal(answer.modal, as);
}

/** @param {any} message @param {HTMLElement} menu */
function edit(message, menu) {
  menu.removeAttribute("open");
  const area = h("textarea", {
    rows: 4,
    maxlength: 2000,
    value: message.content,
    "aria-label": "Edit message",
  });
  const dialog = /** @type {HTMLDialogElement} */ (
    h(
      "dialog",
      { class: "d-modal", "aria-label": "Edit message" },
      h(
        "form",
        {
          method: "dialog",
          on: {
            submit: async (/** @type {Event} */ event) => {
              event.preventDefault();
              const text = /** @type {HTMLTextAreaElement} */ (area).value;
              if (
                (await orTell(
                  post("/api/discord/edit", { as: ui.me, messageId: message.id, text }),
                )) !== null
              )
                dialog.close();
            },
          },
        },
        h("header", {}, h("h2", {}, "Edit message")),
        h("div", { class: "d-modal-body" }, area),
        h(
          "footer",
          {},
          h(
            "button",
            { type: "button", class: "d-button d-plain", on: { click: () => dialog.close() } },
            "Cancel",
          ),
          h("button", { type: "submit", class: "d-button d-primary" }, "Save"),
        ),
      ),
    )
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.appendChild(dialog);
  dialog.showModal();
}

/** @param {any} message @param {HTMLElement} menu */
function remove(message, menu) {
  menu.removeAttribute("open");
  void orTell(post("/api/discord/delete", { as: ui.me, messageId: message.id }));
}
