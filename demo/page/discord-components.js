// @ts-check

import { showModal } from "./discord-modal.js";
import { h } from "./dom.js";
import { openLink } from "./go.js";
import { markdown } from "./markdown-dom.js";
import { post, state, ui } from "./state.js";
import { orTell } from "./toast.js";

const STYLES = ["", "primary", "secondary", "success", "danger", "link"];

/** @param {any} message @param {import("./markdown-dom.js").Names} names */
export function componentsOf(message, names) {
  return message.components.map((/** @type {any} */ one) => component(one, message, names));
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
    case 3:
    case 5:
    case 6:
    case 8:
      return select(one, message);
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
      return null;
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
  const as = ui.me;
  const answer = await orTell(
    post("/api/discord/click", { as, messageId: message.id, customId: one.custom_id }),
  );
  node.classList.remove("is-busy");
  node.removeAttribute("aria-busy");
  if (answer?.modal) showModal(answer.modal, as);
}

/** @param {any} one @param {any} message */
function select(one, message) {
  const options = optionsOf(one);
  const many = (one.max_values ?? 1) > 1;
  const choose = async (/** @type {string[]} */ values) => {
    const as = ui.me;
    const answer = await orTell(
      post("/api/discord/select", { as, messageId: message.id, customId: one.custom_id, values }),
    );
    if (answer?.modal) showModal(answer.modal, as);
  };
  if (many) {
    const box = h(
      "select",
      {
        class: "d-select",
        multiple: true,
        size: Math.min(5, options.length),
        "aria-label": one.placeholder ?? "Choose",
      },
      options.map(option),
    );
    return h(
      "span",
      { class: "d-many" },
      box,
      h(
        "button",
        {
          type: "button",
          class: "d-button d-secondary",
          on: {
            click: () =>
              choose(
                [.../** @type {HTMLSelectElement} */ (box).selectedOptions].map(
                  ({ value }) => value,
                ),
              ),
          },
        },
        "Choose",
      ),
    );
  }
  const box = h(
    "select",
    {
      class: "d-select",
      disabled: one.disabled ?? false,
      "aria-label": one.placeholder ?? "Choose",
      "data-focus": `select-${one.custom_id}`,
      on: { change: (/** @type {any} */ event) => choose([event.target.value]) },
    },
    h(
      "option",
      { value: "", disabled: true, selected: !options.some((each) => each.default) },
      one.placeholder ?? "Choose",
    ),
    options.map(option),
  );
  return box;
}

/** @param {any} each */
function option(each) {
  return h(
    "option",
    { value: each.value, selected: each.default ?? false, title: each.description ?? null },
    each.description ? `${each.label} — ${each.description}` : each.label,
  );
}

/** @param {any} one @returns {{ label: string, value: string, description?: string, default?: boolean }[]} */
export function optionsOf(one) {
  if (one.type === 5)
    return state
      .users()
      .filter(({ bot }) => !bot)
      .map(({ id, name }) => ({ label: name, value: id }));
  if (one.type === 8) {
    return state
      .channels()
      .filter(({ type }) => ["text", "forum", "announcement"].includes(type))
      .map(({ id, name }) => ({ label: `#${name}`, value: id }));
  }
  return one.options ?? [];
}
