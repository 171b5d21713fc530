import { type Client, Events, type REST, Routes } from "discord.js";
import { z } from "zod";
import { type Clock, SECOND } from "../../triage/model/clock.ts";
import { callDiscord } from "./port-error.ts";
import { Channel, Role, seenByAll } from "./server.ts";

/** How long a change may go unseen where no gateway tells of it: in worker processes. */
const STALE_MS = 10 * SECOND;

export type OpenPlaces = {
  /**
   * Whether whoever joins the server sees the channel, as it is now. Of one that is not there, or
   * that the bot cannot see, it is false. Throws PortError.
   */
  isOpenToAll(placeId: string): Promise<boolean>;
  /** Something was changed: what is remembered is void. */
  forget(): void;
};

/** Reads which channels are open to all, and remembers it for a few seconds. */
export function createOpenPlaces(
  rest: REST,
  serverId: string,
  clock: Pick<Clock, "now">,
): OpenPlaces {
  let kept: { readonly at: number; readonly open: Promise<ReadonlySet<string>> } | undefined;

  async function read(): Promise<ReadonlySet<string>> {
    const [channels, roles] = await callDiscord("openPlaces", () =>
      Promise.all([
        rest.get(Routes.guildChannels(serverId)),
        rest.get(Routes.guildRoles(serverId)),
      ]),
    );
    const known = z.array(Role).parse(roles);
    const open = z.array(Channel).parse(channels).filter(seenByAll(serverId, known));
    return new Set(open.map(({ id }) => id));
  }

  function now(): Promise<ReadonlySet<string>> {
    const at = clock.now();
    if (kept && Math.abs(at - kept.at) < STALE_MS) return kept.open;
    const mine = { at, open: read() };
    kept = mine;
    // A failure is not remembered.
    mine.open.catch(() => {
      if (kept === mine) kept = undefined;
    });
    return mine.open;
  }

  return {
    isOpenToAll: async (placeId) => (await now()).has(placeId),
    forget() {
      kept = undefined;
    },
  };
}

/** Calls back whenever something is changed that decides who sees which channel. */
export function onPermissionsChanged(client: Client, serverId: string, changed: () => void): void {
  const of = (guildId: string) => {
    if (guildId === serverId) changed();
  };
  client.on(Events.ChannelCreate, ({ guildId }) => of(guildId));
  client.on(Events.ChannelUpdate, (_, channel) => {
    if (!channel.isDMBased()) of(channel.guildId);
  });
  client.on(Events.GuildRoleCreate, ({ guild }) => of(guild.id));
  client.on(Events.GuildRoleUpdate, (_, { guild }) => of(guild.id));
  client.on(Events.GuildRoleDelete, ({ guild }) => of(guild.id));
  // Nothing was heard while nobody was connected.
  client.on(Events.ShardReady, changed);
  client.on(Events.GuildAvailable, ({ id }) => of(id));
}
