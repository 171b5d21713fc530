// @ts-check
import { h } from "./dom.js";
import { state } from "./state.js";

/** @typedef {{ label: string, value: string, description?: string, default?: boolean }} Option */

/** Numbers of component types. */
const KIND = { text: 3, user: 5, role: 6, mentionable: 7, channel: 8 };

/** @param {unknown} type */
export function isSelect(type) {
  return Object.values(KIND).includes(Number(type));
}

/** Numbers of channel types, by what the page calls them. */
const CHANNEL = { text: 0, announcement: 5, category: 4, thread: 11, forum: 15, dm: 1 };

/**
 * A menu of any kind as a native control: one choice as a select, several as a list of boxes.
 * @param {any} one the component
 * @param {{ id?: string, required?: boolean, onChange?: () => void }} [options]
 * @returns {{ node: HTMLElement, read: () => string[], many: boolean }}
 */
export function selectControl(one, { id, required, onChange } = {}) {
  const options = optionsOf(one);
  const many = (one.max_values ?? 1) > 1;
  return many ? boxes(one, options, id) : menu(one, options, { id, required, onChange });
}

/** @param {any} one @param {Option[]} options @param {{ id?: string | undefined, required?: boolean | undefined, onChange?: (() => void) | undefined }} props */
function menu(one, options, { id, required, onChange }) {
  const optional = (one.min_values ?? 1) === 0 || required === false;
  const chosen = options.some((each) => each.default);
  const node = /** @type {HTMLSelectElement} */ (
    h(
      "select",
      {
        id,
        class: "d-select",
        disabled: one.disabled ?? false,
        required: required ?? false,
        "aria-label": id ? null : (one.placeholder ?? "Choose"),
        "data-focus": `select-${one.custom_id}`,
        on: { change: () => onChange?.() },
      },
      h(
        "option",
        { value: "", disabled: !optional, selected: !chosen },
        one.placeholder ?? (optional ? "—" : "Choose"),
      ),
      options.map((each) =>
        h(
          "option",
          { value: each.value, selected: each.default ?? false, title: each.description ?? null },
          each.description ? `${each.label} — ${each.description}` : each.label,
        ),
      ),
    )
  );
  return { node, many: false, read: () => (node.value === "" ? [] : [node.value]) };
}

/** @param {any} one @param {Option[]} options @param {string | undefined} id */
function boxes(one, options, id) {
  const max = one.max_values ?? 1;
  const list = options.map((each) => ({
    each,
    box: /** @type {HTMLInputElement} */ (
      h("input", { type: "checkbox", value: each.value, checked: each.default ?? false })
    ),
  }));
  const read = () => list.filter(({ box }) => box.checked).map(({ box }) => box.value);
  const limit = () => {
    const full = read().length >= max;
    for (const { box } of list) box.disabled = (one.disabled ?? false) || (full && !box.checked);
  };
  const node = h(
    "div",
    {
      id,
      class: "d-boxes",
      role: "group",
      "aria-label": one.placeholder ?? "Choose",
      on: { change: limit },
    },
    !id && one.placeholder && h("p", { class: "d-boxes-name" }, one.placeholder),
    list.map(({ each, box }) =>
      h(
        "label",
        { title: each.description ?? null },
        box,
        h("span", {}, each.label, each.description && h("small", {}, each.description)),
      ),
    ),
  );
  limit();
  return { node, many: true, read };
}

/** @param {any} one @returns {Option[]} what the menu offers, as whoever is played sees it */
export function optionsOf(one) {
  const chosen = new Set((one.default_values ?? []).map((/** @type {any} */ { id }) => id));
  const marked = (/** @type {Option[]} */ list) =>
    list.map((each) => ({ ...each, default: chosen.has(each.value) }));
  switch (one.type) {
    case KIND.user:
      return marked(people());
    case KIND.role:
      return marked(roles());
    case KIND.mentionable:
      return marked([...roles(), ...people()]);
    case KIND.channel:
      return marked(channels(one.channel_types));
    default:
      return one.options ?? [];
  }
}

/** @returns {Option[]} */
export function people() {
  return state
    .users()
    .map(({ id, name }) => ({ label: name, value: id }))
    .sort((a, b) => a.label.localeCompare(b.label));
}

/** @returns {Option[]} */
export function roles() {
  return state.guild().roles.map((/** @type {any} */ { id, name }) => ({
    label: `@${name}`,
    value: id,
  }));
}

/** @param {readonly number[]} [types] Discord's numbers; all but threads when left out @returns {Option[]} */
export function channels(types) {
  const wanted = types?.length ? types : [CHANNEL.text, CHANNEL.announcement, CHANNEL.forum];
  return state
    .channels()
    .filter(({ type }) => wanted.includes(CHANNEL[type]))
    .map(({ id, name }) => ({ label: `#${name}`, value: id }));
}
