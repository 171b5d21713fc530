// @ts-check
import { $, fill, h, reconcile } from "./dom.js";
import { count, relativeTime } from "./format.js";
import { drawReleaseBar } from "./github-release.js";
import { calm, openIssue, openLink } from "./go.js";
import { icon } from "./icons.js";
import { markdown } from "./markdown-dom.js";
import { plainText } from "./plain-text.js";
import { currentScenario } from "./scenario.js";
import { post, redraw, state, ui } from "./state.js";
import { orTell } from "./toast.js";

const names = { openLink };
let shown = "";

export function drawGitHub() {
  const pane = $("#github");
  if (pane.childElementCount === 0) {
    fill(
      pane,
      h("header", { class: "g-top" }),
      h("div", { class: "g-repos", role: "tablist", "aria-label": "Repositories" }),
      h("div", { class: "g-body", tabindex: 0, "aria-label": "Issues" }),
    );
  }
  drawTop(pane);
  drawRepositories(pane);
  const body = /** @type {HTMLElement} */ (pane.querySelector(".g-body"));
  const issue = ui.issue === null ? undefined : state.issue(ui.repository, ui.issue);
  const view = `${ui.repository}#${issue?.number ?? ""}`;
  if (shown !== view) {
    shown = view;
    body.replaceChildren();
    body.scrollTop = 0;
  }
  if (issue) drawIssue(issue, body);
  else drawList(body);
}

/** @param {Element} pane */
function drawTop(pane) {
  const top = /** @type {HTMLElement} */ (pane.querySelector(".g-top"));
  const key = JSON.stringify([ui.repository, ui.teamMember, state.meta().team]);
  if (top.dataset["for"] === key) return;
  top.dataset["for"] = key;
  const [owner = "", name = ""] = ui.repository.split("/");
  const select = h(
    "select",
    {
      "aria-label": "On GitHub you are",
      on: {
        change: (/** @type {any} */ event) => {
          ui.teamMember = event.target.value;
          redraw();
        },
      },
    },
    state
      .meta()
      .team.map((/** @type {any} */ one) =>
        h(
          "option",
          { value: one.login, selected: one.login === ui.teamMember },
          `${one.login} · ${one.team} team`,
        ),
      ),
  );
  fill(
    top,
    h("span", { class: "g-mark" }, icon("repo", 20)),
    h("span", { class: "g-path" }, owner, " / ", h("b", {}, name)),
    h("label", { class: "g-as" }, h("span", {}, "You are"), select),
  );
}

/** @param {Element} pane */
function drawRepositories(pane) {
  reconcile(
    /** @type {Element} */ (pane.querySelector(".g-repos")),
    state.repositories(),
    ({ name }) => `r-${name}`,
    ({ name, visibility }) => [name, visibility, name === ui.repository, openCount(name)].join("|"),
    ({ name, visibility }) =>
      h(
        "button",
        {
          type: "button",
          role: "tab",
          class: "g-repo",
          "aria-selected": name === ui.repository,
          "data-focus": "repo",
          title: `${name}, ${visibility}`,
          on: { click: () => openIssue(name, null) },
        },
        visibility === "private" && icon("lock", 14),
        h("span", {}, name.split("/")[1]),
        h(
          "span",
          { class: "g-count", "aria-label": count(openCount(name), "open issue") },
          String(openCount(name)),
        ),
      ),
  );
}

/** @param {string} repository */
function openCount(repository) {
  return state.issues(repository).filter(({ state: now }) => now === "open").length;
}

/** @param {import("./state.js").Issue} issue */
function stateIcon(issue) {
  const skipped = issue.state === "closed" && issue.stateReason !== "completed";
  return h(
    "span",
    {
      class: `g-state g-${issue.state === "open" ? "open" : skipped ? "skipped" : "closed"}`,
      title: issue.state,
    },
    icon(issue.state === "open" ? "issue-open" : skipped ? "issue-skipped" : "issue-closed", 18),
  );
}

/** @param {import("./state.js").Issue} issue */
function labels(issue) {
  return issue.labels.map((name) => {
    const node = h("span", { class: "g-label" }, name);
    node.style.setProperty("--label", hueOf(name));
    return node;
  });
}

/** Code in backticks is all the Markdown that a title knows. @param {string} title */
function titleWords(title) {
  return title
    .split(/(`[^`]+`)/)
    .map((part) => (/^`.+`$/.test(part) ? h("code", {}, part.slice(1, -1)) : part));
}

/** A colour for each label, always the same. @param {string} name */
function hueOf(name) {
  /** @type {Record<string, string>} */
  const known = {
    bug: "#d73a4a",
    enhancement: "#4fb3bf",
    docs: "#3b82f6",
    documentation: "#3b82f6",
    security: "#e4572e",
    "from-community": "#a371f7",
    "model-behavior": "#d29922",
    "needs-owner": "#8b949e",
  };
  let hash = 7;
  for (const letter of name) hash = (hash * 33 + letter.charCodeAt(0)) % 360;
  return known[name] ?? `hsl(${hash} 55% 55%)`;
}

/** @param {HTMLElement} body */
function drawList(body) {
  let box = body.querySelector(".g-list");
  if (!box) {
    fill(body, h("div", { class: "g-release" }), h("div", { class: "g-list" }));
    box = /** @type {Element} */ (body.querySelector(".g-list"));
  }
  drawReleaseBar(/** @type {Element} */ (body.querySelector(".g-release")));
  const issues = state.issues(ui.repository);
  if (issues.length === 0) {
    if (!box.querySelector(".g-empty"))
      fill(
        box,
        h(
          "p",
          { class: "g-empty" },
          icon("issue-open", 28),
          h("b", {}, "No issues yet"),
          h("span", {}, "What reviewers file arrives here."),
        ),
      );
    return;
  }
  reconcile(
    box,
    issues,
    ({ number }) => `i-${number}`,
    (issue) =>
      `${state.version(`issue:${issue.repository}#${issue.number}`)}|${relativeTime(issue.createdAt)}`,
    (issue) =>
      h(
        "button",
        {
          type: "button",
          class: "g-row",
          "data-focus": "row",
          on: { click: () => openIssue(issue.repository, issue.number) },
        },
        stateIcon(issue),
        h(
          "span",
          { class: "g-row-words" },
          h(
            "span",
            { class: "g-row-title" },
            h("b", {}, titleWords(issue.title)),
            " ",
            labels(issue),
          ),
          h(
            "small",
            {},
            `#${issue.number} · ${issue.state === "open" ? "opened" : "closed"} ${relativeTime(issue.closedAt ?? issue.createdAt)} by ${issue.closedBy ?? issue.author}`,
          ),
        ),
        issue.comments.length > 0 &&
          h(
            "span",
            { class: "g-row-comments" },
            icon("comment", 15),
            String(issue.comments.length),
          ),
      ),
  );
}

/** @param {import("./state.js").Issue} issue @param {HTMLElement} body */
function drawIssue(issue, body) {
  if (!body.querySelector(".g-issue")) {
    fill(
      body,
      h(
        "div",
        { class: "g-issue" },
        h(
          "button",
          {
            type: "button",
            class: "g-back",
            on: { click: () => openIssue(issue.repository, null) },
          },
          icon("back", 16),
          "Issues",
        ),
        h("div", { class: "g-issue-head" }),
        h("div", { class: "g-timeline" }),
        commentForm(),
      ),
    );
  }
  fill(
    /** @type {Element} */ (body.querySelector(".g-issue-head")),
    h(
      "h2",
      { class: "g-title", dir: "auto" },
      titleWords(issue.title),
      " ",
      h("span", {}, `#${issue.number}`),
    ),
    h(
      "p",
      { class: "g-under" },
      pill(issue),
      labels(issue),
      issue.assignees.length > 0 && h("small", {}, "Assigned to ", issue.assignees.join(", ")),
    ),
  );
  /** @type {any[]} */
  const entries = [
    {
      id: "body",
      author: issue.author,
      body: issue.body,
      createdAt: issue.createdAt,
      updatedAt: issue.createdAt,
      first: true,
    },
    ...issue.comments,
  ];
  if (issue.state === "closed" && issue.closedAt)
    entries.push({ id: `closed-${issue.closedAt}`, closed: issue, createdAt: issue.closedAt });
  entries.sort((a, b) => a.createdAt - b.createdAt);
  reconcile(
    /** @type {Element} */ (body.querySelector(".g-timeline")),
    entries,
    ({ id }) => `e-${id}`,
    (entry) =>
      [
        entry.body,
        entry.updatedAt,
        entry.reactions,
        relativeTime(entry.createdAt),
        fresh(issue, entry),
      ].join("|"),
    (entry) => (entry.closed ? closedLine(entry.closed) : commentBox(entry, issue)),
  );
  drawForm(issue, body);
  follow(body);
}

/** Comments that were scrolled to already, so that reading on is not disturbed. */
const followed = new Set();

/** While the guide leads, what just changed comes into view. @param {Element} body */
function follow(body) {
  const changed = body.querySelector(".g-comment.is-fresh");
  const version = changed && /** @type {any} */ (changed).version;
  if (!changed || !currentScenario() || followed.has(version)) return;
  followed.add(version);
  changed.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
}

/** @param {any} issue @param {any} entry */
function fresh(issue, entry) {
  return (
    (ui.fresh.get(`comment:${issue.repository}#${issue.number}:${entry.id}`) ?? 0) > Date.now()
  );
}

/** @param {import("./state.js").Issue} issue */
function pill(issue) {
  const skipped = issue.state === "closed" && issue.stateReason !== "completed";
  const words =
    issue.state === "open"
      ? "Open"
      : skipped
        ? (issue.stateReason ?? "closed").replaceAll("_", " ")
        : "Closed";
  return h(
    "span",
    { class: `g-pill g-pill-${issue.state === "open" ? "open" : skipped ? "skipped" : "closed"}` },
    icon(issue.state === "open" ? "issue-open" : "issue-closed", 15),
    words,
  );
}

/** @param {any} entry @param {any} issue */
function commentBox(entry, issue) {
  const bot = entry.author === state.appLogin();
  const edited = entry.updatedAt > entry.createdAt;
  return h(
    "article",
    {
      class: `g-comment${fresh(issue, entry) ? " is-fresh" : ""}`,
      "aria-label": `${entry.author}: ${plainText(entry.body).slice(0, 60)}`,
    },
    h(
      "header",
      {},
      h(
        "span",
        { class: `g-avatar${bot ? " is-bot" : ""}`, "aria-hidden": "true" },
        bot ? icon("bolt", 14) : (entry.author[0] ?? "?").toUpperCase(),
      ),
      h("b", {}, entry.author.replace("[bot]", "")),
      bot && h("span", { class: "g-bot" }, "bot"),
      h(
        "small",
        {},
        entry.first ? " opened " : " commented ",
        relativeTime(entry.createdAt),
        edited && ` · edited ${relativeTime(entry.updatedAt)}`,
      ),
    ),
    h(
      "div",
      { class: "g-comment-body" },
      entry.body.trim() === ""
        ? h("em", {}, "No description provided.")
        : markdown(entry.body, "github", names),
    ),
    reactions(entry),
  );
}

/** @type {Record<string, [string, string]>} */
const REACTIONS = { "+1": ["👍", "taken"], confused: ["😕", "cannot be followed"] };

/** What the bot makes of a directive. @param {any} entry */
function reactions(entry) {
  const shown = (entry.reactions ?? []).filter((/** @type {string} */ one) => one in REACTIONS);
  return (
    shown.length > 0 &&
    h(
      "p",
      { class: "g-reactions" },
      shown.map((/** @type {string} */ one) => {
        const [emoji, title] = REACTIONS[one] ?? ["", ""];
        return h("span", { title: `Signalbox: ${title}` }, `${emoji} 1`);
      }),
    )
  );
}

/** @param {any} issue */
function closedLine(issue) {
  const how =
    issue.stateReason === "completed"
      ? "completed"
      : String(issue.stateReason ?? "closed").replaceAll("_", " ");
  return h(
    "p",
    { class: "g-event" },
    stateIcon(issue),
    h("b", {}, issue.closedBy ?? "somebody"),
    ` closed this as ${how} ${relativeTime(issue.closedAt)}`,
  );
}

function commentForm() {
  const text = /** @type {HTMLTextAreaElement} */ (
    h("textarea", {
      id: "g-text",
      rows: 4,
      maxlength: 65536,
      placeholder: "Add a comment",
      "aria-label": "Comment",
    })
  );
  const preview = h("div", { class: "g-preview", hidden: true });
  const tab = (/** @type {boolean} */ show) => {
    preview.hidden = !show;
    text.hidden = show;
    write.setAttribute("aria-selected", String(!show));
    look.setAttribute("aria-selected", String(show));
    if (show)
      fill(
        preview,
        text.value.trim() === ""
          ? h("em", {}, "Nothing to preview")
          : markdown(text.value, "github", names),
      );
  };
  const write = h(
    "button",
    { type: "button", role: "tab", "aria-selected": "true", on: { click: () => tab(false) } },
    "Write",
  );
  const look = h(
    "button",
    { type: "button", role: "tab", "aria-selected": "false", on: { click: () => tab(true) } },
    "Preview",
  );
  const insert = (/** @type {string} */ verb, /** @type {string} */ title) =>
    h(
      "button",
      {
        type: "button",
        class: "g-insert",
        title,
        on: {
          click: () => {
            text.value = `/signalbox ${verb} `;
            tab(false);
            text.focus();
          },
        },
      },
      `/signalbox ${verb} …`,
    );
  return h(
    "form",
    {
      class: "g-form",
      on: {
        submit: (/** @type {Event} */ event) => {
          event.preventDefault();
          void act("comment", text);
        },
      },
    },
    h(
      "div",
      { class: "g-tabs" },
      h("div", { role: "tablist", "aria-label": "Comment" }, write, look),
      h(
        "span",
        { class: "g-inserts" },
        insert("ask", "A question that the bot takes to the reporter"),
        insert("tell", "News that the bot takes to all reporters, once staff let it through"),
      ),
    ),
    text,
    preview,
    h("div", { class: "g-actions" }),
  );
}

/** @param {import("./state.js").Issue} issue @param {Element} body */
function drawForm(issue, body) {
  const box = /** @type {HTMLElement} */ (body.querySelector(".g-actions"));
  const text = /** @type {HTMLTextAreaElement} */ (body.querySelector("#g-text"));
  const awaited =
    ui.press?.issue === `${issue.repository}#${issue.number}` && issue.state === "open";
  const key = [issue.state, awaited, ui.teamMember].join("|");
  if (box.dataset["for"] === key) return;
  box.dataset["for"] = key;
  const close = (/** @type {string} */ reason) => act("close", text, { reason });
  const closing = h(
    "button",
    {
      type: "button",
      class: `g-button${awaited ? " press-me" : ""}`,
      data: { label: "Close issue" },
      on: { click: () => close("completed") },
    },
    icon("issue-closed", 16),
    "Close issue",
  );
  fill(
    box,
    issue.state === "open"
      ? [
          h(
            "button",
            {
              type: "button",
              class: "g-button g-quiet",
              on: { click: () => close("not_planned") },
            },
            icon("issue-skipped", 16),
            "Close as not planned",
          ),
          h(
            "button",
            {
              type: "button",
              class: "g-button g-quiet",
              on: { click: () => close("duplicate") },
            },
            icon("issue-skipped", 16),
            "Close as duplicate",
          ),
          awaited
            ? h(
                "span",
                { class: "press-wrap" },
                closing,
                h("span", { class: "press-hint" }, "You press this"),
              )
            : closing,
        ]
      : h(
          "button",
          { type: "button", class: "g-button", on: { click: () => act("reopen", text) } },
          icon("issue-open", 16),
          "Reopen issue",
        ),
    h("button", { type: "submit", class: "g-button g-primary" }, "Comment"),
  );
}

/** @param {string} what @param {HTMLTextAreaElement} text @param {Record<string, string>} [more] */
async function act(what, text, more = {}) {
  if (what === "comment" && text.value.trim() === "") return;
  const done = await orTell(
    post(`/api/github/${what}`, {
      as: ui.teamMember,
      repository: ui.repository,
      number: ui.issue,
      body: text.value,
      ...more,
    }),
  );
  if (done !== null) text.value = "";
}
