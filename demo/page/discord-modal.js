// @ts-check
import { field, openDialog } from "./dialog.js";
import { isSelect, selectControl } from "./discord-select.js";
import { h } from "./dom.js";
import { interact } from "./interact.js";
import { markdown } from "./markdown-dom.js";

/** @typedef {{ id: string | null, read: () => string | string[], node: HTMLElement }} Field */

/**
 * A dialog that an app opened: labels with inputs, old style (rows) and new (labels).
 * @param {any} modal
 * @param {import("./acts.js").Act} opener what opened it
 */
export function showModal(modal, opener) {
  /** @type {Field[]} */
  const fields = modal.components.flatMap(fieldOf);
  openDialog({
    title: modal.title,
    body: fields.map(({ node }) => node),
    action: "Submit",
    submit() {
      const values = Object.fromEntries(
        fields.flatMap(({ id, read }) => (id === null ? [] : [[id, read()]])),
      );
      const act = { ...opener, kind: /** @type {const} */ ("form"), name: modal.title };
      return interact(act, "/api/discord/modal", { customId: modal.custom_id, values });
    },
  });
}

/** @param {any} component @returns {Field[]} */
function fieldOf(component) {
  switch (component.type) {
    case 1:
      return (component.components ?? []).flatMap(fieldOf);
    case 10:
      return [{ id: null, read: () => "", node: markdown(component.content, "discord") }];
    case 18:
      return [inputOf(component.component, component.label, component.description)];
    default:
      return [inputOf(component, component.label, null)];
  }
}

/** @param {any} input @param {string} label @param {string | null} description @returns {Field} */
function inputOf(input, label, description) {
  const id = `field-${input.custom_id}`;
  const required = input.required !== false;
  const about = { required, more: description };
  if (isSelect(input.type)) {
    const select = selectControl(input, { id, required: required && (input.max_values ?? 1) <= 1 });
    return { id: input.custom_id, read: select.read, node: field(id, label, select.node, about) };
  }
  if (input.type !== 4) {
    const words = `This page cannot show this kind of field (${input.type}).`;
    return { id: null, read: () => "", node: h("p", { class: "d-failed" }, words) };
  }
  const shared = {
    id,
    name: input.custom_id,
    required,
    "aria-describedby": description ? `${id}-more` : null,
    placeholder: input.placeholder,
    maxlength: input.max_length ?? 4000,
    minlength: input.min_length,
    value: input.value ?? "",
  };
  const control = /** @type {HTMLInputElement} */ (
    input.style === 2
      ? h("textarea", { ...shared, rows: 6 })
      : h("input", { ...shared, type: "text" })
  );
  return {
    id: input.custom_id,
    read: () => control.value,
    node: field(id, label, control, about),
  };
}
