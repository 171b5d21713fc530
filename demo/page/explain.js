// @ts-check
import { $, fill, h } from "./dom.js";
import { openLink } from "./go.js";
import { icon } from "./icons.js";
import { markdown } from "./markdown-dom.js";
import { post } from "./state.js";
import { orTell } from "./toast.js";

/** A post of the visitor's own, and what the program would make of it. */
export function startExplain() {
  const dialog = /** @type {HTMLDialogElement} */ ($("#explain"));
  const title = /** @type {HTMLInputElement} */ (
    h("input", { id: "ex-title", type: "text", maxlength: 300, placeholder: "Title (optional)" })
  );
  const text = /** @type {HTMLTextAreaElement} */ (
    h("textarea", {
      id: "ex-text",
      rows: 10,
      maxlength: 20000,
      required: true,
      placeholder:
        "Paste a post from your own community: a question, a bug, a rant, in any language.",
    })
  );
  const result = h("div", { class: "ex-result", "aria-live": "polite" }, empty());
  const submit = h("button", { type: "submit", class: "go" }, icon("search", 16), "Explain");
  fill(
    dialog,
    h(
      "header",
      { class: "sheet-head" },
      h(
        "div",
        {},
        h("h2", { id: "explain-title" }, "Explain a post"),
        h(
          "p",
          {},
          "Nothing is posted or stored: this shows what would be decided, and why not something else.",
        ),
      ),
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
    h(
      "div",
      { class: "sheet-body ex" },
      h(
        "form",
        {
          on: {
            submit: async (/** @type {Event} */ event) => {
              event.preventDefault();
              submit.setAttribute("disabled", "");
              const explanation = await orTell(
                post("/api/explain", { title: title.value, text: text.value }),
              );
              submit.removeAttribute("disabled");
              if (explanation) fill(result, shown(explanation));
            },
          },
        },
        h("label", { for: "ex-title" }, "Title"),
        title,
        h("label", { for: "ex-text" }, "Text"),
        text,
        submit,
      ),
      result,
    ),
  );
  $("#open-explain").addEventListener("click", () => {
    dialog.showModal();
    text.focus();
  });
}

function empty() {
  return h(
    "p",
    { class: "ex-empty" },
    "Kind, lane, route, draft, evidence and why not the others will stand here.",
  );
}

/** @param {import("../view.ts").Explanation} e */
function shown(e) {
  const percent = (/** @type {number} */ n) => `${Math.round(n * 100)} %`;
  return [
    h(
      "dl",
      { class: "ex-facts" },
      fact("Kind", e.kind, percent(e.kindConfidence)),
      fact("Lane", e.lane, percent(e.laneConfidence)),
      fact("Area", e.area),
      fact("Outcome", e.outcome, e.mode),
      fact(
        "Route",
        e.route ? e.route.repository : "nowhere",
        e.route ? `${e.route.team} team, ${e.route.visibility}` : undefined,
      ),
      fact("Engine", e.engine, e.language),
    ),
    part("Why", list(e.reasons)),
    e.missing.length > 0 && part("Missing to act on it", list(e.missing)),
    e.draft &&
      part("Draft", h("div", { class: "ex-draft" }, markdown(e.draft, "discord", { openLink }))),
    e.evidence.length > 0 &&
      part(
        "What it rests on",
        h(
          "ul",
          { class: "ex-evidence" },
          e.evidence.map((one) =>
            h("li", {}, h("b", {}, one.title), h("q", {}, one.quote), h("small", {}, one.url)),
          ),
        ),
      ),
    e.same.length > 0 &&
      part("The same ask, perhaps", list(e.same.map(({ title, why }) => `${title}: ${why}`))),
    part(
      "Why not",
      h(
        "ul",
        { class: "ex-whynot" },
        e.whyNot.map(({ outcome, reason }) => h("li", {}, h("b", {}, outcome), " ", reason)),
      ),
    ),
    e.removed.length > 0 &&
      part("Taken out before it would be stored", [
        list(e.removed.map(({ type, count }) => `${count} × ${type}`)),
        h("pre", { class: "ex-text" }, e.text),
      ]),
  ];
}

/** @param {string} name @param {string} value @param {string} [more] */
function fact(name, value, more) {
  return h("div", {}, h("dt", {}, name), h("dd", {}, value, more && h("small", {}, more)));
}

/** @param {string} title @param {any} body */
function part(title, body) {
  return h("section", { class: "ex-part" }, h("h3", {}, title), body);
}

/** @param {readonly string[]} lines */
function list(lines) {
  return h(
    "ul",
    {},
    lines.map((line) => h("li", {}, line)),
  );
}
