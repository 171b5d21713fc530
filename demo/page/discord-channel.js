// @ts-check
import { drawComposer } from "./discord-composer.js";
import { messageNode, messageVersion } from "./discord-message.js";
import { avatar, channelIcon } from "./discord-nav.js";
import { threadEditor } from "./discord-thread.js";
import { $, fill, h, reconcile } from "./dom.js";
import { count, shortAge } from "./format.js";
import { markRead, openChannel } from "./go.js";
import { icon } from "./icons.js";
import { plainText } from "./plain-text.js";
import { byId, state, ui } from "./state.js";

let shown = "";

export function drawChannel() {
  const channel = state.channel(ui.channelId);
  if (!channel) return;
  const parent = state.channel(channel.parentId ?? "");
  const moved = shown !== `${channel.id}|${ui.me}`;
  shown = `${channel.id}|${ui.me}`;
  drawHead(channel, parent);
  $("#channel").dataset["channel"] = channel.id;
  const forum = $("#forum");
  const log = $("#log");
  forum.hidden = channel.type !== "forum";
  log.hidden = channel.type === "forum";
  if (channel.type === "forum") drawForum(channel, forum);
  else drawLog(channel, log, moved);
  drawComposer(channel, moved);
  markRead(channel.id);
}

/** @param {import("./state.js").Channel} channel @param {import("./state.js").Channel | undefined} parent */
function drawHead(channel, parent) {
  const title =
    channel.type === "dm"
      ? `Direct message · ${state.user(channel.dmWith ?? "")?.name ?? ""} and ${state.user(state.guild().botId)?.name ?? "the bot"}`
      : channel.name;
  fill(
    $("#channel-head"),
    channel.type === "thread" && parent
      ? h(
          "button",
          {
            type: "button",
            class: "crumb",
            "data-focus": "back",
            on: { click: () => openChannel(parent.id) },
          },
          icon("back", 18),
          channelIcon(parent, 18),
          h("span", {}, parent.name),
        )
      : h("span", { class: "channel-icon" }, channelIcon(channel, 22)),
    h("h2", { class: "channel-title", title }, title),
    threadEditor(channel),
    channel.thread?.archived && h("span", { class: "pill" }, "Archived"),
    channel.thread?.locked && h("span", { class: "pill" }, icon("lock", 12), "Locked"),
    channel.topic && channel.type !== "thread" && h("p", { class: "channel-topic" }, channel.topic),
  );
}

/** @param {import("./state.js").Channel} forum @param {Element} box */
function drawForum(forum, box) {
  const threads = state.threads(forum.id);
  reconcile(
    /** @type {Element} */ (box.querySelector(".forum-list")),
    threads,
    (thread) => `t-${thread.id}`,
    (thread) => {
      const messages = state.messages(thread.id);
      const starter = messages[0];
      const age = shortAge(Number(messages[messages.length - 1]?.createdAt ?? 0));
      return [
        state.version(`channel:${thread.id}`),
        starter && state.version(`message:${starter.id}`),
        messages.length,
        age,
        ui.me,
      ].join("|");
    },
    (thread) => forumRow(thread, forum),
  );
}

/** @param {import("./state.js").Channel} thread @param {import("./state.js").Channel} forum */
function forumRow(thread, forum) {
  const messages = state.messages(thread.id);
  const starter = messages.find(({ id }) => id === thread.id) ?? messages[0];
  const author = state.user(thread.thread?.ownerId ?? "");
  const latest = messages[messages.length - 1];
  const tags = forum.tags.filter(({ id }) => thread.thread?.tagIds.includes(id));
  return h(
    "button",
    {
      type: "button",
      class: "forum-row",
      "data-focus": `thread-${thread.id}`,
      on: { click: () => openChannel(thread.id) },
    },
    tags.length > 0 &&
      h(
        "span",
        { class: "tags" },
        tags.map((tag) => h("span", { class: "tag" }, tag.emoji, " ", tag.name)),
      ),
    h("span", { class: "forum-title", dir: "auto" }, thread.name),
    h(
      "span",
      { class: "forum-snippet", dir: "auto" },
      h("b", {}, `${author?.name ?? "somebody"}: `),
      plainText(starter?.content ?? "").slice(0, 160),
    ),
    h(
      "span",
      { class: "forum-meta" },
      (starter?.reactions ?? []).map((one) =>
        h("span", { class: "reaction is-small" }, one.emoji, " ", h("b", {}, String(one.count))),
      ),
      h(
        "span",
        { class: "forum-count" },
        icon("chat", 14),
        count(Math.max(0, messages.length - 1), "reply", "replies"),
      ),
      h("span", {}, "• ", latest ? shortAge(latest.createdAt) : ""),
    ),
  );
}

/** Within this time messages of one person stand under one name. */
const JOIN_MS = 7 * 60_000;

/** @param {import("./state.js").Channel} channel @param {Element} log @param {boolean} moved */
function drawLog(channel, log, moved) {
  const atEnd = moved || log.scrollHeight - log.scrollTop - log.clientHeight < 160;
  const list = /** @type {Element} */ (log.querySelector(".log-list"));
  if (moved) list.replaceChildren();
  drawOpening(channel, /** @type {Element} */ (log.querySelector(".log-opening")));
  const messages = state.messages(channel.id).toSorted((a, b) => byId(a.id, b.id));
  const rows = messages.map((message, at) => {
    const before = messages[at - 1];
    const joined =
      before !== undefined &&
      !before.system &&
      before.authorId === message.authorId &&
      message.replyTo === null &&
      (before.ephemeralFor === null) === (message.ephemeralFor === null) &&
      message.createdAt - before.createdAt < JOIN_MS;
    return { message, joined };
  });
  reconcile(
    list,
    rows,
    ({ message }) => `m-${message.id}`,
    ({ message, joined }) => messageVersion(message, joined),
    ({ message, joined }) => messageNode(message, joined),
  );
  // A long post is read from its beginning, a conversation from its end.
  if (atEnd) log.scrollTop = moved && messages.length < 2 ? 0 : log.scrollHeight;
}

/** @param {import("./state.js").Channel} channel @param {Element} box */
function drawOpening(channel, box) {
  const parent = state.channel(channel.parentId ?? "");
  const owner = state.user(channel.thread?.ownerId ?? "");
  const tags = parent?.tags.filter(({ id }) => channel.thread?.tagIds.includes(id)) ?? [];
  if (channel.type === "thread") {
    fill(
      box,
      h("h3", { dir: "auto" }, channel.name),
      h(
        "p",
        {},
        owner ? [avatar(owner, 16), " started by ", h("b", {}, owner.name)] : null,
        tags.map((tag) => h("span", { class: "tag" }, tag.emoji, " ", tag.name)),
      ),
    );
  } else {
    const name = channel.type === "dm" ? "Direct messages" : `#${channel.name}`;
    fill(
      box,
      h("h3", {}, name),
      h(
        "p",
        {},
        channel.topic ??
          (channel.type === "dm"
            ? "Only this person sees them."
            : "This is the beginning of the channel."),
      ),
    );
  }
}
