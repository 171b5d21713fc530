// @ts-check
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { markdown } from "./markdown-dom.js";
import { state } from "./state.js";

/** Where a docs link leads on the page; null for every other link. @param {string} url */
export function docsPath(url) {
  const base = state.meta()?.docsBase ?? "";
  if (base === "" || !url.startsWith(base)) return null;
  const [path = "", anchor = ""] = url.slice(base.length).split("#");
  return { path: path.replace(/\.md$/, "").replace(/\/$/, "") || "index", anchor };
}

/** Opens a page of the docs at a heading. @param {string} path @param {string} anchor */
export async function openDocs(path, anchor) {
  const response = await fetch(`/api/docs/${path.split("/").map(encodeURIComponent).join("/")}`);
  if (!response.ok) return;
  const body = h("div", { class: "sheet-body docs" });
  const dialog = /** @type {HTMLDialogElement} */ (
    h(
      "dialog",
      { class: "sheet docs-sheet", "aria-label": `Docs: ${path}` },
      h(
        "header",
        { class: "sheet-head" },
        h("p", { class: "docs-path" }, `docs / ${path}`),
        h(
          "button",
          {
            type: "button",
            class: "tool tool-icon",
            "aria-label": "Close",
            on: { click: () => dialog.close() },
          },
          icon("close", 18),
        ),
      ),
      body,
    )
  );
  const openLink = (/** @type {string} */ url) => {
    const [target = "", wanted = ""] = url.split("#");
    if (/^[a-z]+:/i.test(url)) return false;
    if (target === "") show(body, wanted);
    else {
      dialog.close();
      void openDocs(
        new URL(target, `http://docs/${path}`).pathname.slice(1).replace(/\.md$/, ""),
        wanted,
      );
    }
    return true;
  };
  body.appendChild(markdown(await response.text(), "github", { openLink }));
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  document.body.appendChild(dialog);
  dialog.showModal();
  show(body, anchor);
}

/** @param {Element} body @param {string} anchor */
function show(body, anchor) {
  const heading = [...body.querySelectorAll("[role=heading]")].find(
    (one) => slug(one.textContent ?? "") === anchor,
  );
  if (!heading) return;
  heading.classList.add("is-cited");
  heading.scrollIntoView({ block: "start" });
}

/** As GitHub and most generators make anchors. @param {string} title */
function slug(title) {
  return title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(/\s/g, "-");
}
