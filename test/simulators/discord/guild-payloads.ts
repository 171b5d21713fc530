import { channelPayload, threadPayload } from "./channel-payloads.ts";
import { has, permissionsIn } from "./permissions.ts";
import type { Json, SimChannel, SimCommand, SimMember, SimRole } from "./state.ts";
import { userPayload } from "./user-payload.ts";
import type { World } from "./world.ts";

export function memberPayload(member: SimMember): Json {
  return {
    avatar: null,
    banner: null,
    communication_disabled_until: member.timedOutUntil
      ? new Date(member.timedOutUntil).toISOString()
      : null,
    flags: 0,
    joined_at: new Date(member.joinedAt).toISOString(),
    nick: member.nick,
    pending: false,
    premium_since: null,
    roles: [...member.roles],
    user: userPayload(member.user),
    mute: false,
    deaf: false,
  };
}

/** As a member stands inside a message: without the user, who is there already. */
export function bareMemberPayload(member: SimMember): Json {
  const { user: _user, ...rest } = memberPayload(member);
  return rest;
}

export function rolePayload(role: SimRole, botId: string): Json {
  return {
    id: role.id,
    name: role.name,
    permissions: role.permissions.toString(),
    position: role.position,
    color: role.color,
    colors: { primary_color: role.color, secondary_color: null, tertiary_color: null },
    hoist: false,
    managed: role.managed,
    mentionable: !role.managed,
    icon: null,
    unicode_emoji: null,
    flags: 0,
    ...(role.managed ? { tags: { bot_id: botId } } : {}),
  };
}

export function guildPayload({ state }: World): Json {
  return {
    id: state.guild.id,
    name: state.guild.name,
    icon: null,
    description: null,
    home_header: null,
    splash: null,
    discovery_splash: null,
    features: ["COMMUNITY"],
    banner: null,
    owner_id: state.guild.ownerId,
    application_id: null,
    region: "deprecated",
    afk_channel_id: null,
    afk_timeout: 300,
    system_channel_id: null,
    system_channel_flags: 0,
    widget_enabled: false,
    widget_channel_id: null,
    verification_level: 1,
    roles: [...state.roles.values()].map((role) => rolePayload(role, state.bot.id)),
    default_message_notifications: 1,
    mfa_level: 0,
    explicit_content_filter: 2,
    max_presences: null,
    max_members: 500_000,
    max_stage_video_channel_users: 50,
    max_video_channel_users: 25,
    vanity_url_code: null,
    premium_tier: 0,
    premium_subscription_count: 0,
    preferred_locale: "en-US",
    rules_channel_id: null,
    safety_alerts_channel_id: null,
    public_updates_channel_id: null,
    premium_progress_bar_enabled: false,
    nsfw: false,
    nsfw_level: 0,
    emojis: [],
    stickers: [],
    incidents_data: null,
  };
}

/**
 * The GUILD_CREATE that follows READY. A bot is told of every channel, also of those that it may
 * not view, but only of threads that it may.
 */
export function guildCreatePayload(world: World): Json {
  const { state } = world;
  const bot = state.members.get(state.bot.id);
  const sees = (channel: SimChannel) =>
    bot && has(permissionsIn(state, bot, channel), "viewChannel");
  const all = [...state.channels.values()].filter(({ recipientId }) => recipientId === null);
  return {
    ...guildPayload(world),
    joined_at: new Date(bot?.joinedAt ?? 0).toISOString(),
    large: state.members.size > 50,
    unavailable: false,
    member_count: state.members.size,
    voice_states: [],
    members: bot ? [memberPayload(bot)] : [],
    channels: all.filter(({ thread }) => !thread).map((channel) => channelPayload(world, channel)),
    threads: [...state.activeThreads]
      .flatMap((id) => state.channels.get(id) ?? [])
      .filter(sees)
      .map((channel) => threadPayload(world, channel)),
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

export function commandPayload({ state }: World, command: SimCommand): Json {
  return {
    id: command.id,
    application_id: state.application.id,
    ...(command.guildId === null ? {} : { guild_id: command.guildId }),
    version: command.version,
    default_member_permissions: command.defaultMemberPermissions,
    type: command.type,
    name: command.name,
    name_localizations: null,
    description: command.description,
    description_localizations: null,
    nsfw: command.nsfw,
    ...(command.options.length > 0 ? { options: command.options } : {}),
  };
}
