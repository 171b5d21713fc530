// @ts-check
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { post, state, ui } from "./state.js";
import { orTell } from "./toast.js";

/** Fixes that one release names, at the most. */
const MOST_NAMED = 8;

/**
 * The bar above a repository's issues: the latest release, and a form for the next one.
 * @param {Element} bar
 */
export function drawReleaseBar(bar) {
  const repository = state.repository(ui.repository);
  const latest = repository?.releases.at(-1)?.tag ?? null;
  const key = `${ui.repository}|${latest}`;
  const box = /** @type {HTMLElement} */ (bar);
  if (box.dataset["for"] === key) return;
  box.dataset["for"] = key;
  fill(
    bar,
    h("small", {}, latest === null ? "No releases yet" : `Latest release ${latest}`),
    h(
      "button",
      {
        type: "button",
        class: "g-button",
        on: { click: () => fill(bar, releaseForm(bar, latest)) },
      },
      icon("tag", 15),
      "Publish a release",
    ),
  );
}

/** @param {Element} bar @param {string | null} latest */
function releaseForm(bar, latest) {
  const tag = /** @type {HTMLInputElement} */ (
    h("input", { class: "g-tag", value: nextTag(latest), maxlength: 40, "aria-label": "Tag" })
  );
  const notes = /** @type {HTMLTextAreaElement} */ (
    h("textarea", { rows: 3, maxlength: 20_000, "aria-label": "Release notes" })
  );
  notes.value = suggestedNotes();
  const close = () => {
    delete (/** @type {HTMLElement} */ (bar).dataset["for"]);
    drawReleaseBar(bar);
  };
  return h(
    "form",
    {
      class: "g-release-form",
      on: {
        submit: (/** @type {Event} */ event) => {
          event.preventDefault();
          void publish(tag.value, notes.value, close);
        },
      },
    },
    h("label", {}, h("small", {}, "Tag"), tag),
    h("label", {}, h("small", {}, "Notes: an issue that they name is part of it"), notes),
    h(
      "div",
      { class: "g-actions" },
      h("button", { type: "button", class: "g-button", on: { click: close } }, "Cancel"),
      h("button", { type: "submit", class: "g-button g-primary" }, "Publish release"),
    ),
  );
}

/** @param {string} tag @param {string} notes @param {() => void} close */
async function publish(tag, notes, close) {
  if (tag.trim() === "") return;
  const { teamMember: as, repository } = ui;
  const done = await orTell(post("/api/github/release", { as, repository, tag, notes }));
  if (done !== null) close();
}

/** What was completed in this repository, as a team would list it. */
function suggestedNotes() {
  return state
    .issues(ui.repository)
    .filter((issue) => issue.state === "closed" && issue.stateReason === "completed")
    .slice(0, MOST_NAMED)
    .map(({ number, title }) => `- Fixes #${number}: ${title}`)
    .join("\n");
}

/** @param {string | null} latest */
function nextTag(latest) {
  const [, head = "v1.0.", patch = "0"] = /^(.*?)(\d+)$/.exec(latest ?? "") ?? [];
  return latest === null ? "v1.0.0" : `${head}${Number(patch) + 1}`;
}
