import { ChannelType, type REST, Routes } from "discord.js";
import { z } from "zod";
import { UserError } from "../../triage/model/errors.ts";
import { staffTexts } from "../words/staff-texts.ts";
import {
  missingAmong,
  NEEDED_IN,
  type Permission,
  permissionsIn,
  TO_DELETE,
} from "./permissions.ts";

const Named = z.object({ id: z.string(), name: z.string() });
export const Channel = Named.extend({
  type: z.number(),
  available_tags: z.array(z.object({ name: z.string() })).default([]),
  permission_overwrites: z
    .array(z.object({ id: z.string(), allow: z.string(), deny: z.string() }))
    .default([]),
});
export const Role = Named.extend({ permissions: z.string(), managed: z.boolean().default(false) });
const Member = z.object({
  roles: z.array(z.string()),
  communication_disabled_until: z.string().nullish(),
});
const Me = z.object({ id: z.string() });

/** The server as the config speaks of it: by names, where Discord wants ids. */
export type Server = {
  readonly id: string;
  readonly name: string;
  /** By name (with or without "#") or id; null when there is none, or more than one. */
  findPlace(nameOrId: string): string | null;
  findRole(nameOrId: string): string | null;
  isForum(placeId: string): boolean;
  /** Names of a forum's tags. */
  tagsOf(placeId: string): readonly string[];
  /** Names of its channels, and of the roles that can be given to people. */
  readonly places: readonly { readonly name: string; readonly forum: boolean }[];
  readonly roles: readonly string[];
  /** Whether whoever joins the server sees the channel, as it was when the server was read. */
  isOpenToAll(placeId: string): boolean;
  /** Until when moderators have put the bot in a timeout, in which it only reads; null if they have not. */
  readonly timedOutUntil: string | null;
  /** The permissions that the bot lacks in a channel; null when it is gone, or hidden. */
  lacking(
    placeId: string,
    as: "watched" | "review",
    /** Whether messages that show a credential are to be deleted there. */
    deletes?: boolean,
  ): readonly Permission[] | null;
};

/** Reads the server, its channels and roles once; refuses when the bot is not in it. */
export async function readServer(
  rest: REST,
  nameOrId: string,
  now: () => number = Date.now,
): Promise<Server> {
  const guilds = z.array(Named).parse(await rest.get(Routes.userGuilds()));
  const guild = only(guilds, nameOrId);
  if (!guild) throw new UserError(staffTexts.start.notInvited(nameOrId));
  const me = Me.parse(await rest.get(Routes.user()));
  const serverId = guild.id;
  const [channels, roles, own] = await Promise.all([
    rest.get(Routes.guildChannels(guild.id)).then((answer) => z.array(Channel).parse(answer)),
    rest.get(Routes.guildRoles(guild.id)).then((answer) => z.array(Role).parse(answer)),
    rest.get(Routes.guildMember(guild.id, me.id)).then((answer) => Member.parse(answer)),
  ]);
  const until = own.communication_disabled_until ?? null;
  const timedOutUntil = until !== null && Date.parse(until) > now() ? until : null;
  const places = channels.filter(({ type }) => type !== ChannelType.GuildCategory);

  function lacking(
    id: string,
    as: "watched" | "review",
    deletes = false,
  ): readonly Permission[] | null {
    const channel = places.find((one) => one.id === id);
    if (!channel) return null;
    const member = { id: me.id, roles: own.roles, isTimedOut: timedOutUntil !== null };
    const held = permissionsIn(serverId, member, roles, channel.permission_overwrites);
    const watched = isForum(channel) ? NEEDED_IN.forum : NEEDED_IN.text;
    const needed: readonly Permission[] = as === "review" ? NEEDED_IN.review : watched;
    return missingAmong(held, deletes ? [...needed, TO_DELETE] : needed);
  }

  return {
    ...guild,
    timedOutUntil,
    findPlace: (name) => only(places, name)?.id ?? null,
    findRole: (name) => only(roles, name)?.id ?? null,
    places: places
      .filter(({ type }) => isForum({ type }) || type === ChannelType.GuildText)
      .map(({ name, type }) => ({ name, forum: isForum({ type }) })),
    // The role with the server's own id is everybody's; a bot's own carries its name.
    roles: roles.filter(({ id, managed }) => id !== guild.id && !managed).map(({ name }) => name),
    tagsOf: (id) =>
      (places.find((one) => one.id === id)?.available_tags ?? []).map(({ name }) => name),
    isForum: (id) => isForum(places.find((one) => one.id === id)),
    isOpenToAll(id) {
      const place = places.find((one) => one.id === id);
      // Of one that came later nothing is known, and doubt takes the stricter.
      return place ? seenByAll(guild.id, roles)(place) : false;
    },
    lacking,
  };
}

/** Whether somebody without any role sees a channel. */
export function seenByAll(serverId: string, roles: readonly z.infer<typeof Role>[]) {
  return ({ permission_overwrites: overwrites }: z.infer<typeof Channel>): boolean => {
    const anybody = permissionsIn(serverId, { id: "", roles: [] }, roles, overwrites);
    return missingAmong(anybody, ["ViewChannel"]).length === 0;
  };
}

/** Names of the servers that the bot is in. */
export async function listServers(rest: REST): Promise<string[]> {
  const guilds = z.array(Named).parse(await rest.get(Routes.userGuilds()));
  return guilds.map(({ name }) => name);
}

function isForum(channel: { readonly type: number } | undefined): boolean {
  return channel?.type === ChannelType.GuildForum || channel?.type === ChannelType.GuildMedia;
}

/** The one that is meant; none when two share the name, since guessing could go wrong in public. */
function only<T extends z.infer<typeof Named>>(all: readonly T[], nameOrId: string): T | null {
  const byId = all.find(({ id }) => id === nameOrId);
  if (byId) return byId;
  const wanted = nameOrId.replace(/^[#@]/, "").toLowerCase();
  const [first, ...others] = all.filter(({ name }) => name.toLowerCase() === wanted);
  return first && others.length === 0 ? first : null;
}
