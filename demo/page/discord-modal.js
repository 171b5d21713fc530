// @ts-check
import { h } from "./dom.js";
import { post } from "./state.js";
import { orTell } from "./toast.js";

/**
 * A dialog that an app opened: labels with inputs, old style (rows) and new (labels).
 * @param {any} modal @param {string} as
 */
export function showModal(modal, as) {
  const fields = modal.components.flatMap(fieldOf);
  const dialog = /** @type {HTMLDialogElement} */ (
    h(
      "dialog",
      { class: "d-modal", "aria-labelledby": "modal-title" },
      h(
        "form",
        {
          method: "dialog",
          on: {
            submit: (/** @type {Event} */ event) => {
              event.preventDefault();
              void submit();
            },
          },
        },
        h("header", {}, h("h2", { id: "modal-title" }, modal.title)),
        h(
          "div",
          { class: "d-modal-body" },
          fields.map((/** @type {any} */ field) => field.node),
        ),
        h(
          "footer",
          {},
          h(
            "button",
            { type: "button", class: "d-button d-plain", on: { click: () => dialog.close() } },
            "Cancel",
          ),
          h("button", { type: "submit", class: "d-button d-primary" }, "Submit"),
        ),
      ),
    )
  );
  async function submit() {
    /** @type {Record<string, string>} */
    const values = {};
    for (const { id, read } of fields) if (id) values[id] = read();
    const answer = await orTell(
      post("/api/discord/modal", { as, customId: modal.custom_id, values }),
    );
    if (answer === null) return;
    dialog.close();
    if (answer.modal) showModal(answer.modal, as);
  }
  dialog.addEventListener("close", () => dialog.remove());
  document.body.appendChild(dialog);
  dialog.showModal();
}

/** @param {any} component @returns {any[]} */
function fieldOf(component) {
  if (component.type === 1) return (component.components ?? []).flatMap(fieldOf);
  if (component.type === 18)
    return inputOf(component.component, component.label, component.description);
  if (component.type === 10)
    return [
      { id: null, read: () => "", node: h("p", { class: "d-modal-text" }, component.content) },
    ];
  return inputOf(component, component.label, null);
}

/** @param {any} input @param {string} label @param {string | null} description */
function inputOf(input, label, description) {
  const id = `field-${input.custom_id}`;
  const required = input.required !== false;
  const shared = {
    id,
    name: input.custom_id,
    required,
    "aria-describedby": description ? `${id}-more` : null,
  };
  const text = {
    placeholder: input.placeholder,
    maxlength: input.max_length ?? 4000,
    minlength: input.min_length,
  };
  const control =
    input.type === 3
      ? h(
          "select",
          { ...shared, class: "d-select" },
          (input.options ?? []).map((/** @type {any} */ one) =>
            h("option", { value: one.value, selected: one.default ?? false }, one.label),
          ),
        )
      : input.style === 2
        ? h("textarea", { ...shared, ...text, rows: 8, value: input.value ?? "" })
        : h("input", { ...shared, ...text, type: "text", value: input.value ?? "" });
  return [
    {
      id: input.custom_id,
      read: () => /** @type {HTMLInputElement} */ (control).value,
      node: h(
        "div",
        { class: "d-field" },
        h(
          "label",
          { for: id },
          label,
          required && h("span", { class: "d-required", "aria-hidden": "true" }, " *"),
        ),
        description && h("p", { class: "d-field-more", id: `${id}-more` }, description),
        control,
      ),
    },
  ];
}
