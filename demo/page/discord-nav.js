// @ts-check
import { $, fill, h } from "./dom.js";
import { markRead, openChannel, playAs } from "./go.js";
import { icon } from "./icons.js";
import { byId, isStaff, lastMessageId, maySee, redraw, state, ui } from "./state.js";

/** Somebody counts as new for so long. */
const NEW_MS = 86_400_000;

/** Which members a visitor can play; the others only fill the history. */
const FIRST = ["Noor", "Tamsin", "Sol", "marta", "okonkwo", "you", "ari"];

/** @param {import("./state.js").User | undefined} user @returns {string} */
export function roleOf(user) {
  if (user?.roles.includes("Admin")) return "Admin";
  if (isStaff(user)) return "Reviewer";
  if (user?.roles.includes("Helper")) return "Helper";
  return user && Date.now() - user.joinedAt < NEW_MS ? "Newcomer" : "Member";
}

/** @param {import("./state.js").User | undefined} user @param {number} [size] */
export function avatar(user, size = 40) {
  const name = user?.name ?? "?";
  let hash = 0;
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 360;
  const node = h("span", {
    class: `avatar avatar-${size}${user?.bot ? " avatar-bot" : ""}`,
    "aria-hidden": "true",
  });
  if (user?.bot) node.append(icon("bolt", Math.round(size * 0.55)));
  else {
    node.textContent = [...name.replace(/[^\p{L}\p{N}]/gu, "")][0]?.toUpperCase() ?? "?";
    node.style.setProperty("--hue", String(hash));
  }
  return node;
}

/** @param {import("./state.js").Channel} channel */
export function channelIcon(channel, size = 20) {
  if (channel.type === "forum") return icon("forum", size);
  if (channel.type === "announcement") return icon("megaphone", size);
  if (channel.type === "dm") return icon("at", size);
  if (channel.type === "thread") return icon("chat", size);
  return icon(channel.staffOnly ? "lock" : "hash", size);
}

/** @param {import("./state.js").Channel} channel */
function isUnread(channel) {
  if (channel.id === ui.channelId) return false;
  const key = `${ui.me}:${channel.id}`;
  const latest =
    channel.type === "forum"
      ? (state.threads(channel.id)[0]?.id ?? channel.id)
      : lastMessageId(channel.id);
  if (ui.read[key] === undefined) ui.read[key] = channel.type === "dm" ? channel.id : latest;
  return byId(latest, ui.read[key] ?? "") > 0;
}

export function drawNav() {
  const me = state.user(ui.me);
  fill($("#guild-name"), state.guild().name);
  const visible = state
    .channels()
    .filter((one) => !["thread", "dm"].includes(one.type) && maySee(one, me));
  const categories = visible.filter(({ type }) => type === "category");
  const groups = [
    ...loose(visible.filter(({ type, parentId }) => type !== "category" && !parentId)),
    ...categories.map((category) => ({
      name: category.name,
      channels: visible.filter(
        ({ parentId, type }) => parentId === category.id && type !== "category",
      ),
    })),
  ].filter(({ channels }) => channels.length > 0);
  const dm = state.dm(ui.me);
  fill(
    $("#channels"),
    groups.map(({ name, channels }) => [
      name && h("h3", { class: "nav-category" }, icon("down", 12), name),
      h(
        "ul",
        {},
        channels.map((channel) => h("li", {}, channelRow(channel), openThread(channel))),
      ),
    ]),
    h("h3", { class: "nav-category" }, icon("down", 12), "Direct messages"),
    dm
      ? h("ul", {}, h("li", {}, channelRow(dm)))
      : h("p", { class: "nav-empty" }, "None for ", me?.name ?? "you"),
  );
  drawMe(me);
}

/** Channels without a category stand together by what they are. @param {import("./state.js").Channel[]} list */
function loose(list) {
  return [
    {
      name: "Channels",
      channels: list.filter(({ type, staffOnly }) => type !== "forum" && !staffOnly),
    },
    {
      name: "Forums",
      channels: list.filter(({ type, staffOnly }) => type === "forum" && !staffOnly),
    },
    { name: "Staff", channels: list.filter(({ staffOnly }) => staffOnly) },
  ];
}

/** @param {import("./state.js").Channel} channel */
function channelRow(channel) {
  const current =
    channel.id === ui.channelId || state.channel(ui.channelId)?.parentId === channel.id;
  const unread = isUnread(channel);
  const name =
    channel.type === "dm" ? (state.user(state.guild().botId)?.name ?? "Signalbox") : channel.name;
  return h(
    "button",
    {
      type: "button",
      class: `nav-channel${current ? " is-current" : ""}${unread ? " is-unread" : ""}`,
      "aria-current": current ? "page" : null,
      "data-focus": `channel-${channel.id}`,
      on: { click: () => openChannel(channel.id) },
    },
    channelIcon(channel),
    h("span", { class: "nav-name" }, name),
    unread &&
      h(
        "span",
        { class: channel.type === "dm" || channel.staffOnly ? "badge" : "visually-hidden" },
        channel.type === "dm" || channel.staffOnly ? "new" : "unread",
      ),
  );
}

/** The thread that is open hangs below its forum, as in Discord. @param {import("./state.js").Channel} channel */
function openThread(channel) {
  const open = state.channel(ui.channelId);
  if (open?.type !== "thread" || open.parentId !== channel.id) return null;
  return h("div", { class: "nav-thread", "aria-current": "page" }, open.name);
}

/** @param {import("./state.js").User | undefined} me */
function drawMe(me) {
  const select = /** @type {HTMLSelectElement} */ ($("#me-select"));
  const people = state.users().filter(({ bot }) => !bot);
  const groups = [
    ["Reviewers and admin", people.filter(isStaff)],
    ["Helpers", people.filter((user) => !isStaff(user) && user.roles.includes("Helper"))],
    ["Members", people.filter((user) => ["Member", "Newcomer"].includes(roleOf(user)))],
  ];
  const key = people.map(({ id, name }) => id + name).join();
  if (select.dataset["for"] !== key) {
    select.dataset["for"] = key;
    fill(
      select,
      groups.map(([label, list]) =>
        h(
          "optgroup",
          { label },
          /** @type {any[]} */ (list)
            .toSorted((a, b) => order(a.name) - order(b.name) || a.name.localeCompare(b.name))
            .map((user) => h("option", { value: user.id }, `${user.name} · ${roleOf(user)}`)),
        ),
      ),
    );
  }
  select.value = ui.me;
  fill($("#me-avatar"), avatar(me, 32));
  fill($("#me-name"), me?.name ?? "");
  fill($("#me-role"), roleOf(me));
  $("#me").dataset["role"] = roleOf(me);
}

/** @param {string} name */
function order(name) {
  const at = FIRST.indexOf(name);
  return at === -1 ? FIRST.length : at;
}

export function startNav() {
  $("#me-select").addEventListener("change", (event) => {
    playAs(/** @type {HTMLSelectElement} */ (event.target).value);
  });
  $("#open-channels").addEventListener("click", () => {
    ui.channelsOpen = !ui.channelsOpen;
    redraw();
    if (ui.channelsOpen)
      document.querySelector(".nav-channel.is-current")?.scrollIntoView({ block: "nearest" });
  });
  $("#nav-shade").addEventListener("click", () => {
    ui.channelsOpen = false;
    markRead(ui.channelId);
    redraw();
  });
}
