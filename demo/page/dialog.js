// @ts-check
import { h } from "./dom.js";

/**
 * A dialog as Discord has them, with one thing to do. It closes when `submit` says so.
 * @param {{
 *   title: string,
 *   lead?: any,
 *   body: any,
 *   action: string,
 *   danger?: boolean,
 *   submit: () => Promise<boolean>,
 * }} options
 */
export function openDialog({ title, lead, body, action, danger = false, submit }) {
  const send = /** @type {HTMLButtonElement} */ (
    h("button", { type: "submit", class: `d-button d-${danger ? "danger" : "primary"}` }, action)
  );
  const dialog = /** @type {HTMLDialogElement} */ (
    h(
      "dialog",
      { class: "d-modal", "aria-labelledby": "modal-title" },
      h(
        "form",
        {
          method: "dialog",
          on: {
            submit: async (/** @type {Event} */ event) => {
              event.preventDefault();
              send.disabled = true;
              if (await submit()) dialog.close();
              send.disabled = false;
            },
          },
        },
        h("header", {}, h("h2", { id: "modal-title" }, title), lead && h("p", {}, lead)),
        h("div", { class: "d-modal-body" }, body),
        h(
          "footer",
          {},
          h(
            "button",
            { type: "button", class: "d-button d-plain", on: { click: () => dialog.close() } },
            "Cancel",
          ),
          send,
        ),
      ),
    )
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.appendChild(dialog);
  dialog.showModal();
}

/** A labelled field of a dialog. @param {string} id @param {string} label @param {any} control @param {{ required?: boolean, more?: string | null | undefined }} [options] */
export function field(id, label, control, { required = false, more = null } = {}) {
  return h(
    "div",
    { class: "d-field" },
    h(
      "label",
      { for: id },
      label,
      required && h("span", { class: "d-required", "aria-hidden": "true" }, " *"),
    ),
    more && h("p", { class: "d-field-more", id: `${id}-more` }, more),
    control,
  );
}
