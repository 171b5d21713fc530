import { type ImportedPost, type ImportedRow, leftOut } from "./imported-post.ts";

/** A chat message that somebody wrote. */
export type BundledMessage = {
  readonly where: string;
  readonly id: string;
  readonly text: string;
  readonly author: { readonly id: string; readonly name: string };
  readonly staff: boolean;
  readonly at: number | null;
  /** The message that it replies to: its id; undefined when it is gone; null when it is no reply. */
  readonly answers: string | null | undefined;
  readonly attachments: ImportedPost["attachments"];
};

type Conversation = {
  /** Whether the messages are one thread rather than a channel's stream. */
  readonly thread: boolean;
  readonly title: string;
  readonly channel: string | null;
  urlOf(messageId: string): string;
};

/** Messages in a row that are further apart than this are two asks. */
const LONGEST_PAUSE_MS = 5 * 60_000;

/** Bundles the messages that one person wrote in a row; answers to others are left out. */
export function* bundleMessages(
  messages: readonly BundledMessage[],
  conversation: Conversation,
): Generator<ImportedRow> {
  const byId = new Map(messages.map((message) => [message.id, message]));
  const answerers = whoAnswered(messages, byId);
  const opener = messages[0]?.author.id;
  let bundle: BundledMessage[] = [];
  let answered = false;
  for (const message of messages) {
    const last = bundle.at(-1);
    const joins = last !== undefined && continues(last, message, conversation.thread);
    if (!joins && bundle.length > 0) {
      yield* toRow(bundle, conversation, answerers, messages);
      bundle = [];
    }
    answered ||= conversation.thread && message.author.id !== opener;
    const reason = reasonToLeaveOut(message, byId, answered, opener);
    if (reason === null) bundle.push(message);
    else yield leftOut(message.where, reason);
  }
  if (bundle.length > 0) yield* toRow(bundle, conversation, answerers, messages);
}

function continues(last: BundledMessage, next: BundledMessage, thread: boolean): boolean {
  if (last.author.id !== next.author.id) return false;
  return thread || last.at === null || next.at === null || next.at - last.at <= LONGEST_PAUSE_MS;
}

function reasonToLeaveOut(
  message: BundledMessage,
  byId: ReadonlyMap<string, BundledMessage>,
  answered: boolean,
  opener: string | undefined,
): string | null {
  if (answered) {
    return message.author.id === opener
      ? "a follow-up in a conversation"
      : "a person's answer in a conversation";
  }
  if (message.answers === null) return null;
  const answersOwn =
    message.answers !== undefined && byId.get(message.answers)?.author.id === message.author.id;
  return answersOwn ? null : "a reply to somebody";
}

type Answerers = ReadonlyMap<string, "staff" | "somebody">;

/** By message id, who replied to it. */
function whoAnswered(
  messages: readonly BundledMessage[],
  byId: ReadonlyMap<string, BundledMessage>,
): Answerers {
  const found = new Map<string, "staff" | "somebody">();
  for (const { answers, author, staff } of messages) {
    const asked = answers ? byId.get(answers) : undefined;
    if (!asked || asked.author.id === author.id) continue;
    found.set(asked.id, staff || found.get(asked.id) === "staff" ? "staff" : "somebody");
  }
  return found;
}

function* toRow(
  bundle: readonly BundledMessage[],
  conversation: Conversation,
  answerers: Answerers,
  messages: readonly BundledMessage[],
): Generator<ImportedRow> {
  const [first] = bundle;
  if (!first) return;
  if (first.staff) {
    for (const message of bundle) yield leftOut(message.where, "written by staff");
    return;
  }
  const parts = bundle.map((message) => message.text);
  yield {
    type: "post",
    format: "discord",
    where: first.where,
    id: first.id,
    title: conversation.title,
    text: parts.filter((part) => part !== "").join("\n"),
    parts,
    author: first.author,
    channel: conversation.channel,
    postedAt: first.at,
    url: conversation.urlOf(first.id),
    tags: [],
    attachments: bundle.flatMap((message) => message.attachments),
    answeredBy: conversation.thread ? inThread(messages, first) : byReply(bundle, answerers),
  };
}

function inThread(messages: readonly BundledMessage[], first: BundledMessage) {
  const others = messages.filter((message) => message.author.id !== first.author.id);
  if (others.length === 0) return "nobody";
  return others.some((message) => message.staff) ? "staff" : "somebody";
}

/** In a channel an answer need not be a reply, so without one nothing is known. */
function byReply(bundle: readonly BundledMessage[], answerers: Answerers) {
  const found = bundle.flatMap((message) => answerers.get(message.id) ?? []);
  return found.includes("staff") ? "staff" : (found[0] ?? null);
}
