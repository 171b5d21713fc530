import { apiError } from "./api-error.ts";
import { anyChannelPayload } from "./channel-payloads.ts";
import { COMPONENT, findComponent, walkComponents } from "./components.ts";
import { rolePayload } from "./guild-payloads.ts";
import {
  INTERACTION,
  type Interaction,
  memberWithPermissions,
  type OpenModal,
  openInteraction,
} from "./interactions.ts";
import { messageEventPayload } from "./message-payloads.ts";
import type { Json, SimChannel, SimMessage } from "./state.ts";
import { userPayload } from "./user-payload.ts";
import type { World } from "./world.ts";

/** Presses a button. */
export function clickComponent(
  world: World,
  userId: string,
  message: SimMessage,
  customId: string,
): Interaction {
  const component = usable(message, customId);
  if (component["type"] !== COMPONENT.button) throw new Error(`${customId} is no button`);
  return use(world, userId, message, component, {});
}

/** Picks values in a menu, by value or id. */
export function selectValues(
  world: World,
  userId: string,
  message: SimMessage,
  customId: string,
  values: readonly string[],
): Interaction {
  const component = usable(message, customId);
  refuseWrongChoice(component, values);
  const channel = channelOf(world, message.channelId);
  return use(world, userId, message, component, {
    values: [...values],
    ...resolvedOf(world, channel, component, values),
  });
}

function use(
  world: World,
  userId: string,
  message: SimMessage,
  component: Json,
  more: Json,
): Interaction {
  const data = {
    custom_id: component["custom_id"],
    component_type: component["type"],
    id: component["id"],
    ...more,
  };
  return openInteraction(world, {
    type: INTERACTION.component,
    userId,
    channel: channelOf(world, message.channelId),
    data,
    sourceMessageId: message.id,
    message: messageEventPayload(world, message),
  });
}

function usable(message: SimMessage, customId: string): Json {
  const component = findComponent(message.components, customId);
  if (!component) throw new Error(`message ${message.id} has no component ${customId}`);
  if (component["disabled"] === true) throw new Error(`${customId} is disabled`);
  return component;
}

function refuseWrongChoice(component: Json, values: readonly string[]): void {
  const min = Number(component["min_values"] ?? 1);
  const max = Number(component["max_values"] ?? 1);
  if (values.length < min || values.length > max) throw new Error(`choose ${min} to ${max} values`);
  if (component["type"] !== COMPONENT.stringSelect) return;
  const options = (component["options"] ?? []) as Json[];
  const unknown = values.find((value) => !options.some((option) => option["value"] === value));
  if (unknown !== undefined) throw new Error(`the menu has no value ${unknown}`);
}

function resolvedOf(
  world: World,
  channel: SimChannel,
  { type }: Json,
  values: readonly string[],
): Json {
  const { state } = world;
  if (type === COMPONENT.stringSelect) return {};
  const users = values.flatMap((id) => state.users.get(id) ?? []);
  const members = values.flatMap((id) => state.members.get(id) ?? []);
  const roles = values.flatMap((id) => state.roles.get(id) ?? []);
  const channels = values.flatMap((id) => state.channels.get(id) ?? []);
  return {
    resolved: {
      users: Object.fromEntries(users.map((user) => [user.id, userPayload(user)])),
      members: Object.fromEntries(
        members.map((member) => {
          const { user: _user, ...rest } = memberWithPermissions(world, member, channel);
          return [member.user.id, rest];
        }),
      ),
      roles: Object.fromEntries(roles.map((role) => [role.id, rolePayload(role, state.bot.id)])),
      channels: Object.fromEntries(
        channels.map((one) => [one.id, { ...anyChannelPayload(world, one), permissions: "0" }]),
      ),
    },
  };
}

/** Fills in a form and sends it. Fields left out keep what the form proposed. */
export function submitModal(
  world: World,
  userId: string,
  modal: OpenModal,
  values: Readonly<Record<string, string | readonly string[]>>,
): Interaction {
  const opener = world.interactions.byId.get(modal.interactionId);
  if (opener?.userId !== userId) throw apiError("unknownInteraction");
  const known = new Set(
    walkComponents(modal.components).map(({ component }) => component["custom_id"]),
  );
  const stray = Object.keys(values).find((field) => !known.has(field));
  if (stray !== undefined) throw new Error(`the form has no field ${stray}`);
  const source = world.state.messages.get(opener.sourceMessageId ?? "");
  return openInteraction(world, {
    type: INTERACTION.modalSubmit,
    userId,
    channel: channelOf(world, opener.channelId),
    data: {
      custom_id: modal.customId,
      components: modal.components.map((component) => filled(component, values)),
    },
    sourceMessageId: source?.id ?? null,
    openerId: opener.id,
    ...(source ? { message: messageEventPayload(world, source) } : {}),
  });
}

function filled(
  component: Json,
  values: Readonly<Record<string, string | readonly string[]>>,
): Json {
  const { type } = component;
  const id = component["id"] ?? 0;
  if (type === COMPONENT.actionRow) {
    const inner = (component["components"] ?? []) as Json[];
    return { type, id, components: inner.map((one) => filled(one, values)) };
  }
  if (type === COMPONENT.label) {
    return { type, id, component: filled(component["component"] as Json, values) };
  }
  if (type === COMPONENT.textDisplay) return { type, id };
  const customId = String(component["custom_id"]);
  const value = values[customId];
  if (type === COMPONENT.textInput) {
    const text = String(value ?? component["value"] ?? "");
    refuseWrongText(component, text);
    return { type, id, custom_id: customId, value: text };
  }
  const chosen = [value ?? []].flat();
  if (chosen.length > 0 || component["required"] !== false) refuseWrongChoice(component, chosen);
  return { type, id, custom_id: customId, values: chosen };
}

function refuseWrongText(field: Json, text: string): void {
  const name = String(field["custom_id"]);
  if (text === "" && field["required"] !== false) throw new Error(`${name} must be filled in`);
  const max = Number(field["max_length"] ?? 4_000);
  const min = Number(field["min_length"] ?? 0);
  const fits = text.length <= max && (text.length >= min || text === "");
  if (!fits) throw new Error(`${name} takes ${min} to ${max} characters`);
}

function channelOf(world: World, id: string): SimChannel {
  const channel = world.state.channels.get(id);
  if (!channel) throw apiError("unknownChannel");
  return channel;
}
