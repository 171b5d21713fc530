// @ts-check
import { roleOf } from "./discord-nav.js";
import { h } from "./dom.js";
import { openChannel, playAs } from "./go.js";
import { isStaff, post, state, ui } from "./state.js";
import { orTell } from "./toast.js";

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

/** Writes a post for the forum that is open. */
export function newPost() {
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
  const tags = forum.tags.map((tag) => ({
    tag,
    box: /** @type {HTMLInputElement} */ (h("input", { type: "checkbox" })),
  }));
  const author = /** @type {HTMLSelectElement} */ (
    h(
      "select",
      { id: "np-as", class: "d-select" },
      writers().map(({ id, name }) =>
        h("option", { value: id }, `${name} · ${roleOf(state.user(id))}`),
      ),
    )
  );
  const dialog = /** @type {HTMLDialogElement} */ (
    h(
      "dialog",
      { class: "d-modal", "aria-labelledby": "np-head" },
      h(
        "form",
        {
          method: "dialog",
          on: {
            submit: async (/** @type {Event} */ event) => {
              event.preventDefault();
              const tagIds = tags.filter(({ box }) => box.checked).map(({ tag }) => tag.id);
              const made = await orTell(
                post("/api/discord/forum-post", {
                  as: author.value,
                  channelId: forum.id,
                  title: title.value,
                  text: text.value,
                  tagIds,
                }),
              );
              if (made === null) return;
              dialog.close();
              playAs(author.value);
              setTimeout(() => openChannel(made.threadId), 200);
            },
          },
        },
        h("header", {}, h("h2", { id: "np-head" }, `New post in ${forum.name}`)),
        h(
          "div",
          { class: "d-modal-body" },
          h("div", { class: "d-field" }, h("label", { for: "np-as" }, "Written by"), author),
          h("div", { class: "d-field" }, h("label", { for: "np-title" }, "Title"), title),
          h("div", { class: "d-field" }, h("label", { for: "np-text" }, "Message"), text),
          tags.length > 0 &&
            h(
              "div",
              { class: "tag-choice" },
              tags.map(({ tag, box }) =>
                h("label", { class: "tag" }, box, tag.emoji, " ", tag.name),
              ),
            ),
        ),
        h(
          "footer",
          {},
          h(
            "button",
            { type: "button", class: "d-button d-plain", on: { click: () => dialog.close() } },
            "Cancel",
          ),
          h("button", { type: "submit", class: "d-button d-primary" }, "Post"),
        ),
      ),
    )
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.appendChild(dialog);
  dialog.showModal();
  title.focus();
}
