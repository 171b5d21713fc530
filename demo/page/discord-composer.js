// @ts-check
import { tellAct } from "./acts.js";
import {
  closeCommand,
  commandIsOpen,
  commandKey,
  openCommand,
  sendCommand,
} from "./discord-command-bar.js";
import { commandIn, leavesFor } from "./discord-commands.js";
import { newPost } from "./discord-new-post.js";
import { createUploads } from "./discord-uploads.js";
import { $, fill, h } from "./dom.js";
import { icon } from "./icons.js";
import { createListbox } from "./listbox.js";
import { post, redraw, state, ui } from "./state.js";
import { orTell, tellOfCut } from "./toast.js";

/** @typedef {import("./discord-commands.js").Leaf} Leaf */

const area = () => /** @type {HTMLTextAreaElement} */ ($("#composer-text"));
const uploads = createUploads();
/** @type {ReturnType<typeof createListbox<Leaf>>} */
let commands;

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
    closeCommand();
    area().value = "";
    uploads.clear();
    grow();
    commands.offer([]);
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
  commands = createListbox({
    box: $("#composer-commands"),
    input: area,
    label: "Commands",
    draw: (leaf) => [h("b", {}, `/${leaf.path}`), h("span", {}, leaf.description)],
    pick: (leaf) => begin(leaf),
  });
  tellOfCut(area());
  $("#composer-files").append(uploads.shown);
  $(".composer-box").prepend(uploads.button, uploads.picker);
  area().addEventListener("input", () => {
    grow();
    offerCommands();
  });
  area().addEventListener("blur", () => commands.offer([]));
  area().addEventListener("focus", offerCommands);
  area().addEventListener("wanted", () => area().focus());
  area().addEventListener("paste", (event) => {
    const files = event.clipboardData?.files ?? [];
    if (files.length > 0) uploads.add(files);
  });
  area().addEventListener("keydown", (event) => {
    if (commands.take(event)) return;
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      void send();
    }
    if (event.key === "Escape" && ui.replyTo) {
      ui.replyTo = null;
      redraw();
    }
  });
  $("#command-bar").addEventListener("keydown", commandKey);
  $("#composer").addEventListener("submit", (event) => {
    event.preventDefault();
    void send();
  });
  $("#new-post").addEventListener("click", () => newPost());
}

/** Begins a command as if it had been picked from the menu. @param {Leaf} leaf @param {Record<string, unknown>} [values] */
export function begin(leaf, values) {
  area().value = "";
  grow();
  commands.offer([]);
  openCommand(leaf, values);
}

function grow() {
  area().style.height = "auto";
  area().style.height = `${Math.min(area().scrollHeight, 220)}px`;
}

async function send() {
  if (commandIsOpen()) return sendCommand();
  const text = area().value.trim();
  if (text === "" && uploads.count() === 0) return;
  const command = commandIn(text);
  if (command) {
    const [first] = command.leaf.options;
    begin(command.leaf, first && command.words !== "" ? { [first.name]: command.words } : {});
    if (command.leaf.options.length === 0) await sendCommand();
    return;
  }
  const as = ui.me;
  const message = { channelId: ui.channelId, text, replyTo: ui.replyTo };
  const files = await orTell(uploads.read());
  if (files === null) return;
  const sent = await orTell(post("/api/discord/post", { as, ...message, files }));
  if (sent === null) return;
  tellAct({ kind: "post", name: text, as, messageId: sent.messageId });
  area().value = "";
  uploads.clear();
  ui.replyTo = null;
  grow();
  redraw();
}

/** The commands that go on from what is typed. */
function offerCommands() {
  const line = area().value;
  commands.offer(/^\/[\w -]*$/.test(line) ? leavesFor(line.slice(1)) : []);
}
