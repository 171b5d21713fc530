// @ts-check
/** What has to stand in the community before something can be tried: found there, or made. */
import { openMenu } from "./discord-menu.js";
import { openChannel, showMessage } from "./go.js";
import { buttonOf, cardFor, reportersOn, reviewChannel } from "./look.js";
import { post, state, ui } from "./state.js";
import { toast } from "./toast.js";
import { asks, asksNext, idOf, until } from "./try-asks.js";

const ON_NO_CARD_MS = 8_000;

/** Once the page has been drawn again. @param {() => void} then */
export function soon(then) {
  requestAnimationFrame(() => requestAnimationFrame(then));
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
  const threadId = await asks(
    author,
    "help",
    "Which images can I send to wren-2?",
    "How many images may one request hold, and in which formats?",
  );
  const { messageId } = await post("/api/discord/post", {
    as: idOf("marta"),
    channelId: threadId,
    text: "Up to 20 images, PNG, JPEG or WebP, 10 MB each.",
    replyTo: null,
  });
  await until(() => state.message(messageId));
  return messageId;
}

/**
 * An answer that stands, with such a button: one of the past week, or one that is sent now.
 * @param {string} label @param {string} [asker] only in a thread of this person
 * @returns {Promise<string | undefined>} its id
 */
export async function anAnswer(label, asker) {
  const standing = newestWith(label, asker);
  if (standing) return standing;
  toast("A question is asked and its draft sent first: a moment.");
  const threadId = await asksNext();
  await decided(threadId, ["Send"]);
  return until(() => newestWith(label, asker));
}

/** A question of the visitor's whose draft waits for staff. @returns {Promise<string | undefined>} the post's id */
export async function aWaitingDraft() {
  toast("A question is asked, so that its draft waits: a moment.");
  const since = Date.now();
  const threadId = await asksNext();
  // Its card may be that of others who asked the same, or wait behind eight better ones.
  const late = () => Date.now() - since > ON_NO_CARD_MS;
  await until(() => cardFor([threadId], "Send") ?? late());
  return threadId;
}

/** Some draft that waits for staff: any that stands, or a new one. */
export async function someDraft() {
  const review = state.messages(reviewChannel()?.id ?? "");
  if (!review.some((one) => buttonOf(one, "Send"))) await aWaitingDraft();
}

/** Words that make each report another one. */
const COMMANDS = ["tail", "export", "rename", "compare", "prune", "archive", "inspect", "replay"];
let reported = 0;

/** The notice that a report of the visitor's went to a team. @param {string} label a button that it has @returns {Promise<string | undefined>} */
export async function aFiledReport(label) {
  const standing = newestWith(label, "you");
  if (standing) return standing;
  toast("A bug is reported and filed first: a moment.");
  const command = COMMANDS[reported++ % COMMANDS.length];
  const threadId = await asks(
    "you",
    "bug-reports",
    `wren ${command} stops with E_${String(command).toUpperCase()}`,
    `Since CLI 3.2.1 on Debian 12 \`wren ${command} --all\` stops every time with E_${String(command).toUpperCase()}; with 3.1 it worked.`,
  );
  await decided(threadId, ["File", "Link"]);
  return until(() => newestWith(label, "you"));
}

/** Three people ask the very same. @returns {Promise<string | undefined>} the one card for all of them */
export async function aCardForMany() {
  const askers = ["lucy_h", "farid", "mo-chen"];
  const many = () => cardOfMany("Send", askers.length);
  const standing = many();
  if (standing) return standing.id;
  toast("Three members ask the same first: a moment.");
  const text = "Which status codes are retried by the SDK, and can I switch retries off?";
  for (const author of askers) {
    await asks(author, "help", "Which status codes do the SDKs retry?", text);
  }
  return (await untilOnBoard(many))?.id;
}

/** The code on the newest card that says such words. @param {RegExp} words */
export function codeOnCard(words) {
  const card = state
    .messages(reviewChannel()?.id ?? "")
    .findLast((one) => one.ephemeralFor === null && words.test(JSON.stringify(one.embeds)));
  return /\bSB-\d+/.exec(JSON.stringify(card?.embeds ?? []))?.[0];
}

/** A silence that came back to be judged: one that stands, or one about a post without an ask. */
export async function aSilence() {
  const standing = () =>
    state.messages(reviewChannel()?.id ?? "").findLast((one) => buttonOf(one, "Should answer"));
  const found = standing();
  if (found) return found.id;
  toast("Somebody says hello first, and the bot says nothing: a moment.");
  await asks(
    "you",
    "help",
    "gm everyone",
    "Just wanted to say hello to all of you, have a good week.",
  );
  return (await until(standing))?.id;
}

/** Somebody who takes no direct messages leaves a key. @param {string} author @returns {Promise<string | undefined>} what the bot says in the thread */
export async function aKeyWithClosedDoors(author) {
  const standing = newestWith("Read the note", author);
  if (standing) return standing;
  await asks(author, "help", "My key is refused", await aPostWithKey());
  return until(() => newestWith("Read the note", author));
}

/** A question with a fresh made-up key in it. */
export async function aPostWithKey() {
  const { key } = await post("/api/story/key", {});
  return `curl says invalid_api_key but I created it a minute ago:\n\`\`\`\ncurl -H "Authorization: Bearer ${key}" https://api.wrenfield.example/v1/models\n\`\`\``;
}

/** @param {string} label @param {number} people how many at least are behind it */
function cardOfMany(label, people) {
  return state
    .messages(reviewChannel()?.id ?? "")
    .findLast((one) => buttonOf(one, label) && reportersOn(one) >= people);
}

const MOST_CARDS = 8;
const ROOM_EVERY_MS = 3_000;

/**
 * Waits for a card. While as many stand open as may, what has stood longest is sent, one after the
 * other: else it would wait behind them.
 * @template T
 * @param {() => T} look
 * @returns {Promise<T | undefined>}
 */
function untilOnBoard(look) {
  let madeRoomAt = 0;
  return until(() => {
    const found = look();
    if (!found && Date.now() - madeRoomAt > ROOM_EVERY_MS) {
      madeRoomAt = Date.now();
      void makeRoom();
    }
    return found;
  });
}

async function makeRoom() {
  const open = state
    .messages(reviewChannel()?.id ?? "")
    .filter(
      (one) => one.ephemeralFor === null && (buttonOf(one, "More") || buttonOf(one, "Right")),
    );
  const oldest = open.find((one) => buttonOf(one, "Send"));
  if (open.length < MOST_CARDS || !oldest) return;
  const customId = buttonOf(oldest, "Send").custom_id;
  // Somebody may have decided it this moment.
  await post("/api/discord/click", { as: idOf("tamsin"), messageId: oldest.id, customId }).catch(
    () => undefined,
  );
}

/** Staff decide about the newest card of a thread. @param {string} threadId @param {string[]} labels the first that it has is pressed */
async function decided(threadId, labels) {
  const found = await untilOnBoard(() =>
    labels.map((label) => ({ label, card: cardFor([threadId], label) })).find(({ card }) => card),
  );
  if (!found?.card) return;
  const { card, label } = found;
  const customId = buttonOf(card, label).custom_id;
  await post("/api/discord/click", { as: idOf("tamsin"), messageId: card.id, customId });
}

/** @param {string} label @param {string} [asker] */
function newestWith(label, asker) {
  const owner = asker && idOf(asker);
  return state
    .channels()
    .filter(({ type, staffOnly, thread }) => {
      return type === "thread" && !staffOnly && (!owner || thread?.ownerId === owner);
    })
    .flatMap(({ id }) => state.messages(id).filter((one) => one.ephemeralFor === null))
    .findLast((one) => buttonOf(one, label))?.id;
}

/**
 * What the bot says to somebody alone, with such a button; the command that brings it is sent if need be.
 * @param {string} name @param {string} label @param {string} command
 * @param {{ options?: Record<string, string>, first?: () => Promise<unknown> }} [how] `first` makes what the command needs
 * @returns {Promise<string | undefined>} its id
 */
export async function toldAlone(name, label, command, { options = {}, first } = {}) {
  const as = idOf(name);
  const standing = () =>
    state
      .channels()
      .flatMap(({ id }) => state.messages(id, as))
      .findLast((one) => one.ephemeralFor === as && buttonOf(one, label));
  const found = standing();
  if (found) return found.id;
  await first?.();
  const channelId = state.channelNamed("general", "text")?.id ?? "";
  await post("/api/discord/command", { as, channelId, name: command, options, targetId: null });
  return (await until(standing))?.id;
}

/** Goes through /setup to its last page, what the bot would have done. @param {string} name @returns {Promise<string | undefined>} */
export async function lastPageOfSetup(name) {
  const as = idOf(name);
  const channelId = reviewChannel()?.id ?? "";
  const since = Date.now() - 1_000;
  await post("/api/discord/command", { as, channelId, name: "setup", options: {}, targetId: null });
  const walk = () =>
    state
      .messages(channelId, as)
      .findLast(
        (one) => one.ephemeralFor === as && one.createdAt >= since && buttonOf(one, "Next"),
      );
  const first = await until(walk);
  if (!first) return undefined;
  for (let page = 1; page < PAGES_OF_SETUP; page += 1) {
    const before = JSON.stringify(state.message(first.id)?.components);
    const next = buttonOf(state.message(first.id), "Next");
    if (!next) break;
    await post("/api/discord/click", { as, messageId: first.id, customId: next.custom_id });
    await until(() => JSON.stringify(state.message(first.id)?.components) !== before);
  }
  return first.id;
}

const PAGES_OF_SETUP = 7;

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
