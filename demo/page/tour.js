// @ts-check
import { openChannel, openIssue, playAs, showMessage } from "./go.js";
import {
  askedIn,
  buttonOf,
  cardFor,
  isMarked,
  knownIssues,
  newIssue,
  reportersOn,
  reviewChannel,
  saidIn,
  toldPrivately,
} from "./look.js";
import { post, state, ui } from "./state.js";
import { orTell } from "./toast.js";

/** @typedef {import("./scenario.js").Scenario} Scenario */
/** @typedef {import("./scenario.js").Run} Run */

/** However few of the reports were found to be the same by then, the visitor may go on. */
const LATEST_MS = 15_000;

/** What later steps need to know of earlier ones: kept over a reload. */
export const memory = load();

/** @returns {{ guild: string, done: string[], issue: { repository: string, number: number } | null, threads: string[] }} */
function load() {
  const empty = { guild: "", done: [], issue: null, threads: [] };
  try {
    return { ...empty, ...JSON.parse(sessionStorage.getItem("signalbox-tour") ?? "{}") };
  } catch {
    return empty;
  }
}

export function remember() {
  memory.guild = state.guild().id;
  sessionStorage.setItem("signalbox-tour", JSON.stringify(memory));
}

/** Forgets a tour through another run of the demo. */
export function forgetOthers() {
  if (memory.guild === state.guild().id) return;
  Object.assign(memory, { guild: state.guild().id, done: [], issue: null, threads: [] });
}

/** Goes to #review as a reviewer. */
export function toReview() {
  const reviewer = state.userNamed("noor") ?? state.userNamed("Noor");
  if (reviewer && ui.me !== reviewer.id) playAs(reviewer.id);
  const review = reviewChannel();
  if (review) openChannel(review.id);
}

/** @param {any} message @param {string} label @param {string} hint */
function pressOn(message, label, hint) {
  return message ? { messageId: message.id, label, hint } : null;
}

/** @param {Run} run @param {string} label @param {string} text @param {string} hint @returns {import("./scenario.js").Check} */
function pressCard(run, label, text, hint) {
  void run;
  return {
    text,
    you: true,
    enter: (now) => {
      toReview();
      const card = cardFor(now.threadIds, label);
      if (card) setTimeout(() => showMessage(card.id), 100);
    },
    press: (now) => pressOn(cardFor(now.threadIds, label), label, hint),
    when: (now) => !cardFor(now.threadIds, label),
  };
}

/** @param {string} id @param {any} step @param {Run} run @returns {Scenario} */
export function scenarioOf(id, step, run) {
  /** @type {Record<string, (step: any, run: Run) => import("./scenario.js").Check[]>} */
  const steps = { ask: askChecks, report: reportChecks, again: againChecks, fixed: fixedChecks };
  const checks = steps[id]?.(step, run) ?? [];
  return { id, title: step.title, lead: step.lead, done: step.done, checks };
}

/** @param {any} step @param {Run} run @returns {import("./scenario.js").Check[]} */
function askChecks(step, run) {
  const thread = (/** @type {Run} */ now) => now.threadIds[0] ?? "";
  return [
    {
      text: `${step.authors[0]} asks`,
      enter: (now) => openChannel(thread(now)),
      when: (now) => state.channel(thread(now)) && openOnce(now, thread(now)),
    },
    { text: "marked as seen", when: (now) => isMarked(thread(now)) },
    {
      text: "a card, resting on a passage",
      when: (now) => cardFor(now.threadIds, "Send"),
      look: () => toReview,
    },
    pressCard(run, "Send", "you press Send", step.press.hint),
    {
      text: "the cited answer is in the thread",
      when: (now) => askedIn(thread(now), "Helped"),
    },
    {
      text: "done",
      enter: (now) => {
        openChannel(thread(now));
        const answer = askedIn(thread(now), "Helped");
        if (answer) showMessage(answer.id);
      },
      when: () => true,
    },
  ];
}

/** Opens the thread as soon as the page knows of it. @param {Run} run @param {string} threadId */
function openOnce(run, threadId) {
  if (!run.marks["opened"]) {
    run.marks["opened"] = true;
    openChannel(threadId);
  }
  return true;
}

/** @param {any} step @param {Run} run @returns {import("./scenario.js").Check[]} */
function reportChecks(step, run) {
  const thread = (/** @type {Run} */ now) => now.threadIds[0] ?? "";
  const author = step.authors[0];
  run.marks["known"] = knownIssues();
  return [
    {
      text: `${author} reports, with a key in the log`,
      enter: (now) => openChannel(thread(now)),
      when: (now) => state.channel(thread(now)) && openOnce(now, thread(now)),
    },
    {
      text: `the key is kept nowhere, ${author} is told privately`,
      when: (now) => toldPrivately(author, now.since) || askedIn(thread(now), "Read the note"),
      look: () => {
        const dm = state.dm(state.userNamed(author)?.id ?? "");
        return dm ? () => openChannel(dm.id) : null;
      },
    },
    {
      text: "the bot asks for the version",
      press: (now) =>
        pressOn(
          cardFor(now.threadIds, "Ask"),
          "Ask",
          "Press Ask: the member is asked for what is missing.",
        ),
      when: (now) => askedIn(thread(now), "Add details"),
    },
    {
      text: `${author} answers`,
      enter: async (now) => {
        openChannel(thread(now));
        await pause(1_400);
        const user = state.userNamed(author);
        if (user)
          await orTell(
            post("/api/discord/post", {
              as: user.id,
              channelId: thread(now),
              text: state.meta().versionAnswer,
              replyTo: null,
            }),
          );
      },
      when: (now) =>
        state.messages(thread(now)).some(({ content }) => content === state.meta().versionAnswer),
    },
    {
      text: "a card with an issue",
      when: (now) => cardFor(now.threadIds, "File"),
      look: () => toReview,
    },
    pressCard(run, "File", "you press File", step.press.hint),
    {
      text: "the issue is in the right repository",
      when: (now) => {
        const issue = newIssue(now.marks["known"]);
        if (!issue) return false;
        memory.issue = { repository: issue.repository, number: issue.number };
        memory.threads = [thread(now)];
        return true;
      },
    },
    {
      text: "done",
      enter: (now) => {
        openChannel(thread(now));
        if (memory.issue) openIssue(memory.issue.repository, memory.issue.number);
      },
      when: () => true,
    },
  ];
}

/** @param {any} step @param {Run} run @returns {import("./scenario.js").Check[]} */
function againChecks(step, run) {
  const issue = () =>
    memory.issue ? state.issue(memory.issue.repository, memory.issue.number) : undefined;
  const countOf = () =>
    issue()
      ?.comments.map(({ updatedAt, id }) => `${id}:${updatedAt}`)
      .join() ?? "";
  return [
    {
      text: `${step.authors.join(", ")} report it too`,
      when: (now) => {
        if (!now.threadIds.every((id) => state.channel(id))) return false;
        run.marks["count"] ??= countOf();
        return openOnce(now, now.threadIds[0] ?? "");
      },
    },
    {
      text: "one card for all of them",
      enter: () => toReview(),
      when: (now) => {
        const card = cardFor(now.threadIds, "Link");
        // The reports come in one after the other: the card is pressed once it holds them all.
        const all = reportersOn(card) > now.threadIds.length;
        return card && (all || Date.now() - now.since > LATEST_MS);
      },
      look: () => toReview,
    },
    pressCard(run, "Link", "you press Link", step.press.hint),
    {
      text: "the issue's count changes in place",
      enter: () => {
        if (memory.issue) openIssue(memory.issue.repository, memory.issue.number);
      },
      when: () => countOf() !== run.marks["count"],
    },
    {
      text: "done",
      enter: (now) => {
        memory.threads = [...new Set([...memory.threads, ...now.threadIds])];
      },
      when: () => true,
    },
  ];
}

/** @param {any} step @param {Run} run @returns {import("./scenario.js").Check[]} */
function fixedChecks(step, run) {
  const ref = () => memory.issue ?? { repository: "", number: 0 };
  const issue = () => state.issue(ref().repository, ref().number);
  const told = () =>
    memory.threads.filter(
      (id) => saidIn(id, run.marks["closed"] ?? Number.POSITIVE_INFINITY).length > 0,
    );
  const broken = () =>
    memory.threads
      .map((id) => ({ id, message: askedIn(id, "Still broken") }))
      .find(({ message }) => message);
  return [
    {
      text: "you close the issue",
      you: true,
      enter: () => openIssue(ref().repository, ref().number),
      press: () => ({
        issue: `${ref().repository}#${ref().number}`,
        label: "Close issue",
        hint: step.press.hint,
      }),
      when: () => {
        if (issue()?.state !== "closed") return false;
        run.marks["closed"] = Date.now() - 3_000;
        return true;
      },
    },
    {
      text: "every thread is told",
      enter: () => openChannel(memory.threads[0] ?? ""),
      when: () => told().length >= memory.threads.length,
      look: () => () => openChannel(told().at(-1) ?? memory.threads[0] ?? ""),
    },
    {
      text: "one presses “Still broken”",
      enter: async () => {
        const at = broken();
        if (!at?.message) return;
        openChannel(at.id);
        showMessage(at.message.id);
        run.marks["before"] = JSON.stringify(issue()?.comments);
        await pause(1_600);
        await stillBroken(at.id, at.message);
      },
      when: () => run.marks["before"] !== undefined && run.marks["pressed"],
    },
    {
      text: "the issue shows it",
      enter: () => openIssue(ref().repository, ref().number),
      when: () =>
        JSON.stringify(issue()?.comments) !== run.marks["before"] || issue()?.state === "open",
    },
    { text: "done", when: () => true },
  ];

  /** @param {string} threadId @param {any} message */
  async function stillBroken(threadId, message) {
    const as = state.channel(threadId)?.thread?.ownerId ?? "";
    const answer = await orTell(
      post("/api/discord/click", {
        as,
        messageId: message.id,
        customId: buttonOf(message, "Still broken").custom_id,
      }),
    );
    if (answer?.modal) {
      const inputs = JSON.stringify(answer.modal.components).matchAll(/"custom_id":"([^"]+)"/g);
      const values = Object.fromEntries(
        [...inputs].map(([, id]) => [id, state.meta().stillBrokenAnswer]),
      );
      await orTell(post("/api/discord/modal", { as, customId: answer.modal.custom_id, values }));
    }
    run.marks["pressed"] = true;
  }
}

/** @param {number} ms */
function pause(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
