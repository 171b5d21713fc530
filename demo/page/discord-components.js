// @ts-check
import { isSelect, selectControl } from "./discord-select.js";
import { h } from "./dom.js";
import { openLink } from "./go.js";
import { interact } from "./interact.js";
import { markdown } from "./markdown-dom.js";
import { ui } from "./state.js";

const STYLES = ["", "primary", "secondary", "success", "danger", "link"];

/** @param {any} message @param {import("./markdown-dom.js").Names} names */
export function componentsOf(message, names) {
  const failed = ui.failed.get(message.id);
  return [
    message.components.map((/** @type {any} */ one) => component(one, message, names)),
    failed && h("p", { class: "d-failed", role: "alert" }, failed),
  ];
}

/** @param {any} one @param {any} message @param {import("./markdown-dom.js").Names} names @returns {any} */
function component(one, message, names) {
  const inner = () =>
    (one.components ?? []).map((/** @type {any} */ child) => component(child, message, names));
  switch (one.type) {
    case 1:
      return h("div", { class: "d-row" }, inner());
    case 2:
      return button(one, message);
    case 9:
      return h(
        "div",
        { class: "d-section" },
        h("div", {}, inner()),
        one.accessory && component(one.accessory, message, names),
      );
    case 10:
      return markdown(String(one.content ?? ""), "discord", names);
    case 14:
      return h("hr", { class: one.divider === false ? "d-gap" : "d-separator" });
    case 17: {
      const node = h("div", { class: "embed" }, inner());
      accent(node, one.accent_color);
      return node;
    }
    default:
      return isSelect(one.type) ? select(one, message) : null;
  }
}

/** @param {HTMLElement} node @param {unknown} color */
export function accent(node, color) {
  if (typeof color === "number") {
    node.style.setProperty("--accent", `#${color.toString(16).padStart(6, "0").slice(-6)}`);
  }
}

/** @param {any} one */
function emojiOf(one) {
  return one.emoji?.name
    ? h("span", { class: "d-emoji", "aria-hidden": "true" }, one.emoji.name)
    : null;
}

/** @param {any} one @param {any} message */
function button(one, message) {
  const label = one.label ?? one.emoji?.name ?? "Button";
  if (one.style === 5) {
    return h(
      "a",
      {
        class: "d-button d-link",
        href: /^https?:/.test(one.url) ? one.url : null,
        target: "_blank",
        rel: "noopener noreferrer",
        on: {
          click: (/** @type {Event} */ event) => {
            if (openLink(one.url)) event.preventDefault();
          },
        },
      },
      emojiOf(one),
      label,
      " ↗",
    );
  }
  const pressed =
    ui.press?.messageId === message.id && sameLabel(ui.press?.label ?? "", label) && !one.disabled;
  const node = h(
    "button",
    {
      type: "button",
      class: `d-button d-${STYLES[one.style] ?? "secondary"}${pressed ? " press-me" : ""}`,
      disabled: one.disabled ?? false,
      "data-focus": `button-${one.custom_id}`,
      data: { label },
      "aria-description": pressed ? ui.press?.hint : null,
      on: { click: () => press(node, message, one) },
    },
    emojiOf(one),
    label,
  );
  return pressed
    ? h("span", { class: "press-wrap" }, node, h("span", { class: "press-hint" }, "You press this"))
    : node;
}

/** @param {string} wanted @param {string} label */
export function sameLabel(wanted, label) {
  return label.toLowerCase().startsWith(wanted.toLowerCase());
}

/** @param {HTMLElement} node @param {any} message @param {any} one */
async function press(node, message, one) {
  node.classList.add("is-busy");
  node.setAttribute("aria-busy", "true");
  const name = one.label ?? one.emoji?.name ?? "Button";
  const act = { kind: /** @type {const} */ ("press"), name, as: ui.me, messageId: message.id };
  await interact(act, "/api/discord/click", { messageId: message.id, customId: one.custom_id });
  node.classList.remove("is-busy");
  node.removeAttribute("aria-busy");
}

/** @param {any} one @param {any} message */
function select(one, message) {
  const choose = () => {
    const name = one.placeholder ?? "Menu";
    const act = { kind: /** @type {const} */ ("choose"), name, as: ui.me, messageId: message.id };
    const body = { messageId: message.id, customId: one.custom_id, values: control.read() };
    return interact(act, "/api/discord/select", body);
  };
  const control = selectControl(one, { onChange: choose });
  if (!control.many) return control.node;
  return h(
    "div",
    { class: "d-many" },
    control.node,
    h(
      "button",
      {
        type: "button",
        class: "d-button d-secondary",
        disabled: one.disabled ?? false,
        on: { click: choose },
      },
      "Choose",
    ),
  );
}
