import { z } from "zod";
import { type BundledMessage, bundleMessages } from "./bundle-messages.ts";
import { type ImportedRow, leftOut, unreadable } from "./imported-post.ts";
import { faultOf, Moment, Text } from "./row-fields.ts";

const Export = z.object({
  guild: z.object({ id: Text, name: z.string().optional() }),
  channel: z.object({
    id: Text,
    name: z.string(),
    type: Text.default("GuildTextChat"),
    category: z.string().nullish(),
  }),
  messages: z.array(z.unknown()),
});

const Message = z.object({
  id: Text,
  type: Text.default("Default"),
  timestamp: Moment,
  content: z.string(),
  author: z.object({
    id: Text,
    name: z.string(),
    nickname: z.string().nullish(),
    isBot: z.boolean().default(false),
    roles: z.array(z.object({ name: z.string() })).default([]),
  }),
  attachments: z
    .array(z.object({ fileName: z.string(), fileSizeBytes: z.number().default(0) }))
    .default([]),
  reference: z.object({ messageId: Text.nullish() }).nullish(),
});
type Message = z.infer<typeof Message>;

/** What people write; everything else is a join, a pin, a boost and the like. */
const WRITTEN = ["Default", "Reply", "0", "19"];
/** The first message of a thread that hangs on a message of the channel above. */
const STARTER = ["ThreadStarterMessage", "21"];
/** An export names roles but not what they may do; these names are taken for the team. */
const STAFF_ROLE =
  /^(?:admin(?:istrator)?|staff|team|mod(?:erator)?|devrel|maintainer|employee)s?$/i;

export function isDiscordExport(value: unknown): boolean {
  return typeof value === "object" && value !== null && "messages" in value && "channel" in value;
}

/**
 * A channel or thread as DiscordChatExporter writes it. In a thread the opener's messages up to the
 * first answer are the ask; in a channel the messages that one person wrote in a row are.
 */
export function* readDiscordExport(value: unknown, where: string): Generator<ImportedRow> {
  const parsed = Export.safeParse(value);
  if (!parsed.success) return yield unreadable(where, faultOf(parsed.error));
  const { guild, channel } = parsed.data;
  const thread = channel.type.endsWith("Thread");
  const written: BundledMessage[] = [];
  let underAMessage = false;
  for (const [index, one] of parsed.data.messages.entries()) {
    const at = `${where} messages[${index}]`;
    const message = Message.safeParse(one);
    if (!message.success) {
      yield unreadable(at, faultOf(message.error));
    } else {
      underAMessage ||= thread && STARTER.includes(message.data.type);
      const reason = reasonToSkip(message.data);
      if (reason === null) written.push(toBundled(message.data, at));
      else yield leftOut(at, reason);
    }
  }
  if (underAMessage) {
    for (const message of written) yield leftOut(message.where, "said under somebody's message");
    return;
  }
  yield* bundleMessages(written, {
    thread,
    title: thread ? channel.name : "",
    channel: thread ? (channel.category ?? null) : channel.name,
    urlOf: (id) => `https://discord.com/channels/${guild.id}/${channel.id}/${id}`,
  });
}

function reasonToSkip(message: Message): string | null {
  if (message.author.isBot) return "written by a bot";
  if (!WRITTEN.includes(message.type)) return "a system message";
  return message.content.trim() === "" && message.attachments.length === 0 ? "empty" : null;
}

function toBundled(message: Message, where: string): BundledMessage {
  const { author, attachments } = message;
  return {
    where,
    id: message.id,
    text: message.content,
    author: { id: author.id, name: author.nickname || author.name },
    staff: author.roles.some((role) => STAFF_ROLE.test(role.name.trim())),
    at: message.timestamp,
    answers:
      message.type === "Reply" || message.type === "19" ? message.reference?.messageId : null,
    attachments: attachments.map(({ fileName, fileSizeBytes }) => ({
      name: fileName,
      size: fileSizeBytes,
    })),
  };
}
