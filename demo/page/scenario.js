// @ts-check
/**
 * A scenario is a row of things that happen one after the other; the page watches both worlds
 * for each. What the visitor does next is lit, what a member does next is done for them.
 *
 * @typedef {{ threadIds: string[], since: number, marks: Record<string, any>, next?: () => void }} Run
 * @typedef {{
 *   text: string,
 *   when: (run: Run) => any,
 *   enter?: (run: Run) => void | Promise<unknown>,
 *   press?: (run: Run) => import("./state.js").Press | null,
 *   look?: (run: Run) => (() => void) | null,
 *   you?: boolean,
 * }} Check
 * @typedef {{ id: string, title: string, lead: string, done: string, checks: Check[] }} Scenario
 */
import { redraw, ui } from "./state.js";

/** How long each thing stays in view before the next one may take over. */
const DWELL_MS = 900;

/** @type {{ scenario: Scenario, run: Run, at: number, entered: number, since: number } | null} */
let current = null;
let timer = 0;
/** @type {(scenario: Scenario) => void} */
let onDone = () => {};

/** @param {(scenario: Scenario) => void} listener */
export function whenDone(listener) {
  onDone = listener;
}

export function currentScenario() {
  return current;
}

/** @param {Scenario} scenario @param {Run} run */
export function startScenario(scenario, run) {
  current = { scenario, run, at: 0, entered: -1, since: Date.now() };
  watch();
}

export function stopScenario() {
  current = null;
  ui.press = null;
}

/** Looks at both worlds again; called whenever one of them changes. */
export function watch() {
  if (!current) return;
  clearTimeout(timer);
  const { scenario, run } = current;
  const check = scenario.checks[current.at];
  if (!check) return;
  if (current.entered !== current.at) {
    current.entered = current.at;
    current.since = Date.now();
    void check.enter?.(run);
  }
  const press = check.press?.(run) ?? null;
  const changed = JSON.stringify(press) !== JSON.stringify(ui.press);
  ui.press = press;
  if (check.when(run)) {
    const wait = current.since + DWELL_MS - Date.now();
    if (wait > 0 && !check.you) {
      timer = window.setTimeout(watch, wait);
      return;
    }
    current.at += 1;
    ui.press = null;
    if (current.at === scenario.checks.length) onDone(scenario);
    redraw();
    watch();
    return;
  }
  if (changed) redraw();
  timer = window.setTimeout(watch, 500);
}
