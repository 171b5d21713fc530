// @ts-check
/** Small helpers to build DOM nodes. Text is always a text node, never markup. */

/**
 * @param {string} tag
 * @param {Record<string, any>} [props] `on` holds listeners, `data` data attributes
 * @param {...any} children nodes, texts, nested lists; null and false are left out
 * @returns {HTMLElement}
 */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  setProps(node, props);
  append(node, children);
  return node;
}

/** @param {Element} node @param {Record<string, any>} props */
function setProps(node, props) {
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    } else if (name === "data") {
      for (const [key, text] of Object.entries(value)) {
        if (text !== null && text !== undefined) /** @type {any} */ (node).dataset[key] = text;
      }
    } else if (name === "class") node.setAttribute("class", value);
    else if (name === "value") /** @type {any} */ (node).value = value;
    else node.setAttribute(name, value === true ? "" : String(value));
  }
}

/** @param {Node} node @param {any} child */
export function append(node, child) {
  if (child === null || child === undefined || child === false) return;
  if (Array.isArray(child)) for (const one of child) append(node, one);
  else node.appendChild(child instanceof Node ? child : document.createTextNode(String(child)));
}

/**
 * Brings a container's children in line with `items`, keeping each node whose version stands.
 * @template T
 * @param {Element} container
 * @param {readonly T[]} items
 * @param {(item: T) => string} keyOf
 * @param {(item: T) => string} versionOf
 * @param {(item: T) => Element} render
 */
export function reconcile(container, items, keyOf, versionOf, render) {
  /** @type {Map<string, Element>} */
  const standing = new Map();
  for (const child of [...container.children]) {
    const key = /** @type {HTMLElement} */ (child).dataset["key"];
    if (key === undefined || standing.has(key)) child.remove();
    else standing.set(key, child);
  }
  // What stands there from the start did not just arrive.
  const arriving = standing.size > 0;
  /** @type {Element | null} */
  let previous = null;
  for (const item of items) {
    const key = keyOf(item);
    const version = versionOf(item);
    let node = standing.get(key);
    standing.delete(key);
    if (!node || /** @type {any} */ (node).version !== version) {
      const fresh = render(item);
      /** @type {HTMLElement} */ (fresh).dataset["key"] = key;
      /** @type {any} */ (fresh).version = version;
      if (node) {
        const focused = focusPath(node);
        node.replaceWith(fresh);
        restoreFocus(fresh, focused);
      } else if (arriving) fresh.classList.add("is-new");
      node = fresh;
    }
    /** @type {Element | null} */
    const next = previous === null ? container.firstElementChild : previous.nextElementSibling;
    if (next !== node) container.insertBefore(node, next);
    previous = node;
  }
  for (const gone of standing.values()) gone.remove();
}

/** @param {Element} node */
function focusPath(node) {
  const active = document.activeElement;
  return active && node.contains(active) ? active.getAttribute("data-focus") : null;
}

/** @param {Element} node @param {string | null} name */
function restoreFocus(node, name) {
  if (name === null) return;
  for (const one of node.querySelectorAll("[data-focus]")) {
    if (one.getAttribute("data-focus") === name) /** @type {HTMLElement} */ (one).focus();
  }
}

/** @param {Element} container @param {...any} children */
export function fill(container, ...children) {
  container.replaceChildren();
  append(container, children);
}

/** @param {string} selector @returns {HTMLElement} */
export function $(selector) {
  const found = document.querySelector(selector);
  if (!found) throw new Error(`Nothing matches ${selector}`);
  return /** @type {HTMLElement} */ (found);
}
