// @ts-check
/** Members ask, for what is to be tried; and the page waits for what comes of it. */
import { onAct } from "./acts.js";
import { post, state } from "./state.js";
import { toast } from "./toast.js";

const PATIENCE_MS = 40_000;
const LOOK_EVERY_MS = 200;

/** @param {string} name */
export function idOf(name) {
  return state.userNamed(name)?.id ?? "";
}

/** Remembers that the visitor switched the bot off for themselves: nothing they ask would be answered. */
const OFF_KEY = "signalbox-off";
const isOff = () => localStorage.getItem(OFF_KEY) === state.guild().id;
onAct(({ kind, name, as, options = {} }) => {
  if (kind !== "command" || name !== "/no-ai" || as !== idOf("you")) return;
  if (options["where"] !== "person") return;
  localStorage.setItem(OFF_KEY, options["on-again"] === true ? "" : state.guild().id);
});

async function switchOnAgain() {
  if (!isOff()) return;
  localStorage.removeItem(OFF_KEY);
  toast("You switched the bot off for yourself: it is switched on again first.");
  const channelId = state.channelNamed("general", "text")?.id ?? "";
  const options = { where: "person", "on-again": true };
  const as = idOf("you");
  await post("/api/discord/command", { as, channelId, name: "no-ai", options, targetId: null });
}

/** @param {string} author @param {string} forum @param {string} title @param {string} text @returns {Promise<string>} the thread's id */
export async function asks(author, forum, title, text) {
  if (author === "you") await switchOnAgain();
  const { threadId } = await post("/api/discord/forum-post", {
    as: idOf(author),
    channelId: state.channelNamed(forum)?.id ?? "",
    title,
    text,
    tagIds: [],
  });
  await until(() => state.message(threadId));
  return threadId;
}

/** Questions that the docs answer, each with a title: the next one each time, since equal ones share a card. */
const QUESTIONS = [
  [
    "How long are compiled schemas kept?",
    "The first request with our JSON schema takes 8 seconds, later ones are fast. How long do you keep compiled schemas?",
  ],
  [
    "How do I count tokens before sending?",
    "Is there an endpoint that counts tokens before I send a text?",
  ],
  [
    "What does purpose do for embeddings?",
    "There is a purpose option on embeddings. Should I set it to query or to document when I search?",
  ],
  [
    "How do I wait until an uploaded file is ready?",
    "I upload a PDF with purpose context and use its id straight away, and get `file_not_ready`. How do I wait until the file is ready?",
  ],
];
let asked = 0;

/** @returns {Promise<string>} the thread's id */
export async function asksNext() {
  const [title = "", text = ""] = QUESTIONS[asked++ % QUESTIONS.length] ?? [];
  return asks("you", "help", title, text);
}

/**
 * Waits for something to stand on the page.
 * @template T
 * @param {() => T} look
 * @returns {Promise<T | undefined>}
 */
export async function until(look) {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const found = look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  toast("That took too long: look into the channels, and try again.", { tone: "bad" });
  return undefined;
}
