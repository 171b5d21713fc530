// @ts-check
import { tellAct } from "./acts.js";
import { field, openDialog } from "./dialog.js";
import { h } from "./dom.js";
import { icon } from "./icons.js";
import { may, post, state, ui } from "./state.js";
import { orTell } from "./toast.js";

/** @typedef {import("./state.js").Channel} Channel */

/** A forum takes so many tags on one post. */
const MAX_TAGS = 5;

/** The button that changes a thread, for whom Discord offers it. @param {Channel} channel */
export function threadEditor(channel) {
  const me = state.user(ui.me);
  const owns = channel.thread?.ownerId === ui.me && !channel.thread.locked;
  if (!channel.thread || !(owns || may(me, "manageThreads"))) return null;
  return h(
    "button",
    {
      type: "button",
      class: "edit-thread",
      "aria-label": "Edit post",
      title: "Edit post",
      "data-focus": "edit-thread",
      on: { click: () => editThread(channel) },
    },
    icon("pencil", 18),
  );
}

/** @param {Channel} channel */
function editThread(channel) {
  const as = ui.me;
  const manages = may(state.user(as), "manageThreads");
  const { thread } = channel;
  const title = /** @type {HTMLInputElement} */ (
    h("input", {
      id: "thread-title",
      type: "text",
      required: true,
      maxlength: 100,
      value: channel.name,
    })
  );
  const tags = tagBoxes(state.channel(channel.parentId ?? "")?.tags ?? [], thread?.tagIds ?? []);
  const archived = check("Closed", thread?.archived ?? false);
  const locked = check("Locked", thread?.locked ?? false);
  openDialog({
    title: "Edit post",
    body: [
      field("thread-title", "Post title", title, { required: true }),
      tags.node,
      h("div", { class: "tag-choice" }, archived.node, manages && locked.node),
    ],
    action: "Save",
    async submit() {
      const change = {
        ...(title.value === channel.name ? {} : { title: title.value }),
        ...(tags.changed() ? { tags: tags.read() } : {}),
        ...(archived.box.checked === thread?.archived ? {} : { archived: archived.box.checked }),
        ...(locked.box.checked === thread?.locked ? {} : { locked: locked.box.checked }),
      };
      const sent = post("/api/discord/edit-thread", { as, threadId: channel.id, ...change });
      if ((await orTell(sent)) === null) return false;
      tellAct({ kind: "thread", name: "Edit post", as });
      return true;
    },
  });
}

/** @param {string} label @param {boolean} checked */
function check(label, checked) {
  const box = /** @type {HTMLInputElement} */ (h("input", { type: "checkbox", checked }));
  return { box, node: h("label", { class: "tag" }, box, label) };
}

/** @param {Channel["tags"]} offered @param {readonly string[]} chosen */
export function tagBoxes(offered, chosen) {
  const list = offered.map((tag) => ({
    tag,
    box: /** @type {HTMLInputElement} */ (
      h("input", { type: "checkbox", checked: chosen.includes(tag.id) })
    ),
  }));
  const read = () => list.filter(({ box }) => box.checked).map(({ tag }) => tag.id);
  const limit = () => {
    const full = read().length >= MAX_TAGS;
    for (const { box } of list) box.disabled = full && !box.checked;
  };
  limit();
  const node =
    list.length === 0
      ? null
      : h(
          "div",
          { class: "tag-choice", role: "group", "aria-label": "Tags", on: { change: limit } },
          list.map(({ tag, box }) => h("label", { class: "tag" }, box, tag.emoji, " ", tag.name)),
        );
  return { node, read, changed: () => read().join() !== chosen.join() };
}
