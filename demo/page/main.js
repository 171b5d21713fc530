// @ts-check
import { startBreakIt } from "./break-it.js";
import { drawChannel } from "./discord-channel.js";
import { startComposer } from "./discord-composer.js";
import { startMenus } from "./discord-menu.js";
import { drawNav, startNav } from "./discord-nav.js";
import { $, fill, h } from "./dom.js";
import { startExplain } from "./explain.js";
import { startGaps } from "./gaps.js";
import { drawGitHub } from "./github.js";
import { openChannel, openIssue, playAs } from "./go.js";
import { drawGuide, finished } from "./guide.js";
import { icon, signal } from "./icons.js";
import { currentScenario, watch, whenDone } from "./scenario.js";
import { applyChanges, isStaff, maySee, onChange, redraw, state, ui } from "./state.js";
import { toast } from "./toast.js";
import { drawCount, startTryIt } from "./try-it.js";

let started = false;
let drawing = 0;
let keptAddress = false;

fill($("#logo"), signal(28));
$("#open-channels").append(icon("menu", 22));
$("#composer-send").append(icon("send", 20));
startTheme();
startNav();
startComposer();
startMenus();
startExplain();
startGaps();
startTryIt();
startBreakIt();
whenDone(finished);
for (const tab of document.querySelectorAll("#panes button")) {
  tab.addEventListener("click", () => {
    ui.pane = /** @type {HTMLElement} */ (tab).dataset["pane"] === "github" ? "github" : "discord";
    redraw();
  });
}

onChange((changed) => {
  if (!state.ready()) return;
  if (!started) begin();
  else notice(changed);
  watch();
  cancelAnimationFrame(drawing);
  drawing = requestAnimationFrame(draw);
});

addEventListener("hashchange", () => {
  if (started) followAddress();
});
connect();
// Ages such as "3m" go on by themselves.
setInterval(() => {
  if (started) draw();
}, 20_000);

function connect() {
  const source = new EventSource("/events");
  // Each connection begins with everything there is.
  let whole = true;
  source.addEventListener("changes", (event) => {
    const changes = JSON.parse(event.data);
    const guild = changes.set.guild;
    // The demo was started anew meanwhile: nothing that is on the page exists any more.
    if (started && guild && guild.id !== state.guild().id) return location.replace("/");
    if (whole) changes.gone = state.keys().filter((key) => !(key in changes.set));
    whole = false;
    applyChanges(changes);
  });
  source.addEventListener("error", () => {
    whole = true;
    document.body.classList.add("is-offline");
  });
  source.addEventListener("open", () => document.body.classList.remove("is-offline"));
}

/** The first look: a reviewer in front of the help forum. */
function begin() {
  started = true;
  ui.me = (state.userNamed("noor") ?? state.users().find(isStaff) ?? state.users()[0])?.id ?? "";
  ui.channelId =
    (
      state.channelNamed("help") ??
      state.channels().find((one) => one.type !== "category" && maySee(one, state.user(ui.me)))
    )?.id ?? "";
  ui.repository =
    (state.repositories().find(({ name }) => name.includes("sdk")) ?? state.repositories()[0])
      ?.name ?? "";
  ui.teamMember = state.meta().team[0]?.login ?? "";
  document.body.classList.add("is-ready");
  followAddress();
}

/** What stands behind the # of the address may say who looks, and at which channel: `#as=noor&channel=review`. */
function followAddress() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  const person = state.userNamed(wanted.get("as") ?? "");
  if (person) playAs(person.id);
  const place = wanted.get("channel") ?? "";
  const channel = state.channel(place) ?? state.channelNamed(place);
  if (channel) openChannel(channel.id);
}

/** Where the visitor is, as an address: Back and a reload lead there again. */
function keepAddress() {
  const { name = "" } = state.user(ui.me) ?? {};
  const address = `#${new URLSearchParams({ as: name, channel: ui.channelId })}`;
  if (address === location.hash) return;
  if (keptAddress) history.pushState(null, "", address);
  else history.replaceState(null, "", address);
  keptAddress = true;
}

function draw() {
  keepAddress();
  document.body.dataset["pane"] = ui.pane;
  document.body.classList.toggle("shows-channels", ui.channelsOpen);
  drawGuide();
  drawCounters();
  drawCount();
  drawNav();
  drawChannel();
  drawGitHub();
  for (const tab of document.querySelectorAll("#panes button")) {
    const on = /** @type {HTMLElement} */ (tab).dataset["pane"] === ui.pane;
    tab.setAttribute("aria-current", on ? "page" : "false");
    tab.classList.toggle(
      "is-wanted",
      !on && wanted() === /** @type {HTMLElement} */ (tab).dataset["pane"],
    );
  }
}

/** The world where the visitor's next press is. */
function wanted() {
  return ui.press ? (ui.press.issue ? "github" : "discord") : null;
}

/** @type {[string, string, boolean][]} */
const COUNTERS = [
  ["posts", "posts", false],
  ["publicMessages", "public", false],
  ["issues", "issues", false],
  ["lost", "lost", true],
  ["twice", "twice", true],
  ["leaked", "leaked", true],
];

/** @type {Record<string, string>} */
const MEANING = {
  posts: "Posts of members that the bot heard of",
  publicMessages: "Messages that the bot wrote where members see them",
  issues: "Issues in the teams' repositories",
  lost: "Posts that became neither a ticket nor a skip with a reason",
  twice: "Anything that stands twice in Discord or on GitHub",
  leaked: "Keys from posts that stand in the store, in cards, issues or logs",
};

function drawCounters() {
  const box = $("#counters");
  const counters = state.counters();
  const key = JSON.stringify(counters);
  if (box.dataset["for"] === key) return;
  box.dataset["for"] = key;
  $("#engine").textContent = `demo · ${state.meta().engine}`;
  fill(
    box,
    COUNTERS.map(([name, label, promise]) =>
      h(
        "div",
        {
          class: promise ? (counters[name] === 0 ? "is-kept" : "is-broken") : "",
          title: MEANING[name],
        },
        h("dd", {}, String(counters[name])),
        h("dt", {}, label),
      ),
    ),
  );
}

/** Tells of what happens out of sight, unless the guide leads there anyway. @param {ReadonlySet<string>} changed */
function notice(changed) {
  for (const key of changed) {
    if (key.startsWith("issue:")) noticeIssue(key.slice(6));
    if (!key.startsWith("message:")) continue;
    showAnswer(state.message(key.slice(8)));
    noticeMessage(state.message(key.slice(8)));
  }
}

/** @param {string} id */
function noticeIssue(id) {
  const [repository = "", number = "0"] = id.split("#");
  const issue = state.issue(repository, Number(number));
  if (!issue) return;
  for (const comment of issue.comments) {
    const key = `comment:${id}:${comment.id}`;
    if (Date.now() - comment.updatedAt < 5_000 && !ui.fresh.has(`${key}@${comment.updatedAt}`)) {
      ui.fresh.set(key, Date.now() + 4_000);
      ui.fresh.set(`${key}@${comment.updatedAt}`, 0);
    }
  }
  if (state.version(`issue:${id}`) === 1) {
    if (ui.issue === null) ui.repository = repository;
    if (!currentScenario() && state.status().phase === "ready")
      toast(`New issue in ${repository}: ${issue.title}`, {
        go: () => openIssue(repository, issue.number),
      });
  }
}

/** What the app says to whoever is played stands at the end: it is brought into view. @param {import("./state.js").Message | undefined} message */
function showAnswer(message) {
  if (message?.ephemeralFor !== ui.me || message.channelId !== ui.channelId) return;
  requestAnimationFrame(() => {
    const log = $("#log");
    log.scrollTop = log.scrollHeight;
  });
}

/** @param {import("./state.js").Message | undefined} message */
function noticeMessage(message) {
  if (
    !message ||
    currentScenario() ||
    state.status().phase === "week" ||
    message.authorId !== state.guild().botId
  )
    return;
  if (
    state.version(`message:${message.id}`) !== 1 ||
    message.channelId === ui.channelId ||
    message.ephemeralFor
  )
    return;
  const channel = state.channel(message.channelId);
  if (!channel || !maySee(channel, state.user(ui.me))) return;
  const where =
    channel.type === "dm"
      ? "a direct message"
      : channel.type === "thread"
        ? `“${channel.name}”`
        : `#${channel.name}`;
  toast(`Signalbox wrote in ${where}`, { go: () => openChannel(channel.id) });
}

function startTheme() {
  const button = $("#theme");
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const current = () =>
    document.documentElement.dataset["theme"] ?? (dark.matches ? "dark" : "light");
  const show = () => fill(button, icon(current() === "dark" ? "sun" : "moon", 18));
  const kept = localStorage.getItem("signalbox-theme");
  if (kept) document.documentElement.dataset["theme"] = kept;
  button.addEventListener("click", () => {
    document.documentElement.dataset["theme"] = current() === "dark" ? "light" : "dark";
    localStorage.setItem("signalbox-theme", current());
    show();
  });
  dark.addEventListener("change", show);
  show();
}
