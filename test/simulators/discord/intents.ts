export const INTENT = {
  guilds: 1 << 0,
  guildMembers: 1 << 1,
  guildPresences: 1 << 8,
  guildMessages: 1 << 9,
  guildMessageReactions: 1 << 10,
  directMessages: 1 << 12,
  directMessageReactions: 1 << 13,
  messageContent: 1 << 15,
} as const;

const HIGHEST = 1 << 25;

export function areValidIntents(intents: unknown): intents is number {
  return (
    typeof intents === "number" &&
    Number.isInteger(intents) &&
    intents >= 0 &&
    intents < HIGHEST * 2
  );
}

/** Flags of the application that tell which privileged intents the portal has switched on. */
export const APPLICATION_FLAG = {
  guildMembersLimited: 1 << 15,
  messageContentLimited: 1 << 19,
} as const;
