// @ts-check
import { $, fill, h } from "./dom.js";
import { openChannel, playAs } from "./go.js";
import { icon } from "./icons.js";
import {
  askedIn,
  buttonOf,
  cardFor,
  isMarked,
  reviewChannel,
  saidIn,
  toldPrivately,
} from "./look.js";
import { startScenario } from "./scenario.js";
import { post, redraw, state } from "./state.js";
import { orTell, toast } from "./toast.js";
import { toReview } from "./tour.js";

/** @typedef {import("./scenario.js").Check} Check */
/** @typedef {import("./scenario.js").Run} Run */

const ICONS = {
  "leaked-key": "lock",
  injection: "slash",
  unanswerable: "search",
  account: "at",
  "two-reviewers": "check",
  "delete-post": "trash",
  "person-first": "chat",
  "kill-worker": "bolt",
};

export function startBreakIt() {
  const dialog = /** @type {HTMLDialogElement} */ ($("#break"));
  $("#open-break").addEventListener("click", () => {
    fill(
      dialog,
      h(
        "header",
        { class: "sheet-head" },
        h(
          "div",
          {},
          h("h2", { id: "break-title" }, "Try to break it"),
          h(
            "p",
            {},
            "Each button does the thing for real, against the running bot. The counters above must stay at 0.",
          ),
        ),
        h(
          "button",
          {
            type: "button",
            class: "tool tool-icon",
            "aria-label": "Close",
            on: { click: () => dialog.close() },
          },
          icon("close", 18),
        ),
      ),
      h(
        "div",
        { class: "sheet-body break-grid" },
        state.meta().breakIts.map((/** @type {any} */ one) =>
          h(
            "button",
            {
              type: "button",
              class: "break",
              on: {
                click: () => {
                  dialog.close();
                  void attempt(one);
                },
              },
            },
            h(
              "span",
              { class: "break-icon" },
              icon(ICONS[/** @type {keyof typeof ICONS} */ (one.id)] ?? "bolt", 18),
            ),
            h("b", {}, one.title),
            h("span", {}, one.expect),
          ),
        ),
      ),
    );
    dialog.showModal();
  });
}

/** @param {any} one */
async function attempt(one) {
  /** @type {Run} */
  const run = { threadIds: [], since: Date.now() - 1_000, marks: { counters: state.counters() } };
  try {
    run.threadIds = (await post(`/api/story/break/${one.id}`, {})).threadIds;
  } catch (error) {
    toast(error instanceof Error ? error.message : String(error), { tone: "bad" });
    return;
  }
  startScenario(
    {
      id: one.id,
      title: one.title,
      lead: one.expect,
      done: one.expect,
      checks: checksOf(one.id, run),
    },
    run,
  );
  redraw();
}

/** @param {string} id @param {Run} run @returns {Check[]} */
function checksOf(id, run) {
  const thread = run.threadIds[0] ?? "";
  const you = () => state.userNamed("you")?.id ?? "";
  /** @type {Check} */
  const posted = {
    text: "posted as you",
    when: () => state.channel(thread),
    enter: () => {
      if (you()) playAs(you());
    },
  };
  /** @type {Check} */
  const marked = {
    text: "taken in",
    enter: () => openChannel(thread),
    when: () => isMarked(thread) || cardFor([thread]) || saidIn(thread).length > 0,
  };
  /** @type {Check} */
  const zero = {
    text: "lost 0, twice 0, leaked 0",
    when: () => {
      const now = state.counters();
      return now.lost === 0 && now.twice === 0 && now.leaked === 0;
    },
  };
  /** @type {Check} */
  const card = {
    text: "a card in #review",
    when: () => cardFor([thread], "Send"),
    look: () => toReview,
  };
  switch (id) {
    case "leaked-key":
      return [
        posted,
        marked,
        {
          text: "you are told privately",
          when: () => toldPrivately("you", run.since) || askedIn(thread, "Read the note"),
          look: () => {
            const dm = state.dm(you());
            return dm ? () => openChannel(dm.id) : null;
          },
        },
        zero,
      ];
    case "account":
      return [
        posted,
        marked,
        {
          text: "redirected with the fixed text",
          when: () => saidIn(thread).length > 0 || cardFor([thread], "Redirect"),
          look: () => () => openChannel(thread),
        },
        zero,
      ];
    case "two-reviewers":
      return [
        posted,
        marked,
        card,
        {
          text: "Noor and Tamsin press Send at once",
          enter: () => both(thread, run),
          when: () => run.marks["both"],
        },
        {
          text: "one answer, sent once",
          when: () => saidIn(thread).filter((one) => buttonOf(one, "Helped")).length === 1,
          look: () => () => openChannel(thread),
        },
        zero,
      ];
    case "delete-post":
      return [
        posted,
        marked,
        card,
        {
          text: "you delete the post",
          enter: () => {
            toReview();
            void wait(1_500).then(() =>
              orTell(post("/api/discord/delete", { as: you(), messageId: thread })),
            );
          },
          when: () => !state.message(thread),
        },
        { text: "the card closes as overtaken", when: () => !cardFor([thread], "Send") },
        zero,
      ];
    case "person-first":
      return [
        posted,
        marked,
        card,
        {
          text: "marta answers",
          enter: () => answerFirst(thread),
          when: () =>
            run.marks["answered"] ??
            state
              .messages(thread)
              .some(({ authorId }) => authorId === state.userNamed("marta")?.id),
        },
        {
          text: "the card closes, the bot stays silent",
          enter: () => toReview(),
          when: () => !cardFor([thread], "Send"),
        },
        zero,
      ];
    case "kill-worker":
      return [
        { text: "the worker is killed in the middle of its work", when: () => true },
        { text: "it starts again and goes on", when: () => Date.now() - run.since > 3_000 },
        zero,
      ];
    default:
      return [
        posted,
        marked,
        {
          text: "it stays with staff: no act without a person",
          enter: () => {},
          when: () => Date.now() - run.since > 4_000,
          look: () => (reviewChannel() ? toReview : null),
        },
        zero,
      ];
  }
}

/** @param {string} thread @param {Run} run */
async function both(thread, run) {
  toReview();
  await wait(1_500);
  const card = cardFor([thread], "Send");
  if (card) {
    const customId = buttonOf(card, "Send").custom_id;
    const reviewers = ["noor", "tamsin"].flatMap((name) => state.userNamed(name)?.id ?? []);
    await Promise.allSettled(
      reviewers.map((as) => post("/api/discord/click", { as, messageId: card.id, customId })),
    );
  }
  run.marks["both"] = true;
  redraw();
}

/** @param {string} thread */
async function answerFirst(thread) {
  await wait(1_200);
  const marta = state.userNamed("marta");
  if (marta)
    await orTell(
      post("/api/discord/post", {
        as: marta.id,
        channelId: thread,
        text: "Up to 20 images, PNG, JPEG or WebP, 10 MB each.",
        replyTo: null,
      }),
    );
}

/** @param {number} ms */
function wait(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
