// @ts-check
import { $, h } from "./dom.js";

/**
 * A line at the edge that goes away by itself; pressing it leads to what it is about.
 * @param {string} text @param {{ go?: () => void, tone?: "plain" | "bad" }} [options]
 */
export function toast(text, { go, tone = "plain" } = {}) {
  const box = $("#toasts");
  const props = {
    class: `toast toast-${tone}`,
    on: {
      click: () => {
        go?.();
        node.remove();
      },
    },
  };
  const node = go ? h("button", { ...props, type: "button" }, text) : h("div", props, text);
  box.appendChild(node);
  while (box.children.length > 4) box.firstElementChild?.remove();
  setTimeout(() => node.remove(), tone === "bad" ? 8_000 : 5_000);
}

/**
 * Tells what went wrong instead of failing silently.
 * @template T
 * @param {Promise<T>} work
 * @returns {Promise<T | null>}
 */
export async function orTell(work) {
  try {
    return await work;
  } catch (error) {
    toast(error instanceof Error ? error.message : String(error), { tone: "bad" });
    return null;
  }
}

/** Says so when what is pasted does not fit: a browser cuts it without a word. @param {HTMLTextAreaElement} area */
export function tellOfCut(area) {
  area.addEventListener("paste", (event) => {
    const pasted = event.clipboardData?.getData("text").length ?? 0;
    const kept = area.value.length - (area.selectionEnd - area.selectionStart);
    if (kept + pasted <= area.maxLength) return;
    const most = area.maxLength.toLocaleString("en");
    toast(`Discord takes ${most} characters: the end was cut. A long log goes in as a file.`);
  });
}
