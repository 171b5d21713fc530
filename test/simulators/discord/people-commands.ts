import { apiError } from "./api-error.ts";
import { anyChannelPayload } from "./channel-payloads.ts";
import { rolePayload } from "./guild-payloads.ts";
import { INTERACTION, type Interaction, openInteraction } from "./interactions.ts";
import { messageEventPayload } from "./message-payloads.ts";
import { permissionsIn } from "./permissions.ts";
import type { Json, SimChannel, SimCommand, SimMember, SimMessage } from "./state.ts";
import { userPayload } from "./user-payload.ts";
import type { World } from "./world.ts";

export type CommandOptions = Readonly<Record<string, string | number | boolean>>;

const TYPE = { chat: 1, message: 3 } as const;
const OPTION = { subcommand: 1, group: 2, integer: 4, boolean: 5, number: 10 } as const;

/** Types a slash command. */
export function runCommand(
  world: World,
  member: SimMember,
  path: string,
  options: CommandOptions,
  channelId: string,
): Interaction {
  const { channel, command, below } = typed(world, member, path, channelId);
  const data = {
    ...about(command),
    options: fill(command.options, below, (definitions) => chosen(definitions, options)),
    ...resolvedOf(world, options),
  };
  return openInteraction(world, {
    type: INTERACTION.command,
    userId: member.user.id,
    channel,
    data,
  });
}

/** Types into an option of a slash command; what else was filled in so far goes along. */
export function typeCommandOption(
  world: World,
  member: SimMember,
  path: string,
  options: CommandOptions,
  focused: string,
  channelId: string,
): Interaction {
  const { channel, command, below } = typed(world, member, path, channelId);
  const data = {
    ...about(command),
    options: fill(command.options, below, (definitions) => underWay(definitions, options, focused)),
  };
  return openInteraction(world, {
    type: INTERACTION.autocomplete,
    userId: member.user.id,
    channel,
    data,
  });
}

function typed(world: World, member: SimMember, path: string, channelId: string) {
  const channel = world.state.channels.get(channelId);
  if (!channel) throw apiError("unknownChannel");
  const [name = "", ...below] = path.replace(/^\//, "").split(" ");
  return { channel, command: available(world, member, channel, TYPE.chat, name), below };
}

/** Runs a command of a message's context menu. */
export function runMessageCommand(
  world: World,
  member: SimMember,
  name: string,
  message: SimMessage,
): Interaction {
  const channel = world.state.channels.get(message.channelId);
  if (!channel) throw apiError("unknownChannel");
  const command = available(world, member, channel, TYPE.message, name);
  const messages = { [message.id]: messageEventPayload(world, message) };
  return openInteraction(world, {
    type: INTERACTION.command,
    userId: member.user.id,
    channel,
    data: { ...about(command), target_id: message.id, resolved: { messages } },
  });
}

function about(command: SimCommand): Json {
  return {
    id: command.id,
    name: command.name,
    type: command.type,
    ...(command.guildId === null ? {} : { guild_id: command.guildId }),
  };
}

// The client lists only what a member may use; the server's own commands come first.
function available(
  world: World,
  member: SimMember,
  channel: SimChannel,
  type: number,
  name: string,
): SimCommand {
  const named = [...world.state.commands.values()].filter(
    (command) => command.type === type && command.name === name,
  );
  const command = named.find(({ guildId }) => guildId !== null) ?? named[0];
  if (!command) throw new Error(`no command ${name}`);
  const needed = BigInt(command.defaultMemberPermissions ?? 0);
  const sum = permissionsIn(world.state, member, channel);
  const isHidden = command.defaultMemberPermissions === "0" || (sum & needed) !== needed;
  if (isHidden && member.user.id !== world.state.guild.ownerId)
    throw apiError("missingPermissions");
  return command;
}

function fill(
  definitions: readonly Json[],
  below: readonly string[],
  values: (definitions: readonly Json[]) => Json[],
): Json[] {
  const [sub, ...deeper] = below;
  if (sub !== undefined) {
    const nested = definitions.find((one) => one["name"] === sub);
    if (!nested) throw new Error(`no subcommand ${sub}`);
    const inner = (nested["options"] ?? []) as Json[];
    return [{ name: sub, type: nested["type"], options: fill(inner, deeper, values) }];
  }
  if (definitions.some(({ type }) => type === OPTION.subcommand || type === OPTION.group)) {
    throw new Error("a subcommand is needed");
  }
  return values(definitions);
}

function chosen(definitions: readonly Json[], options: CommandOptions): Json[] {
  const stray = Object.keys(options).find((key) => !definitions.some((one) => one["name"] === key));
  if (stray !== undefined) throw new Error(`the command has no option ${stray}`);
  return definitions.flatMap((definition) => {
    const value = options[String(definition["name"])];
    if (value === undefined && definition["required"] === true) {
      throw new Error(`option ${definition["name"]} is required`);
    }
    if (value === undefined) return [];
    refuseWrongValue(definition, value);
    return [{ name: definition["name"], type: definition["type"], value }];
  });
}

/** As far as they are filled in; nothing is checked before the command is sent. */
function underWay(definitions: readonly Json[], options: CommandOptions, focused: string): Json[] {
  if (!definitions.some((one) => one["name"] === focused && one["autocomplete"] === true)) {
    throw new Error(`option ${focused} offers no choices`);
  }
  return definitions.flatMap(({ name, type }) => {
    const isFocused = name === focused;
    const value = options[String(name)] ?? (isFocused ? "" : undefined);
    if (value === undefined) return [];
    return [{ name, type, value, ...(isFocused ? { focused: true } : {}) }];
  });
}

function refuseWrongValue(definition: Json, value: string | number | boolean): void {
  const choices = definition["choices"] as Json[] | undefined;
  if (choices && choices.length > 0 && !choices.some((choice) => choice["value"] === value)) {
    throw new Error(`option ${definition["name"]} has no choice ${value}`);
  }
  const max = Number(definition["max_length"] ?? 6_000);
  if (typeof value === "string" && value.length > max) {
    throw new Error(`option ${definition["name"]} takes ${max} characters`);
  }
  const min = Number(definition["min_length"] ?? 0);
  if (typeof value === "string" && value.length < min) {
    throw new Error(`option ${definition["name"]} needs ${min} characters`);
  }
  if (typeof value !== kindOf(Number(definition["type"]))) {
    throw new Error(`option ${definition["name"]} is no ${kindOf(Number(definition["type"]))}`);
  }
}

function kindOf(type: number): "number" | "boolean" | "string" {
  if (type === OPTION.integer || type === OPTION.number) return "number";
  return type === OPTION.boolean ? "boolean" : "string";
}

/** Users, roles and channels that options name travel along in full. */
function resolvedOf(world: World, options: CommandOptions): Json {
  const { state } = world;
  const ids = Object.values(options).filter((value) => typeof value === "string");
  const pick = <T>(table: ReadonlyMap<string, T>, show: (item: T) => Json) =>
    Object.fromEntries(
      ids.flatMap((id) => {
        const found = table.get(id);
        return found === undefined ? [] : [[id, show(found)] as const];
      }),
    );
  return {
    resolved: {
      users: pick(state.users, userPayload),
      roles: pick(state.roles, (role) => rolePayload(role, state.bot.id)),
      channels: pick(state.channels, (channel) => ({
        ...anyChannelPayload(world, channel),
        permissions: "0",
      })),
    },
  };
}
