import { type Client, Events, GatewayDispatchEvents } from "discord.js";
import { z } from "zod";

const Synced = z.object({ guild_id: z.string() });

export type AccessHandlers = {
  /** Who may see this channel may have changed. */
  readonly onChannel: (channelId: string, threadIds: readonly string[]) => void;
  /** What the bot's roles may see may have changed, in any channel. */
  readonly onServer: () => void;
};

/**
 * Hears of what may have given a channel back to the bot. Discord does not tell what was written in
 * it meanwhile, and goes on telling what is written then, as if nothing were missing.
 */
export function wireAccess(
  client: Client,
  serverId: string,
  { onChannel, onServer }: AccessHandlers,
): void {
  client.on(Events.ChannelUpdate, (_, channel) => {
    if (channel.isDMBased() || channel.guildId !== serverId) return;
    const threads = "threads" in channel ? [...channel.threads.cache.keys()] : [];
    onChannel(channel.id, threads);
  });
  client.on(Events.GuildRoleUpdate, (before, { guild, id, permissions }) => {
    const isOurs = guild.members.me?.roles.cache.has(id) ?? true;
    if (guild.id !== serverId || !isOurs || before.permissions.equals(permissions)) return;
    onServer();
  });
  client.on(Events.GuildMemberUpdate, (_, { guild, user }) => {
    if (guild.id === serverId && user.id === client.user?.id) onServer();
  });
  // Told with every channel that comes back, however it does; some have no threads to sync.
  client.ws.on(GatewayDispatchEvents.ThreadListSync, (data: unknown) => {
    if (Synced.safeParse(data).data?.guild_id === serverId) onServer();
  });
}
