import { Client, GatewayIntentBits, Options, Partials, type REST } from "discord.js";

/** What the bot listens to; Message Content is privileged and must be switched on by the owner. */
export const INTENTS = [
  GatewayIntentBits.Guilds,
  GatewayIntentBits.GuildMessages,
  GatewayIntentBits.GuildMessageReactions,
  GatewayIntentBits.MessageContent,
] as const;

/** A gateway client that remembers little: the store does that. */
export function createClient(rest: REST): Client {
  const client: Client = new Client({
    intents: [...INTENTS],
    // Reactions, edits and deletions of messages that are not remembered.
    partials: [Partials.Message, Partials.Channel, Partials.Reaction, Partials.User],
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
    sweepers: { threads: { interval: 600, lifetime: 3_600 } },
    allowedMentions: { parse: [], repliedUser: false },
  });
  // One way to Discord a process: rate limits known once, and no write ever repeated by itself.
  client.rest.clearHashSweeper();
  client.rest.clearHandlerSweeper();
  client.rest = rest;
  return client;
}
