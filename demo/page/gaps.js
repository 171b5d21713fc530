// @ts-check
import { $, fill, h } from "./dom.js";
import { openChannel, openLink } from "./go.js";
import { icon } from "./icons.js";
import { post, redraw, state, ui } from "./state.js";
import { orTell, toast } from "./toast.js";

/** @typedef {import("../view.ts").GapView} Gap */
/** @typedef {import("../view.ts").GapsView} Gaps */

const LOOK_AGAIN_MS = 1_000;

const REASONS = {
  unanswered: "the docs give no answer",
  "answered-outside": "answered outside the docs",
  contradiction: "pages contradict each other",
  rewritten: "a reviewer wrote another answer",
  "marked-wrong": "the answer was called wrong",
};

/** @type {Gaps} */
let shown = { open: [], closed: [] };
/** The page that is being written for a gap, as far as it is. @type {Record<string, { path: string, text: string }>} */
const pages = {};
let writing = "";
let busy = "";
/** How many were open when the visitor asked; null before. @type {number | null} */
let asking = null;

/** What the docs do not say: who asked, where it is filed, and the page that closes it. */
export function startGaps() {
  const dialog = /** @type {HTMLDialogElement} */ ($("#gaps"));
  fill(dialog, head(dialog), h("div", { class: "sheet-body gaps" }));
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let looking;
  $("#open-gaps").addEventListener("click", () => {
    dialog.showModal();
    void look(true);
    looking = setInterval(() => void look(false), LOOK_AGAIN_MS);
  });
  dialog.addEventListener("close", () => clearInterval(looking));
}

/** @param {HTMLDialogElement} dialog */
function head(dialog) {
  return h(
    "header",
    { class: "sheet-head" },
    h(
      "div",
      {},
      h("h2", { id: "gaps-title" }, "Gaps in the docs"),
      h(
        "p",
        {},
        "Questions that found no answer gather here. File one with the docs team, write the page, and see it close.",
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
  );
}

/** @param {boolean} always */
async function look(always) {
  const response = await fetch("/api/gaps");
  if (!response.ok) return;
  /** @type {Gaps} */
  const now = await response.json();
  if (asking !== null && now.open.length > asking) asking = null;
  if (!always && JSON.stringify(now) === JSON.stringify(shown)) return;
  shown = now;
  draw();
}

function draw() {
  const body = /** @type {Element} */ ($("#gaps").querySelector(".gaps"));
  fill(
    body,
    h(
      "div",
      { class: "gaps-ask" },
      h(
        "button",
        {
          type: "button",
          class: "go",
          disabled: busy !== "" || asking !== null,
          on: { click: ask },
        },
        icon("search", 16),
        asking === null ? "Ask what no page says" : "Two members ask…",
      ),
      h(
        "p",
        {},
        "lucy_h and farid ask how transcripts are imported from a spreadsheet. You can ask anything else in #help yourself.",
      ),
    ),
    shown.closed.length > 0 && h("h3", {}, "Closed by a page"),
    shown.closed.length > 0 &&
      h(
        "ul",
        { class: "gap-list" },
        shown.closed.map((gap) =>
          h(
            "li",
            { class: "gap is-closed", data: { code: gap.code } },
            h("p", { class: "gap-title" }, h("b", {}, gap.code), " ", gap.title),
            h("p", { class: "gap-facts" }, icon("check", 13), " ", withLinks(gap.because)),
          ),
        ),
      ),
    h("h3", {}, "Open"),
    shown.open.length === 0
      ? h("p", { class: "ex-empty" }, "The docs have no open gap.")
      : h("ul", { class: "gap-list" }, shown.open.map(gapCard)),
  );
}

/** @param {Gap} gap */
function gapCard(gap) {
  const reasons = [...new Set(gap.asks.map(({ reason }) => reason))];
  return h(
    "li",
    { class: "gap", data: { code: gap.code } },
    h("p", { class: "gap-title" }, h("b", {}, gap.code), " ", gap.title),
    h(
      "p",
      { class: "gap-facts" },
      gap.askers === 1 ? "1 person" : `${gap.askers} people`,
      " · ",
      reasons.map((reason) => REASONS[/** @type {keyof typeof REASONS} */ (reason)]).join(", "),
      " · near: ",
      gap.nearest ? link(gap.nearest.title, gap.nearest.url) : "no page",
    ),
    h(
      "p",
      { class: "gap-words" },
      gap.words.map((word) => h("code", {}, word)),
    ),
    h("div", { class: "gap-acts" }, filing(gap), writeButton(gap)),
    writing === gap.code && editor(gap),
  );
}

/** @param {Gap} gap */
function filing(gap) {
  if (gap.issueUrl) return link("With the docs team: open the issue", gap.issueUrl, "tool");
  const waits = gap.filing === "under way" || busy === `file ${gap.code}`;
  return h(
    "button",
    { type: "button", class: "go", disabled: waits, on: { click: () => file(gap) } },
    waits ? "Being filed…" : `File ${gap.code}`,
  );
}

/** @param {Gap} gap */
function writeButton(gap) {
  const open = writing === gap.code;
  return h(
    "button",
    {
      type: "button",
      class: "tool",
      "aria-expanded": String(open),
      on: {
        click: () => {
          writing = open ? "" : gap.code;
          draw();
        },
      },
    },
    open ? "Do not write it" : "Write the page",
  );
}

/** @param {Gap} gap */
function editor(gap) {
  pages[gap.code] ??= { ...gap.page };
  const page = /** @type {{ path: string, text: string }} */ (pages[gap.code]);
  const indexing = busy === `page ${gap.code}`;
  return h(
    "form",
    {
      class: "gap-page",
      on: {
        submit: (/** @type {Event} */ event) => {
          event.preventDefault();
          void addPage(gap);
        },
      },
    },
    h("label", { for: `path-${gap.code}` }, "Page"),
    h("input", {
      id: `path-${gap.code}`,
      type: "text",
      value: page.path,
      required: true,
      on: { input: (/** @type {any} */ event) => (page.path = event.target.value) },
    }),
    h("label", { for: `text-${gap.code}` }, "Text, in Markdown"),
    h("textarea", {
      id: `text-${gap.code}`,
      rows: 7,
      value: page.text,
      required: true,
      on: { input: (/** @type {any} */ event) => (page.text = event.target.value) },
    }),
    h(
      "button",
      { type: "submit", class: "go", disabled: indexing },
      indexing ? "Indexing…" : "Add the page and re-index",
    ),
  );
}

/** @param {string} words @param {string} url */
function link(words, url, look = "link-button") {
  return h(
    "button",
    {
      type: "button",
      class: look,
      on: {
        click: () => {
          /** @type {HTMLDialogElement} */ ($("#gaps")).close();
          openLink(url);
        },
      },
    },
    words,
  );
}

/** @param {string} text */
function withLinks(text) {
  return text
    .split(/(https?:\/\/[^\s,]+)/)
    .map((part) =>
      /^https?:/.test(part) ? link(part.replace(/^https?:\/\/[^/]+/, ""), part) : part,
    );
}

async function ask() {
  asking = shown.open.length;
  draw();
  const made = await orTell(post("/api/gaps/ask", {}));
  if (made === null) {
    asking = null;
    draw();
    return;
  }
  const help = state.channelNamed("help");
  if (help) openChannel(help.id);
}

/** @param {Gap} gap */
async function file(gap) {
  busy = `file ${gap.code}`;
  draw();
  await orTell(post("/api/gaps/file", { code: gap.code, by: state.user(ui.me)?.name ?? "staff" }));
  busy = "";
  await look(true);
}

/** @param {Gap} gap */
async function addPage(gap) {
  busy = `page ${gap.code}`;
  draw();
  const done = await orTell(post("/api/gaps/page", pages[gap.code]));
  busy = "";
  if (done) {
    writing = "";
    toast(
      done.closed.includes(gap.code)
        ? `${gap.code} is closed: the docs answer it now.`
        : `The page is indexed; ${gap.code} stays open, since its questions are not answered by it.`,
    );
  }
  await look(true);
  redraw();
}
