import { apiError } from "./api-error.ts";
import { has, type Permission, permissionsIn } from "./permissions.ts";
import type { SimChannel, SimMember, SimMessage } from "./state.ts";
import { settleThread } from "./threads.ts";
import type { World } from "./world.ts";

/** The bot as a member of the server. */
export function botMember({ state }: World): SimMember {
  const bot = state.members.get(state.bot.id);
  if (!bot) throw apiError("missingAccess");
  return bot;
}

/** A channel that the bot may see, with time done to it, or Discord's refusal. */
export function channelFor(
  world: World,
  id: string,
  needed: readonly Permission[] = [],
): SimChannel {
  const channel = world.state.channels.get(id);
  if (!channel) throw apiError("unknownChannel");
  settleThread(world, channel);
  if (channel.recipientId !== null) return channel;
  const sum = permissionsIn(world.state, botMember(world), channel);
  if (!has(sum, "viewChannel")) throw apiError("missingAccess");
  if (needed.some((name) => !has(sum, name))) throw apiError("missingPermissions");
  return channel;
}

export function messageIn(world: World, channel: SimChannel, id: string): SimMessage {
  const message = world.state.messages.get(id);
  const isHere = message?.channelId === channel.id && message.ephemeralFor === null;
  if (!message || !isHere) throw apiError("unknownMessage");
  return message;
}

export function botMay(world: World, channel: SimChannel, name: Permission): boolean {
  return (
    channel.recipientId !== null || has(permissionsIn(world.state, botMember(world), channel), name)
  );
}

/** Reading is all that an archived thread allows, besides sending, which wakes it. */
export function refuseArchived(channel: SimChannel): void {
  if (channel.thread?.archived) throw apiError("threadArchived");
}

/** Whether somebody may write into the channel now; Discord answers why not. */
export function refuseSending(channel: SimChannel, mayManageThreads: boolean): void {
  const { thread } = channel;
  if (!thread) return;
  if (thread.starterPending) throw apiError("notYetStarted");
  if (!thread.locked || mayManageThreads) return;
  throw apiError(thread.archived ? "threadArchived" : "threadLocked");
}
