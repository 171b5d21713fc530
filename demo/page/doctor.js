// @ts-check
import { tellAct } from "./acts.js";
import { fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { post, ui } from "./state.js";
import { orTell } from "./toast.js";

/** @typedef {import("../view.ts").DoctorView} Doctor */

/** Shows what `signalbox doctor` says, and lets the visitor break something for it to find. */
export async function openDoctor() {
  const body = h("div", {
    class: "sheet-body doctor",
    tabindex: "0",
    role: "region",
    "aria-label": "What doctor says",
  });
  const dialog = /** @type {HTMLDialogElement} */ (
    h(
      "dialog",
      { class: "sheet doctor-sheet", "aria-labelledby": "doctor-title" },
      h(
        "header",
        { class: "sheet-head" },
        h(
          "div",
          {},
          h("h2", { id: "doctor-title" }, "signalbox doctor"),
          h(
            "p",
            {},
            "On a terminal it checks everything that has to be right, and says how to mend it. Here: its checks of Discord and GitHub.",
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
      body,
    )
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.appendChild(dialog);
  dialog.showModal();
  await examine(body);
}

/** @param {HTMLElement} body */
async function examine(body) {
  fill(body, h("p", { class: "doctor-busy", role: "status" }, "Looking…"));
  const found = await orTell(read());
  if (!found) return;
  draw(body, found);
  tellAct({ kind: "look", name: "doctor", as: ui.me });
}

/** @returns {Promise<Doctor>} */
async function read() {
  const response = await fetch("/api/doctor");
  if (!response.ok) throw new Error("doctor did not answer: try again in a moment");
  return response.json();
}

/** @param {HTMLElement} body @param {Doctor} found */
function draw(body, { findings, taken, channel }) {
  const wrong = findings.filter(({ level }) => level !== "ok").length;
  const turn = async () => {
    await orTell(post("/api/doctor/permission", { away: !taken }));
    await examine(body);
  };
  fill(
    body,
    h(
      "p",
      { class: "doctor-sum", role: "status" },
      wrong === 0 ? "Everything is as it should be." : `${wrong} to mend or to look at.`,
    ),
    h(
      "ul",
      { class: "doctor-list" },
      findings
        .toSorted((a, b) => Number(a.level === "ok") - Number(b.level === "ok"))
        .map(({ area, level, what, mend }) =>
          h(
            "li",
            { class: `is-${level}` },
            h("b", {}, level === "ok" ? "ok" : level),
            h("span", {}, h("small", {}, area), " ", what, mend && h("em", {}, `→ ${mend}`)),
          ),
        ),
    ),
    h(
      "button",
      { type: "button", class: "go", on: { click: () => void turn() } },
      taken
        ? `Give it back, and look again`
        : `Take “Send Messages in Threads” from the bot in #${channel}, and look again`,
    ),
  );
}
