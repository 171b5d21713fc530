// @ts-check
import { accent, componentsOf } from "./discord-components.js";
import { menuOn, openMenu, react, reply } from "./discord-menu.js";
import { avatar, roleOf } from "./discord-nav.js";
import { attachmentsOf } from "./discord-uploads.js";
import { h } from "./dom.js";
import { messageTime } from "./format.js";
import { openChannel, openLink, showMessage } from "./go.js";
import { icon } from "./icons.js";
import { markdown } from "./markdown-dom.js";
import { isStaff, redraw, state, ui } from "./state.js";

const QUICK = ["👍", "🐛", "💡", "📚", "🤖"];

/** How people, channels and links are shown in Discord. */
export const names = {
  user: (/** @type {string} */ id) => state.user(id)?.name ?? null,
  channel: (/** @type {string} */ id) => state.channel(id)?.name ?? null,
  role: (/** @type {string} */ id) =>
    state.guild().roles.find((/** @type {any} */ one) => one.id === id)?.name ?? null,
  openChannel,
  openLink,
  place: placeOf,
};

/** What an address inside Discord leads to, by name. @param {string} url */
function placeOf(url) {
  const found = /\/channels\/\d+\/(\d+)(\/\d+)?$/.exec(url);
  const channel = state.channel(found?.[1] ?? "");
  if (!channel) return null;
  const parent = state.channel(channel.parentId ?? "");
  const path = channel.type === "thread" && parent ? `#${parent.name} › ` : "#";
  return `${path}${channel.name}${found?.[2] ? " › 💬" : ""}`;
}

/** What the look of a message depends on. @param {any} message @param {boolean} joined */
export function messageVersion(message, joined) {
  const fresh = (ui.fresh.get(`message:${message.id}`) ?? 0) > Date.now();
  const pressed = ui.press?.messageId === message.id ? ui.press?.label : "";
  const failed = ui.failed.get(message.id) ?? "";
  return [state.version(`message:${message.id}`), ui.me, joined, fresh, pressed, failed].join("|");
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
  const node = h(
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
      attachmentsOf(message.attachments),
      componentsOf(message, names),
      reactions(message),
      message.ephemeralFor && dismiss(message),
    ),
    toolbar(message),
  );
  if (!message.ephemeralFor) menuOn(node, message);
  return node;
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
    one.author?.name &&
      h(
        "div",
        { class: "embed-author" },
        one.author.url ? embedLink(one.author.url, one.author.name) : one.author.name,
      ),
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
  const more = h(
    "button",
    {
      type: "button",
      "aria-label": "More",
      "aria-haspopup": "menu",
      on: {
        click: () => {
          const { left, bottom } = more.getBoundingClientRect();
          openMenu(message, { x: left - 170, y: bottom + 4 }, more);
        },
      },
    },
    icon("more", 20),
  );
  return h(
    "div",
    { class: "message-tools" },
    QUICK.map((emoji) =>
      h(
        "button",
        {
          type: "button",
          class: "tool-emoji",
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
        class: "tool-reply",
        "aria-label": "Reply",
        on: { click: () => reply(message) },
      },
      icon("reply", 20),
    ),
    more,
  );
}
