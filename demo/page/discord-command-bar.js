// @ts-check
import { channels, people, roles } from "./discord-select.js";
import { $, fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { interact } from "./interact.js";
import { createListbox } from "./listbox.js";
import { post, ui } from "./state.js";

/** @typedef {import("./discord-commands.js").Leaf} Leaf */
/** @typedef {{ option: any, node: HTMLElement, control: HTMLInputElement, read: () => any }} Entry */

/** Numbers of option types. */
const TYPE = {
  string: 3,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  mentionable: 9,
  number: 10,
};
const TYPING_MS = 150;

/** @type {{ leaf: Leaf, as: string, channelId: string, entries: Entry[] } | null} */
let open = null;
/** @type {Entry | null} the option that the list of suggestions belongs to */
let asking = null;
let timer = 0;

const suggestions = () => $("#composer-commands");
/** @type {ReturnType<typeof createListbox<any>> | null} */
let list = null;

/** Whether a command is being filled in. */
export function commandIsOpen() {
  return open !== null;
}

/**
 * Takes the place of the composer until the command is sent or given up.
 * @param {Leaf} leaf
 * @param {Record<string, unknown>} [values] what is filled in already
 */
export function openCommand(leaf, values = {}) {
  open = { leaf, as: ui.me, channelId: ui.channelId, entries: [] };
  list = createListbox({
    box: suggestions(),
    input: () => asking?.control ?? $("#command-bar"),
    label: "Suggestions",
    draw: (choice) => h("b", {}, choice.name),
    pick: (choice) => {
      if (asking) asking.control.value = String(choice.value);
      list?.offer([]);
      asking?.control.focus();
    },
  });
  draw(values);
}

export function closeCommand() {
  if (!open) return;
  open = null;
  asking = null;
  clearTimeout(timer);
  list?.offer([]);
  $("#command-bar").hidden = true;
  $("#composer-text").hidden = false;
  tell("");
}

/** @param {Record<string, unknown>} values */
function draw(values) {
  if (!open) return;
  const bar = $("#command-bar");
  const { leaf } = open;
  const options = h("span", { class: "command-options" });
  const more = h("span", { class: "command-more" });
  /** @param {any} option @param {unknown} value */
  const add = (option, value) => {
    const entry = entryOf(option, value);
    open?.entries.push(entry);
    options.append(entry.node);
    return entry;
  };
  const offered = leaf.options.filter(
    (option) => !option.required && values[option.name] === undefined,
  );
  for (const option of leaf.options) {
    if (!offered.includes(option)) add(option, values[option.name]);
  }
  for (const option of offered) {
    const button = h(
      "button",
      {
        type: "button",
        title: option.description,
        on: {
          click: () => {
            button.remove();
            add(option, undefined).control.focus();
          },
        },
      },
      `+ ${option.name}`,
    );
    more.append(button);
  }
  fill(
    bar,
    h("b", { class: "command-name" }, `/${leaf.path}`),
    options,
    more,
    h("small", { class: "command-about" }, leaf.description),
    h(
      "button",
      {
        type: "button",
        class: "command-close",
        "aria-label": "Leave the command",
        on: { click: closeCommand },
      },
      icon("close", 16),
    ),
  );
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", `/${leaf.path}`);
  bar.hidden = false;
  $("#composer-text").hidden = true;
  tell("");
  const first = open.entries.find(({ control }) => control.value === "") ?? open.entries[0];
  (first?.control ?? $("#composer-send")).focus();
}

/** @param {any} option @param {unknown} value @returns {Entry} */
function entryOf(option, value) {
  const id = `option-${option.name}`;
  const control = /** @type {HTMLInputElement} */ (controlOf(option, id, value));
  const entry = {
    option,
    control,
    node: h(
      "label",
      { class: "command-option", for: id, title: option.description },
      h("span", {}, option.name, option.required && h("i", { "aria-hidden": "true" }, " *")),
      control,
    ),
    read: () => typedValue(option, control.value),
  };
  control.addEventListener("focus", () => {
    tell(option.description, "plain");
    if (option.autocomplete) void suggest(entry);
    else list?.offer([]);
  });
  control.addEventListener("input", () => {
    if (option.autocomplete) void suggest(entry);
  });
  control.addEventListener("blur", () => {
    if (asking === entry) list?.offer([]);
  });
  return entry;
}

/** @param {any} option @param {string} id @param {unknown} value */
function controlOf(option, id, value) {
  const shared = { id, name: option.name, "aria-required": option.required ? "true" : null };
  const menu = (/** @type {{ label: string, value: unknown }[]} */ choices) =>
    h(
      "select",
      { ...shared, class: "d-select" },
      h("option", { value: "" }, "—"),
      choices.map((each) =>
        h(
          "option",
          { value: String(each.value), selected: String(each.value) === String(value ?? "") },
          each.label,
        ),
      ),
    );
  if (option.choices?.length > 0)
    return menu(option.choices.map((/** @type {any} */ one) => ({ label: one.name, ...one })));
  switch (option.type) {
    case TYPE.boolean:
      return menu([
        { label: "True", value: true },
        { label: "False", value: false },
      ]);
    case TYPE.user:
      return menu(people());
    case TYPE.channel:
      return menu(channels(option.channel_types));
    case TYPE.role:
      return menu(roles());
    case TYPE.mentionable:
      return menu([...roles(), ...people()]);
    default:
      return h("input", {
        ...shared,
        type: option.type === TYPE.integer || option.type === TYPE.number ? "number" : "text",
        step: option.type === TYPE.number ? "any" : null,
        min: option.min_value,
        max: option.max_value,
        maxlength: option.max_length ?? 6000,
        autocomplete: "off",
        ...(option.autocomplete ? { role: "combobox", "aria-controls": "composer-commands" } : {}),
        value: value === undefined ? "" : String(value),
      });
  }
}

/** @param {any} option @param {string} text */
function typedValue(option, text) {
  if (text === "") return undefined;
  if (option.type === TYPE.boolean) return text === "true";
  return option.type === TYPE.integer || option.type === TYPE.number ? Number(text) : text;
}

function valuesSoFar() {
  const filled = (open?.entries ?? []).map(({ option, read }) => [option.name, read()]);
  return Object.fromEntries(filled.filter(([, value]) => value !== undefined));
}

/** Asks the bot what to offer, once the typing pauses. @param {Entry} entry */
async function suggest(entry) {
  asking = entry;
  clearTimeout(timer);
  await new Promise((resolve) => {
    timer = window.setTimeout(resolve, TYPING_MS);
  });
  if (!open || asking !== entry) return;
  const { as, channelId, leaf } = open;
  const typed = entry.control.value;
  try {
    const { choices } = await post("/api/discord/autocomplete", {
      as,
      channelId,
      name: leaf.path,
      options: { ...valuesSoFar(), [entry.option.name]: typed },
      focused: entry.option.name,
    });
    if (asking !== entry || entry.control.value !== typed) return;
    // What was picked is not offered again.
    const isPicked = choices.length === 1 && String(choices[0].value) === typed;
    list?.offer(isPicked || document.activeElement !== entry.control ? [] : choices);
  } catch {
    tell("Loading options failed");
  }
}

/** @param {KeyboardEvent} event */
export function commandKey(event) {
  if (!open || list?.take(event)) return;
  if (event.key === "Escape") {
    event.preventDefault();
    closeCommand();
    $("#composer-text").focus();
  } else if (event.key === "Enter" && !(event.target instanceof HTMLButtonElement)) {
    event.preventDefault();
    void sendCommand();
  }
}

export async function sendCommand() {
  if (!open) return;
  const { entries, leaf, as, channelId } = open;
  const wrong = entries.map((entry) => ({ entry, problem: problemOf(entry) }));
  const first = wrong.find(({ problem }) => problem !== "");
  for (const { entry, problem } of wrong) {
    entry.node.classList.toggle("is-wrong", problem !== "");
    entry.control.setAttribute("aria-invalid", problem === "" ? "false" : "true");
  }
  if (first) {
    first.entry.control.focus();
    tell(`${first.entry.option.name}: ${first.problem}`);
    return;
  }
  const options = valuesSoFar();
  closeCommand();
  $("#composer-text").focus();
  const act = { kind: /** @type {const} */ ("command"), name: `/${leaf.path}`, as, options };
  const body = { channelId, name: leaf.path, options, targetId: null };
  if (!(await interact(act, "/api/discord/command", body))) {
    tell(`/${leaf.path}: The application did not respond`);
  }
}

/** @param {Entry} entry @returns {string} */
function problemOf({ option, control }) {
  const { value } = control;
  if (value === "") return option.required ? "This option is required. Specify a value" : "";
  if (option.min_length && value.length < option.min_length)
    return `At least ${option.min_length} characters`;
  if (option.type === TYPE.integer && !Number.isInteger(Number(value))) return "A whole number";
  return control.validity.valid ? "" : control.validationMessage;
}

/** @param {string} words @param {"bad" | "plain"} [tone] */
function tell(words, tone = "bad") {
  const line = $("#composer-error");
  line.textContent = words;
  line.classList.toggle("is-plain", tone === "plain");
}
