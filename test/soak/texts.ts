/** What people of the sample community write: enough of it that no two posts need be alike. */

export type Written = { readonly title: string; readonly text: string };

type Random = () => number;

const PARTS = [
  "the TypeScript SDK",
  "the Python SDK",
  "wren batch",
  "wren eval",
  "the file upload",
  "streaming",
  "structured outputs",
  "zodFormat",
  "pydantic_format",
  "webhook signatures",
  "webhook deliveries",
  "the batch API",
  "prompt caching",
  "tool calls",
  "embeddings",
  "the console",
  "key rotation",
  "project scopes",
  "rate limit headers",
  "the retry helper",
  "the Node client",
  "the async client",
  "wren login",
  "the proxy setting",
  "the eval report",
  "output files",
  "the usage numbers",
] as const;
const TROUBLES = [
  "hangs at 99 percent",
  "throws a TypeError",
  "returns an empty string",
  "drops the last chunk",
  "fails with status 500",
  "times out after a minute",
  "loses the order of the lines",
  "ignores the timeout",
  "answers twice",
  "reports the wrong count",
  "crashes on start",
  "does not retry",
  "leaks memory",
  "cannot be cancelled",
  "refuses a valid schema",
  "mixes up two files",
  "writes a broken JSONL line",
  "keeps the connection open",
] as const;
const WHEN = [
  "when the file is over 1 GB",
  "behind our proxy",
  "on Node 22",
  "with Python 3.12",
  "in a worker",
  "after an hour",
  "on the second call",
  "only in production",
  "with 40 requests at once",
  "when the prompt is empty",
  "since the last release",
  "on Windows",
  "inside Docker",
  "with a service key",
  "in the eu region",
  "when a tool is called",
  "on every Monday morning",
] as const;
const QUESTIONS = [
  "How do I use",
  "Where is the documentation of",
  "Is there a limit for",
  "What is the default of",
  "Can I turn off",
  "How do I test",
  "What does it cost to use",
  "How do I migrate",
] as const;
const WISHES = [
  "It would help us to have",
  "Please add",
  "Could there be",
  "We would love",
] as const;
const ADDED = [
  "a progress event for",
  "a dry run for",
  "a limit per project on",
  "a better error message in",
  "an option to pause",
  "a way to label",
  "a callback after",
  "an export of",
] as const;
const ACCOUNT = [
  "My invoice for this month is wrong",
  "I cannot log in to my account any more",
  "We were charged twice",
  "Please raise my quota",
  "How do I change the owner of our organisation",
] as const;
const CHATTER = [
  "lol",
  "good morning everyone",
  "thanks, that was it",
  "same",
  "has anybody been to the meetup?",
  "nice release",
  "what a day",
  "brb",
  "who wants coffee",
] as const;
const ANSWERS = [
  "Set the timeout in the client's options.",
  "I had that too; updating helped.",
  "Look at the page about retries.",
  "Which version is that?",
  "You need a new key for that.",
] as const;
const MORE = [
  "It is the same with a new key.",
  "Here is what the log says: status 500 after the third chunk.",
  "I forgot to say: it worked last week.",
  "We are on the newest version.",
] as const;

function pick<T>(from: readonly T[], random: Random): T {
  return from[Math.floor(random() * from.length)] as T;
}

const version = (random: Random) =>
  `${1 + Math.floor(random() * 4)}.${Math.floor(random() * 20)}.${Math.floor(random() * 30)}`;

function aBug(random: Random): Written {
  const what = `${pick(PARTS, random)} ${pick(TROUBLES, random)} ${pick(WHEN, random)}`;
  const known = random() < 0.6 ? ` I use version ${version(random)}.` : "";
  const request = random() < 0.3 ? ` The request was req_${hex(random)}.` : "";
  return {
    title: `${what}`.slice(0, 100),
    text: `Since ${pick(["yesterday", "the update", "we moved"], random)} ${what}.${known}${request} I expected it to finish.`,
  };
}

function aQuestion(random: Random): Written {
  const what = `${pick(QUESTIONS, random)} ${pick(PARTS, random)} ${pick(WHEN, random)}?`;
  return { title: what.slice(0, 100), text: `${what} I read the quickstart and did not find it.` };
}

function aWish(random: Random): Written {
  const what = `${pick(WISHES, random)} ${pick(ADDED, random)} ${pick(PARTS, random)}`;
  return { title: what.slice(0, 100), text: `${what}. We do it by hand today.` };
}

function anAccountMatter(random: Random): Written {
  const what = pick(ACCOUNT, random);
  return { title: what, text: `${what}, and I need it today.` };
}

function smallTalk(random: Random): Written {
  const what = pick(CHATTER, random);
  return { title: what, text: what };
}

/** A post as somebody writes it, of all kinds. */
export function aPost(random: Random): Written {
  const kind = random();
  if (kind < 0.42) return aBug(random);
  if (kind < 0.75) return aQuestion(random);
  if (kind < 0.85) return aWish(random);
  if (kind < 0.92) return anAccountMatter(random);
  return smallTalk(random);
}

export const aReplyByOthers = (random: Random): string => pick(ANSWERS, random);
export const aFollowUp = (random: Random): string => pick(MORE, random);

/** A text of about so many characters, as of somebody who pastes everything. */
export function aLongText(length: number, random: Random): string {
  let text = aBug(random).text;
  while (text.length < length) text += `\n${aBug(random).text} ${pick(MORE, random)}`;
  return text.slice(0, length);
}

/** A secret-shaped text, put together here so that none stands in the repository. */
export function aKey(random: Random): string {
  return `sk-${"proj"}-${hex(random)}${hex(random)}${hex(random).toUpperCase()}`;
}

function hex(random: Random): string {
  return Array.from({ length: 16 }, () => Math.floor(random() * 16).toString(16)).join("");
}
