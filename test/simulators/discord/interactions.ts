import { anyChannelPayload } from "./channel-payloads.ts";
import { memberPayload } from "./guild-payloads.ts";
import { ALL_PERMISSIONS, permissionsIn } from "./permissions.ts";
import type { Json, SimChannel, SimMember } from "./state.ts";
import { userPayload } from "./user-payload.ts";
import { sign, type World } from "./world.ts";

export const INTERACTION = { command: 2, component: 3, autocomplete: 4, modalSubmit: 5 } as const;

/** Something offered while a person types an option. */
export type Choice = { readonly name: string; readonly value: string | number };

/** A form that the bot opened for a person. */
export type OpenModal = {
  readonly interactionId: string;
  readonly customId: string;
  readonly title: string;
  readonly components: readonly Json[];
};

/** One interaction: what was asked, and what the bot has said to it so far. */
export type Interaction = {
  readonly id: string;
  readonly token: string;
  readonly type: number;
  /** The command's name or the component's custom id. */
  readonly what: string;
  readonly userId: string;
  readonly channelId: string;
  /** The message whose component was used, also when a modal came between. */
  readonly sourceMessageId: string | null;
  /** The interaction that opened the form which this one submits. */
  readonly openerId: string | null;
  readonly createdAt: number;
  response: { readonly type: number; readonly at: number } | null;
  /** What `@original` means: the reply, or after an update the source message. */
  originalId: string | null;
  /** Messages that answer it, in order, follow-ups included. */
  readonly replyIds: string[];
  sourceUpdates: number;
  modal: OpenModal | null;
  /** What was offered for an option that is being typed. */
  choices: readonly Choice[] | null;
  readonly watchers: Set<() => void>;
};

export type InteractionTable = {
  readonly byId: Map<string, Interaction>;
  readonly byToken: Map<string, Interaction>;
};

export const FIRST_RESPONSE_MS = 3_000;
export const TOKEN_MS = 15 * 60_000;

type NewInteraction = {
  readonly type: number;
  readonly userId: string;
  readonly channel: SimChannel;
  readonly data: Json;
  readonly sourceMessageId?: string | null;
  readonly openerId?: string;
  /** The source message as Discord shows it beside the interaction. */
  readonly message?: Json;
};

/** A person did something that the bot must answer; tells the bot. */
export function openInteraction(world: World, draft: NewInteraction): Interaction {
  const id = world.nextId();
  const interaction: Interaction = {
    id,
    token: Buffer.from(`interaction:${id}:${sign(id)}`).toString("base64url"),
    type: draft.type,
    what: String(draft.data["name"] ?? draft.data["custom_id"] ?? ""),
    userId: draft.userId,
    channelId: draft.channel.id,
    sourceMessageId: draft.sourceMessageId ?? null,
    openerId: draft.openerId ?? null,
    createdAt: world.clock.now(),
    response: null,
    originalId: null,
    replyIds: [],
    sourceUpdates: 0,
    modal: null,
    choices: null,
    watchers: new Set(),
  };
  world.interactions.byId.set(id, interaction);
  world.interactions.byToken.set(interaction.token, interaction);
  const data = interactionPayload(world, interaction, draft);
  world.bus.publish({ name: "INTERACTION_CREATE", data, intent: 0 });
  return interaction;
}

/** Wakes whoever waits for the outcome. */
export function noteProgress(interaction: Interaction): void {
  for (const wake of [...interaction.watchers]) wake();
}

function interactionPayload(world: World, interaction: Interaction, draft: NewInteraction): Json {
  const { state } = world;
  const { channel } = draft;
  const bot = state.members.get(state.bot.id);
  const inGuild = channel.recipientId === null;
  const appPermissions = inGuild && bot ? permissionsIn(state, bot, channel) : ALL_PERMISSIONS;
  return {
    id: interaction.id,
    application_id: state.application.id,
    type: interaction.type,
    token: interaction.token,
    version: 1,
    channel_id: channel.id,
    channel: anyChannelPayload(world, channel),
    ...whoAndWhere(world, draft, inGuild),
    app_permissions: appPermissions.toString(),
    locale: "en-US",
    entitlements: [],
    authorizing_integration_owners: { 0: inGuild ? state.guild.id : "0" },
    context: inGuild ? 0 : 1,
    attachment_size_limit: 10_485_760,
    data: draft.data,
    ...(draft.message ? { message: draft.message } : {}),
  };
}

function whoAndWhere(world: World, { userId, channel }: NewInteraction, inGuild: boolean): Json {
  const { state } = world;
  const user = state.users.get(userId);
  const member = state.members.get(userId);
  if (!inGuild || !member) return user ? { user: userPayload(user) } : {};
  return {
    guild_id: state.guild.id,
    guild: { id: state.guild.id, locale: "en-US", features: ["COMMUNITY"] },
    guild_locale: "en-US",
    member: memberWithPermissions(world, member, channel),
  };
}

export function memberWithPermissions(world: World, member: SimMember, channel: SimChannel): Json {
  const permissions = permissionsIn(world.state, member, channel).toString();
  return { ...memberPayload(member), permissions };
}
