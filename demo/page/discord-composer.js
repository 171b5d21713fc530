// @ts-check
import { showModal } from "./discord-modal.js";
import { newPost } from "./discord-new-post.js";
import { $, fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { post, redraw, state, ui } from "./state.js";
import { orTell } from "./toast.js";

const area = () => /** @type {HTMLTextAreaElement} */ ($("#composer-text"));

/** @param {import("./state.js").Channel} channel @param {boolean} moved */
export function drawComposer(channel, moved) {
  const me = state.user(ui.me);
  $("#composer").hidden = channel.type === "forum";
  const where =
    channel.type === "dm"
      ? "the bot"
      : channel.type === "thread"
        ? `“${channel.name.length > 36 ? `${channel.name.slice(0, 34).trimEnd()}…` : channel.name}”`
        : `#${channel.name}`;
  area().placeholder = `Message ${where} as ${me?.name ?? "…"}`;
  area().setAttribute("aria-label", area().placeholder);
  if (moved) {
    area().value = "";
    grow();
    drawCommands();
  }
  const replied = ui.replyTo ? state.message(ui.replyTo) : undefined;
  fill(
    $("#composer-reply"),
    replied &&
      h("span", {}, "Replying to ", h("b", {}, state.user(replied.authorId)?.name ?? "somebody")),
    replied &&
      h(
        "button",
        {
          type: "button",
          "aria-label": "Do not reply",
          on: {
            click: () => {
              ui.replyTo = null;
              redraw();
            },
          },
        },
        icon("close", 16),
      ),
  );
}

export function startComposer() {
  area().addEventListener("input", () => {
    grow();
    drawCommands();
  });
  area().addEventListener("wanted", () => area().focus());
  area().addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      void send();
    }
    if (event.key === "Escape" && ui.replyTo) {
      ui.replyTo = null;
      redraw();
    }
  });
  $("#composer").addEventListener("submit", (event) => {
    event.preventDefault();
    void send();
  });
  $("#new-post").addEventListener("click", newPost);
}

function grow() {
  area().style.height = "auto";
  area().style.height = `${Math.min(area().scrollHeight, 220)}px`;
}

async function send() {
  const text = area().value.trim();
  if (text === "") return;
  const [first = "", ...words] = text.split(/\s+/);
  const command = first.startsWith("/")
    ? state.commands().find(({ type, name }) => type === "slash" && `/${name}` === first)
    : undefined;
  if (command) {
    area().value = "";
    grow();
    drawCommands();
    return fillIn(command, words.join(" "));
  }
  const sent = await orTell(
    post("/api/discord/post", { as: ui.me, channelId: ui.channelId, text, replyTo: ui.replyTo }),
  );
  if (sent === null) return;
  area().value = "";
  ui.replyTo = null;
  grow();
  redraw();
}

/** The commands that begin as the text does. */
function drawCommands() {
  const text = area().value;
  const typed = /^\/[\w-]*$/.test(text) ? text.slice(1) : null;
  const fitting =
    typed === null
      ? []
      : state.commands().filter(({ type, name }) => type === "slash" && name.startsWith(typed));
  fill(
    $("#composer-commands"),
    fitting.map((command) =>
      h(
        "button",
        {
          type: "button",
          on: {
            click: () => {
              area().value = "";
              drawCommands();
              void fillIn(command, "");
            },
          },
        },
        h("b", {}, `/${command.name}`),
        h("span", {}, command.description),
      ),
    ),
  );
}

/** The leaves of a command: itself, or its subcommands. @param {any} command */
function leavesOf(command) {
  const subs = (command.options ?? []).filter((/** @type {any} */ { type }) => type === 1);
  return subs.length === 0
    ? [{ path: command.name, options: command.options ?? [], description: command.description }]
    : subs.map((/** @type {any} */ sub) => ({
        path: `${command.name} ${sub.name}`,
        options: sub.options ?? [],
        description: sub.description,
      }));
}

/** Asks for a command's options, or runs it when it has none. @param {any} command @param {string} words */
async function fillIn(command, words) {
  const leaves = leavesOf(command);
  const only = leaves.length === 1 ? leaves[0] : undefined;
  if (only && only.options.length === 0) return run(only.path, {});
  const as = ui.me;
  const fields = h("div", { class: "d-modal-body" });
  const choice = /** @type {HTMLSelectElement} */ (
    h(
      "select",
      { class: "d-select", "aria-label": "Subcommand" },
      leaves.map((/** @type {any} */ leaf) =>
        h("option", { value: leaf.path }, `/${leaf.path} — ${leaf.description}`),
      ),
    )
  );
  const draw = () => {
    const leaf = leaves.find((/** @type {any} */ { path }) => path === choice.value) ?? leaves[0];
    fill(
      fields,
      leaves.length > 1 && choice,
      leaf.options.map((/** @type {any} */ option, /** @type {number} */ at) =>
        optionField(option, at === 0 ? words : ""),
      ),
    );
  };
  choice.addEventListener("change", draw);
  draw();
  const dialog = /** @type {HTMLDialogElement} */ (
    h(
      "dialog",
      { class: "d-modal", "aria-label": `/${command.name}` },
      h(
        "form",
        {
          method: "dialog",
          on: {
            submit: async (/** @type {Event} */ event) => {
              event.preventDefault();
              const values = Object.fromEntries(
                [...new FormData(/** @type {HTMLFormElement} */ (event.target))]
                  .filter(([, value]) => value !== "")
                  .map(([key, value]) => [key, String(value)]),
              );
              dialog.close();
              await run(choice.value, values, as);
            },
          },
        },
        h("header", {}, h("h2", {}, `/${command.name}`), h("p", {}, command.description)),
        fields,
        h(
          "footer",
          {},
          h(
            "button",
            { type: "button", class: "d-button d-plain", on: { click: () => dialog.close() } },
            "Cancel",
          ),
          h("button", { type: "submit", class: "d-button d-primary" }, "Run"),
        ),
      ),
    )
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.appendChild(dialog);
  dialog.showModal();
}

/** @param {any} option @param {string} value */
function optionField(option, value) {
  const id = `option-${option.name}`;
  const control =
    option.choices?.length > 0
      ? h(
          "select",
          { id, name: option.name, class: "d-select", required: option.required ?? false },
          !option.required && h("option", { value: "" }, "—"),
          option.choices.map((/** @type {any} */ one) =>
            h("option", { value: String(one.value) }, one.name),
          ),
        )
      : h("input", {
          id,
          name: option.name,
          type: "text",
          required: option.required ?? false,
          value,
          maxlength: option.max_length ?? 4000,
        });
  return h(
    "div",
    { class: "d-field" },
    h(
      "label",
      { for: id },
      option.name,
      option.required && h("span", { class: "d-required" }, " *"),
    ),
    h("p", { class: "d-field-more" }, option.description),
    control,
  );
}

/** @param {string} name @param {Record<string, string>} options @param {string} [as] */
async function run(name, options, as = ui.me) {
  const answer = await orTell(
    post("/api/discord/command", { as, channelId: ui.channelId, name, options, targetId: null }),
  );
  if (answer?.modal) showModal(answer.modal, as);
}
