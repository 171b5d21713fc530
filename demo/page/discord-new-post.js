// @ts-check
import { tellAct } from "./acts.js";
import { field, openDialog } from "./dialog.js";
import { roleOf } from "./discord-nav.js";
import { tagBoxes } from "./discord-thread.js";
import { createUploads } from "./discord-uploads.js";
import { h } from "./dom.js";
import { openNew, playAs } from "./go.js";
import { isStaff, post, state, ui } from "./state.js";
import { orTell, tellOfCut } from "./toast.js";

/** Whoever is played stands first, unless they are staff: the bot leaves staff's own posts alone. */
function writers() {
  const me = state.user(ui.me);
  const first = me && !isStaff(me) && !me.roles.includes("Helper") ? me : state.userNamed("you");
  const people = state.users().filter(({ bot }) => !bot);
  return [
    ...people.filter(({ id }) => id === first?.id),
    ...people.filter(({ id }) => id !== first?.id),
  ];
}

/** Writes a post for the forum that is open. @param {{ as?: string, title?: string, text?: string }} [draft] */
export function newPost(draft = {}) {
  const forum = state.channel(ui.channelId);
  if (!forum) return;
  const title = /** @type {HTMLInputElement} */ (
    h("input", {
      id: "np-title",
      type: "text",
      required: true,
      maxlength: 100,
      placeholder: "Title",
    })
  );
  const text = /** @type {HTMLTextAreaElement} */ (
    h("textarea", {
      id: "np-text",
      required: true,
      rows: 9,
      maxlength: 2000,
      placeholder: "What happens, what did you expect, which version?",
    })
  );
  tellOfCut(text);
  const tags = tagBoxes(forum.tags, []);
  const uploads = createUploads();
  const author = /** @type {HTMLSelectElement} */ (
    h(
      "select",
      { id: "np-as", class: "d-select" },
      writers().map(({ id, name }) =>
        h("option", { value: id }, `${name} · ${roleOf(state.user(id))}`),
      ),
    )
  );
  openDialog({
    title: `New post in ${forum.name}`,
    body: [
      field("np-as", "Written by", author),
      field("np-title", "Title", title),
      field("np-text", "Message", text),
      h("div", { class: "np-files" }, uploads.button, uploads.picker, uploads.shown),
      tags.node,
    ],
    action: "Post",
    async submit() {
      const files = await orTell(uploads.read());
      if (files === null) return false;
      const draft = { channelId: forum.id, title: title.value, text: text.value };
      const as = author.value;
      const made = await orTell(
        post("/api/discord/forum-post", { as, ...draft, tagIds: tags.read(), files }),
      );
      if (made === null) return false;
      tellAct({ kind: "post", name: title.value, as, messageId: made.threadId });
      playAs(as);
      openNew(made.threadId);
      return true;
    },
  });
  if (draft.as) author.value = draft.as;
  if (draft.title) title.value = draft.title;
  if (draft.text) text.value = draft.text;
  title.focus();
}
