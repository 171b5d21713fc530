// @ts-check
import { fill, h } from "./dom.js";

/**
 * A list of things to pick from while the keyboard stays in an input.
 * @template T
 * @param {{
 *   box: HTMLElement,
 *   input: () => HTMLElement,
 *   label: string,
 *   draw: (item: T) => any,
 *   pick: (item: T) => void,
 * }} options
 */
export function createListbox({ box, input, label, draw, pick }) {
  /** @type {readonly T[]} */
  let items = [];
  let at = 0;
  box.setAttribute("role", "listbox");
  box.setAttribute("aria-label", label);

  const idOf = (/** @type {number} */ index) => `${box.id}-${index}`;
  const show = () => {
    fill(
      box,
      items.map((item, index) =>
        h(
          "button",
          {
            type: "button",
            id: idOf(index),
            role: "option",
            tabindex: -1,
            class: index === at ? "is-at" : "",
            "aria-selected": index === at ? "true" : "false",
            on: {
              // The input keeps the focus until something is picked.
              pointerdown: (/** @type {Event} */ event) => event.preventDefault(),
              click: () => pick(item),
            },
          },
          draw(item),
        ),
      ),
    );
    const on = input();
    if (items.length > 0) on.setAttribute("aria-activedescendant", idOf(at));
    else on.removeAttribute("aria-activedescendant");
    on.setAttribute("aria-expanded", items.length > 0 ? "true" : "false");
    box.querySelector(".is-at")?.scrollIntoView({ block: "nearest" });
  };

  return {
    /** @param {readonly T[]} list */
    offer(list) {
      items = list;
      at = 0;
      show();
    },
    isOpen: () => items.length > 0,
    /** Takes the keys that move in the list, pick from it or close it. @param {KeyboardEvent} event @returns {boolean} whether it took this one */
    take(event) {
      if (items.length === 0) return false;
      const picked = items[at];
      if (event.key === "ArrowDown") at = (at + 1) % items.length;
      else if (event.key === "ArrowUp") at = (at + items.length - 1) % items.length;
      else if (event.key === "Escape") items = [];
      else if ((event.key === "Enter" || event.key === "Tab") && picked !== undefined) {
        event.preventDefault();
        pick(picked);
        return true;
      } else return false;
      event.preventDefault();
      event.stopPropagation();
      show();
      return true;
    },
  };
}
