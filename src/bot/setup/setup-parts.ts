import {
  type APIActionRowComponent,
  type APIComponentInMessageActionRow,
  type APISelectMenuOption,
  type ChannelType,
  ComponentType,
  SelectMenuDefaultValueType,
} from "discord.js";
import { formatCustomId, type Verb } from "../presses/custom-id.ts";
import { oneLine } from "../render/split.ts";

export type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

/** Options of a menu, at most. */
export const OPTIONS = 25;
/** Roles that one select takes. */
const ROLES = 25;

/** A menu of words; none when there is nothing to choose. */
export function wordMenu(
  verb: Verb,
  id: string,
  placeholder: string,
  options: readonly APISelectMenuOption[],
  many = false,
): Row[] {
  if (options.length === 0) return [];
  const shown = options.slice(0, OPTIONS).map((one) => ({
    ...one,
    label: oneLine(one.label, 100),
    ...(one.description ? { description: oneLine(one.description, 100) } : {}),
  }));
  return [
    inRow({
      type: ComponentType.StringSelect,
      custom_id: formatCustomId(verb, id),
      placeholder,
      options: shown,
      ...(many ? { min_values: 0, max_values: shown.length } : {}),
    }),
  ];
}

export function channelMenu(
  verb: Verb,
  id: string,
  placeholder: string,
  types: ChannelType[],
  chosen: string | null,
): Row {
  const defaults = chosen
    ? [{ id: chosen, type: SelectMenuDefaultValueType.Channel as const }]
    : [];
  return inRow({
    type: ComponentType.ChannelSelect,
    custom_id: formatCustomId(verb, id),
    placeholder,
    channel_types: types,
    default_values: defaults,
  });
}

export function roleMenu(
  verb: Verb,
  id: string,
  placeholder: string,
  chosen: readonly string[],
  atLeast: 0 | 1,
): Row {
  return inRow({
    type: ComponentType.RoleSelect,
    custom_id: formatCustomId(verb, id),
    placeholder,
    min_values: atLeast,
    max_values: ROLES,
    default_values: chosen
      .slice(0, ROLES)
      .map((role) => ({ id: role, type: SelectMenuDefaultValueType.Role as const })),
  });
}

function inRow(component: APIComponentInMessageActionRow): Row {
  return { type: ComponentType.ActionRow, components: [component] };
}
