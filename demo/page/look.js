// @ts-check
/** What scenarios look for in both worlds. */
import { sameLabel } from "./discord-components.js";
import { byId, state } from "./state.js";

/** @param {any[]} list @returns {any[]} components with those inside them */
function within(list) {
  return list.flatMap((one) => [
    one,
    ...within(one.components ?? []),
    ...(one.accessory ? [one.accessory] : []),
  ]);
}

/** @param {any} message @returns {any[]} */
function buttonsOf(message) {
  return within(message.components).filter((one) => one.type === 2);
}

/** @param {any} message @param {string} label */
export function buttonOf(message, label) {
  return buttonsOf(message).find((one) => !one.disabled && sameLabel(label, one.label ?? ""));
}

/** @param {string} threadId what the bot said there since then */
export function saidIn(threadId, since = 0) {
  const bot = state.guild().botId;
  return state
    .messages(threadId)
    .filter((one) => one.authorId === bot && one.ephemeralFor === null && one.createdAt >= since);
}

/** The message in the thread that carries such a button. @param {string} threadId @param {string} label */
export function askedIn(threadId, label) {
  return saidIn(threadId).findLast((one) => buttonOf(one, label));
}

/** Whether the bot put its mark on a post. @param {string} threadId */
export function isMarked(threadId) {
  const starter = state.message(threadId) ?? state.messages(threadId)[0];
  return (
    starter?.reactions.some(({ byBot }) => byBot) ||
    (state.channel(threadId)?.thread?.tagIds.length ?? 0) > 0
  );
}

export function reviewChannel() {
  return state.channels().find((one) => one.staffOnly && one.name.includes("review"));
}

/** The newest card about one of the threads; with a label, only while that button can be pressed. @param {string[]} threadIds @param {string} [label] */
export function cardFor(threadIds, label) {
  const review = reviewChannel();
  if (!review) return undefined;
  const cards = state
    .messages(review.id)
    .filter((one) => label === undefined || buttonOf(one, label))
    .toSorted((a, b) => byId(a.id, b.id));
  const named = cards.filter((one) =>
    threadIds.some((id) => JSON.stringify([one.embeds, one.components, one.content]).includes(id)),
  );
  return named.at(-1) ?? (label && sharedCard(threadIds, label, cards));
}

/**
 * The card of whoever asked the same before, which names the first and only counts the others: a
 * step may be begun twice, after a reload or in two tabs.
 * @param {string[]} threadIds @param {string} label @param {any[]} cards
 */
function sharedCard(threadIds, label, cards) {
  const opened = threadIds.map((id) => state.channel(id)?.thread?.createdAt ?? 0);
  const [first] = opened.toSorted((a, b) => a - b);
  if (label !== "Send" || !first) return undefined;
  return cards.findLast((one) => isShared(one) && (one.editedAt ?? 0) >= first);
}

/** Whether a card is about several tickets: "SB-21 +2". @param {any} card */
function isShared(card) {
  return /SB-\d+\W+\+\d+/.test(JSON.stringify(card.embeds));
}

/** How many reporters a card counts. @param {any} card */
export function reportersOn(card) {
  return Number(/(\d+) reporters/.exec(JSON.stringify(card?.embeds ?? []))?.[1] ?? 1);
}

/** @param {string} userName what the bot told this person alone */
export function toldPrivately(userName, since = 0) {
  const user = state.userNamed(userName);
  const dm = user && state.dm(user.id);
  return dm ? state.messages(dm.id, user.id).find((one) => one.createdAt >= since) : undefined;
}

/** Issues that came after those. @param {ReadonlySet<string>} known */
export function newIssue(known) {
  return state.allIssues().find(({ repository, number }) => !known.has(`${repository}#${number}`));
}

export function knownIssues() {
  return new Set(state.allIssues().map(({ repository, number }) => `${repository}#${number}`));
}
