import {
  type AnyThreadChannel,
  Client,
  type GatewayIntentBits,
  Options,
  Partials,
  type REST,
} from "discord.js";
import { compareSnowflakes } from "./snowflake.ts";

/** What the bot listens to, and what for; nothing more is asked. */
export const INTENTS = {
  Guilds: "to know channels, threads and roles, and to hear that one was renamed or deleted",
  GuildMessages: "to hear of new, edited and deleted messages in the channels that it watches",
  GuildMessageReactions: "to hear of the reactions by which staff send a message in",
  MessageContent:
    "to read what is asked; privileged: without it messages come empty, so the bot refuses to start",
} as const satisfies Partial<Record<keyof typeof GatewayIntentBits, string>>;

/** How many threads stay remembered; a forgotten one is read again when something happens in it. */
export type ClientMemory = { readonly threads: number; readonly sweepSeconds: number };

const SMALL: ClientMemory = { threads: 500, sweepSeconds: 15 };

/** A gateway client that remembers little: the store does that. */
export function createClient(rest: REST, memory: ClientMemory = SMALL): Client {
  const client: Client = new Client({
    intents: Object.keys(INTENTS) as (keyof typeof INTENTS)[],
    // As many as the gateway asks for: all in this process, each hearing of its own servers.
    shards: "auto",
    // Reactions, edits and deletions of messages that are not remembered.
    partials: [Partials.Message, Partials.Reaction, Partials.User],
    makeCache: Options.cacheWithLimits({
      ...Options.DefaultMakeCacheSettings,
      MessageManager: 0,
      ReactionManager: 0,
      ThreadMemberManager: { maxSize: 0, keepOverLimit: ({ id }) => id === client.user?.id },
      GuildMemberManager: {
        maxSize: 500,
        keepOverLimit: (member) => member.id === client.user?.id,
      },
      UserManager: { maxSize: 500, keepOverLimit: (user) => user.id === client.user?.id },
    }),
    sweepers: {
      threads: { interval: memory.sweepSeconds, filter: () => oldThreads(client, memory.threads) },
    },
    allowedMentions: { parse: [], repliedUser: false },
  });
  // One way to Discord a process: rate limits known once, and no write ever repeated by itself.
  client.rest.clearHashSweeper();
  client.rest.clearHandlerSweeper();
  client.rest = rest;
  return client;
}

/**
 * Lets go of threads at once instead of at the next sweep: whoever reads one after the other, or
 * lists them all, would have the client remember thousands until then.
 */
export function forgetThreads(client: Client, memory: ClientMemory = SMALL): void {
  const isOld = oldThreads(client, memory.threads);
  if (isOld) client.sweepers.sweepThreads(isOld);
}

/** All but the threads that were written in last. */
function oldThreads(
  { channels }: Client,
  keep: number,
): ((thread: AnyThreadChannel) => boolean) | null {
  const threads = channels.cache.filter((channel) => channel.isThread());
  if (threads.size <= keep) return null;
  const newest = [...threads.values()]
    .toSorted((a, b) => compareSnowflakes(b.lastMessageId ?? b.id, a.lastMessageId ?? a.id))
    .slice(0, keep);
  const kept = new Set(newest.map(({ id }) => id));
  return ({ id }) => !kept.has(id);
}
