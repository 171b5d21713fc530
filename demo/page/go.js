// @ts-check
import { docsPath, openDocs } from "./docs-sheet.js";
import { isStaff, lastMessageId, maySee, redraw, state, ui } from "./state.js";

/** Shows a channel, as somebody who may see it. @param {string} channelId */
export function openChannel(channelId) {
  const channel = state.channel(channelId);
  if (!channel) return;
  if (!maySee(channel, state.user(ui.me))) {
    const other =
      channel.type === "dm" ? channel.dmWith : state.users().find((user) => isStaff(user))?.id;
    if (other) ui.me = other;
  }
  ui.channelId = channelId;
  ui.pane = "discord";
  ui.channelsOpen = false;
  ui.replyTo = null;
  markRead(channelId);
  redraw();
}

/** How long the page may take to hear of what was just made. */
const HEARS_WITHIN_MS = 15_000;

/** Shows a thread that was just made, as soon as the page knows of it. @param {string} channelId */
export function openNew(channelId, deadline = Date.now() + HEARS_WITHIN_MS) {
  if (state.channel(channelId)) openChannel(channelId);
  else if (Date.now() < deadline) setTimeout(() => openNew(channelId, deadline), 100);
}

/** @param {string} channelId */
export function markRead(channelId) {
  ui.read[`${ui.me}:${channelId}`] = lastMessageId(channelId);
}

/** @param {string} userId */
export function playAs(userId) {
  ui.me = userId;
  ui.replyTo = null;
  if (!maySee(state.channel(ui.channelId), state.user(userId))) {
    ui.channelId = state.channels().find((one) => one.type === "forum")?.id ?? "";
  }
  markRead(ui.channelId);
  redraw();
}

/** @param {string} repository @param {number | null} number */
export function openIssue(repository, number) {
  ui.repository = repository;
  ui.issue = number;
  ui.pane = "github";
  redraw();
}

/** Links into either world stay on the page. @param {string} url @returns {boolean} whether it led somewhere */
export function openLink(url) {
  const docs = docsPath(url);
  if (docs) {
    void openDocs(docs.path, docs.anchor);
    return true;
  }
  const issue = /\/([\w.-]+\/[\w.-]+)\/(?:issues|pull)\/(\d+)/.exec(url);
  // An issue that was filed this moment may still be on its way to the page.
  if (state.repositories().some(({ name }) => name === issue?.[1])) {
    openIssue(issue?.[1] ?? "", Number(issue?.[2]));
    return true;
  }
  const channel = /\/channels\/(\d+|@me)\/(\d+)(?:\/(\d+))?/.exec(url);
  const id = channel?.[2];
  if (id && state.channel(id)) {
    openChannel(id);
    if (channel[3]) showMessage(channel[3]);
    return true;
  }
  return false;
}

/** Brings a message into view and lights it for a moment. @param {string} messageId */
export function showMessage(messageId) {
  ui.fresh.set(`message:${messageId}`, Date.now() + 4_000);
  redraw();
  requestAnimationFrame(() => {
    const node = document.querySelector(`[data-key="m-${CSS.escape(messageId)}"]`);
    node?.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
  });
}

/** Whether the visitor asked for less motion. */
export function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
