import { anyChannelPayload } from "./channel-payloads.ts";
import { commandPayload, guildPayload, memberPayload } from "./guild-payloads.ts";
import { messagePayload } from "./message-payloads.ts";
import type { Json, SimMessage } from "./state.ts";
import type { World } from "./world.ts";

/** Everything there is, as plain JSON in Discord's own shapes, for a page to draw. */
export type Snapshot = {
  readonly now: number;
  readonly guild: Json;
  readonly members: readonly Json[];
  readonly channels: readonly Json[];
  readonly threads: readonly Json[];
  readonly directMessageChannels: readonly Json[];
  readonly commands: readonly Json[];
  /** Messages by channel, oldest first. */
  readonly messages: Readonly<Record<string, readonly Json[]>>;
  /** What only one person sees, by that person. */
  readonly ephemerals: Readonly<Record<string, readonly Json[]>>;
};

export function takeSnapshot(world: World): Snapshot {
  const { state } = world;
  const channels = [...state.channels.values()];
  const show = (channel: (typeof channels)[number]) => anyChannelPayload(world, channel);
  return {
    now: world.clock.now(),
    guild: guildPayload(world),
    members: [...state.members.values()].map(memberPayload),
    channels: channels.filter((one) => !one.thread && one.recipientId === null).map(show),
    threads: channels.filter(({ thread }) => thread).map(show),
    directMessageChannels: channels.filter((one) => one.recipientId !== null).map(show),
    commands: [...state.commands.values()].map((command) => commandPayload(world, command)),
    messages: Object.fromEntries(channels.map(({ id }) => [id, messagesIn(world, id)])),
    ephemerals: ephemeralsByPerson(world),
  };
}

/** A channel's messages, oldest first. */
export function messagesIn(world: World, channelId: string): Json[] {
  const channel = world.state.channels.get(channelId);
  return (channel?.messageIds ?? [])
    .flatMap((id) => world.state.messages.get(id) ?? [])
    .map((message) => messagePayload(world, message));
}

function ephemeralsByPerson(world: World): Record<string, Json[]> {
  const byPerson: Record<string, Json[]> = {};
  const own = [...world.state.messages.values()].filter(
    (message): message is SimMessage & { ephemeralFor: string } => message.ephemeralFor !== null,
  );
  for (const message of own) {
    const list = byPerson[message.ephemeralFor] ?? [];
    byPerson[message.ephemeralFor] = list;
    list.push(messagePayload(world, message));
  }
  return byPerson;
}
