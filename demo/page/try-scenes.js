// @ts-check
/** What has to stand in the community before something can be tried: found there, or made. */
import { openMenu } from "./discord-menu.js";
import { openChannel, showMessage } from "./go.js";
import { buttonOf, cardFor } from "./look.js";
import { post, state, ui } from "./state.js";
import { toast } from "./toast.js";

const PATIENCE_MS = 40_000;
const LOOK_EVERY_MS = 200;

/** Once the page has been drawn again. @param {() => void} then */
export function soon(then) {
  requestAnimationFrame(() => requestAnimationFrame(then));
}

/** @param {string} name */
function idOf(name) {
  return state.userNamed(name)?.id ?? "";
}

/** A message in a channel where the bot does not listen. @param {string} author @returns {Promise<string>} its id */
export async function aStrayMessage(author) {
  const text =
    "By the way: wren login hangs for me since CLI 1.9.0 on macOS 15 when a proxy is set, and ends with ETIMEDOUT.";
  const channelId = state.channelNamed("off-topic", "text")?.id ?? "";
  const body = { as: idOf(author), channelId, text, replyTo: null };
  const { messageId } = await post("/api/discord/post", body);
  await until(() => state.message(messageId));
  return messageId;
}

/** A thread where somebody asked and a helper answered. @param {string} author @returns {Promise<string>} the answer's id */
export async function anAnsweredThread(author) {
  const { threadId } = await post("/api/discord/forum-post", {
    as: idOf(author),
    channelId: state.channelNamed("help")?.id ?? "",
    title: "Which images can I send to wren-2?",
    text: "How many images may one request hold, and in which formats?",
    tagIds: [],
  });
  const { messageId } = await post("/api/discord/post", {
    as: idOf("marta"),
    channelId: threadId,
    text: "Up to 20 images, PNG, JPEG or WebP, 10 MB each.",
    replyTo: null,
  });
  await until(() => state.message(messageId));
  return messageId;
}

/** An answer that stands, with such a button: one of the past week, or one that is sent now. @param {string} label @returns {Promise<string | undefined>} its id */
export async function anAnswer(label) {
  const standing = newestWith(label);
  if (standing) return standing;
  toast("A question is asked and its draft sent first: a moment.");
  const { threadId } = await post("/api/discord/forum-post", {
    as: idOf("you"),
    channelId: state.channelNamed("help")?.id ?? "",
    title: "How do I wait until an uploaded file is ready?",
    text: "I upload a PDF with purpose context and use its id straight away, and get `file_not_ready`. How do I wait until the file is ready?",
    tagIds: [],
  });
  const card = await until(() => cardFor([threadId], "Send"));
  if (!card) return undefined;
  const customId = buttonOf(card, "Send").custom_id;
  await post("/api/discord/click", { as: idOf("tamsin"), messageId: card.id, customId });
  return until(() => newestWith(label));
}

/** @param {string} label */
function newestWith(label) {
  return state
    .channels()
    .filter(({ type, staffOnly }) => type === "thread" && !staffOnly)
    .flatMap(({ id }) => state.messages(id).filter((one) => one.ephemeralFor === null))
    .findLast((one) => buttonOf(one, label))?.id;
}

/**
 * Waits for something to stand on the page.
 * @template T
 * @param {() => T} look
 * @returns {Promise<T | undefined>}
 */
async function until(look) {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline) {
    const found = look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  toast("That took too long: look into the channels, and try again.", { tone: "bad" });
  return undefined;
}

/** Shows a message, with its menu open if wanted. @param {string} messageId @param {{ menu?: boolean }} [options] */
export function pointAt(messageId, { menu = false } = {}) {
  const message = state.message(messageId);
  if (!message) return;
  openChannel(message.channelId);
  ui.fresh.delete(`message:${messageId}`);
  soon(() => {
    showMessage(messageId);
    if (!menu) return;
    soon(() => {
      const node = document.querySelector(`[data-key="m-${CSS.escape(messageId)}"]`);
      const box = node?.getBoundingClientRect();
      const found = state.message(messageId);
      if (box && found) openMenu(found, { x: box.left + 80, y: box.top + 30 });
    });
  });
}
