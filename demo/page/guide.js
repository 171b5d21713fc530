// @ts-check
import { $, fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { currentScenario, startScenario, stopScenario } from "./scenario.js";
import { post, redraw, state, ui } from "./state.js";
import { toast } from "./toast.js";
import { forgetOthers, memory, remember, scenarioOf } from "./tour.js";

/** What a stranger has to know before anything else. */
const INTRODUCTION =
  "Signalbox reads what a community posts in Discord, drafts an answer or a GitHub issue, and asks staff before it speaks. Both worlds are simulated here; the bot between them is the real one.";

let starting = "";

/** Whether it is one thing from the list of what to try. @param {string} id */
function isTry(id) {
  return id.startsWith("try ");
}

/** @param {any} step the steps before it have to be done, since each rests on them */
function isOpen(step) {
  const steps = state.meta().steps;
  const at = steps.findIndex((/** @type {any} */ one) => one.id === step.id);
  return (
    step.id === "ask" ||
    step.id === "report" ||
    steps.slice(1, at).every((/** @type {any} */ one) => memory.done.includes(one.id))
  );
}

/** @returns {any} the step to do next; null when all are done */
function nextStep() {
  return state.meta().steps.find((/** @type {any} */ one) => !memory.done.includes(one.id)) ?? null;
}

/** @param {any} step */
export async function startStep(step) {
  // The button is disabled only once the page is drawn again: a double click would be faster.
  if (starting !== "") return;
  starting = step.id;
  redraw();
  /** @type {import("./scenario.js").Run} */
  const run = { threadIds: [], since: Date.now() - 1_000, marks: {} };
  // Made before the posts are, since it remembers how things stand now.
  const scenario = scenarioOf(step.id, step, run);
  try {
    run.threadIds = (await post(`/api/story/step/${step.id}`, {})).threadIds;
    startScenario(scenario, run);
  } catch (error) {
    toast(error instanceof Error ? error.message : String(error), { tone: "bad" });
  }
  starting = "";
  redraw();
}

/** @param {import("./scenario.js").Scenario} scenario */
export function finished(scenario) {
  if (!state.meta().steps.some((/** @type {any} */ one) => one.id === scenario.id)) return;
  memory.done = [...new Set([...memory.done, scenario.id])];
  remember();
}

export function drawGuide() {
  forgetOthers();
  drawStations();
  if (state.status().phase === "week") {
    drawWeek($("#guide"));
    return;
  }
  const running = currentScenario();
  const guide = $("#guide");
  const key = JSON.stringify([
    running?.scenario.id,
    running?.at,
    memory.done,
    starting,
    ui.press?.label,
  ]);
  if (guide.dataset["for"] === key) return;
  guide.dataset["for"] = key;
  if (running) drawRunning(guide, running);
  else drawInvitation(guide);
}

/** @param {HTMLElement} guide the week that goes by before the visitor may begin */
function drawWeek(guide) {
  const { share, label } = state.status();
  const percent = Math.round(share * 100);
  const key = `week ${percent} ${label}`;
  if (guide.dataset["for"] === key) return;
  guide.dataset["for"] = key;
  if (!guide.querySelector(".week")) {
    fill(
      guide,
      h(
        "div",
        { class: "guide-words" },
        h("h2", {}, "The community lives through a week"),
        h(
          "p",
          {},
          "Everything below goes through the same code that will serve you. You may look around meanwhile.",
        ),
      ),
      h(
        "div",
        { class: "week" },
        h("span", { class: "week-day" }),
        h("progress", { max: 100, value: 0, "aria-label": "The week" }),
      ),
    );
  }
  /** @type {HTMLProgressElement} */ (guide.querySelector("progress")).value = percent;
  fill(/** @type {Element} */ (guide.querySelector(".week-day")), label || "Monday");
}

function drawStations() {
  const box = $("#stations");
  const running = currentScenario()?.scenario.id ?? "";
  const key = JSON.stringify([running, memory.done, starting, state.status().phase]);
  if (box.dataset["for"] === key) return;
  box.dataset["for"] = key;
  const next = nextStep();
  fill(
    box,
    state.meta().steps.map((/** @type {any} */ step, /** @type {number} */ at) => {
      const status =
        running === step.id
          ? "now"
          : memory.done.includes(step.id)
            ? "done"
            : step.id === next?.id
              ? "next"
              : "later";
      return h(
        "li",
        { class: `station is-${status}` },
        h(
          "button",
          {
            type: "button",
            disabled: !isOpen(step) || starting !== "" || state.status().phase === "week",
            "aria-current": running === step.id ? "step" : null,
            title: step.title,
            on: { click: () => startStep(step) },
          },
          h("span", { class: "lamp" }, status === "done" ? icon("check", 12) : String(at + 1)),
          h("span", { class: "station-name" }, step.title),
        ),
      );
    }),
  );
}

/** @param {HTMLElement} guide @param {NonNullable<ReturnType<typeof currentScenario>>} running */
function drawRunning(guide, { scenario, run, at }) {
  const over = at >= scenario.checks.length;
  const checks = scenario.checks.filter(({ text }) => text !== "done");
  const next = over ? nextStep() : null;
  const isTour = state.meta().steps.some((/** @type {any} */ one) => one.id === scenario.id);
  fill(
    guide,
    h(
      "div",
      { class: "guide-words" },
      h("h2", {}, over ? scenario.done : scenario.title),
      h("p", {}, over ? afterwards(scenario.id, isTour, next) : (ui.press?.hint ?? scenario.lead)),
    ),
    h(
      "ol",
      { class: "guide-checks" },
      checks.map((check, index) => {
        const status =
          over || index < at ? "done" : index === at ? (check.you ? "you" : "now") : "later";
        const look = status === "done" || status === "now" ? check.look?.(run) : null;
        return h(
          "li",
          { class: `is-${status}` },
          h("span", { class: "dot" }, status === "done" && icon("check", 11)),
          look
            ? h("button", { type: "button", class: "link-button", on: { click: look } }, check.text)
            : h("span", {}, check.text),
        );
      }),
    ),
    h(
      "div",
      { class: "guide-acts" },
      over &&
        isTour &&
        next &&
        h(
          "button",
          {
            type: "button",
            class: "go",
            disabled: starting !== "",
            on: { click: () => startStep(next) },
          },
          `Next: ${next.title}`,
        ),
      over &&
        isTry(scenario.id) &&
        h(
          "button",
          { type: "button", class: "go", on: { click: () => $("#open-try").click() } },
          "What to try next",
        ),
      h(
        "button",
        {
          type: "button",
          class: "quiet",
          on: {
            click: () => {
              stopScenario();
              redraw();
            },
          },
        },
        over ? "Close" : "Leave the guide",
      ),
    ),
  );
  guide
    .querySelector(".guide-checks li.is-now, .guide-checks li.is-you")
    ?.scrollIntoView({ block: "nearest", inline: "center" });
}

/** @param {string} id @param {boolean} isTour @param {any} next @returns {string} */
function afterwards(id, isTour, next) {
  if (isTry(id)) return "Look around for what it led to, or go on with the next.";
  if (!isTour) return "The counters above tell whether it held. Try the next one, or look around.";
  return (
    next?.lead ?? "That was the whole way, there and back. Now play freely, or try to break it."
  );
}

/** @param {HTMLElement} guide */
function drawInvitation(guide) {
  const step = nextStep();
  fill(
    guide,
    h(
      "div",
      { class: "guide-words" },
      h("h2", {}, step ? step.title : "You have seen the whole way, there and back"),
      memory.done.length === 0 && h("p", { class: "guide-intro" }, INTRODUCTION),
      h(
        "p",
        {},
        step
          ? step.lead
          : "Now play freely: write as anybody, review as Noor, answer as a team. Or try to break it.",
      ),
    ),
    h(
      "div",
      { class: "guide-acts" },
      step
        ? h(
            "button",
            {
              type: "button",
              class: "go",
              disabled: starting !== "" || !isOpen(step),
              on: { click: () => startStep(step) },
            },
            icon("play", 16),
            starting === step.id ? "Starting…" : step.start,
          )
        : h(
            "button",
            {
              type: "button",
              class: "quiet",
              on: {
                click: () => {
                  memory.done = [];
                  remember();
                  redraw();
                },
              },
            },
            "Start over",
          ),
    ),
  );
}
