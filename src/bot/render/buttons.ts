import {
  type APIActionRowComponent,
  type APIButtonComponentWithCustomId,
  ButtonStyle,
  ComponentType,
} from "discord.js";
import { formatCustomId, type Verb } from "../presses/custom-id.ts";

export type ButtonRow = APIActionRowComponent<APIButtonComponentWithCustomId>;

/** A button that carries what it does, on what, and in which version. */
export function button(
  verb: Verb,
  label: string,
  id: string,
  options: { readonly version?: number; readonly style?: "main" | "danger" } = {},
): APIButtonComponentWithCustomId {
  const style =
    options.style === "main"
      ? ButtonStyle.Success
      : options.style === "danger"
        ? ButtonStyle.Danger
        : ButtonStyle.Secondary;
  return {
    type: ComponentType.Button,
    style,
    label: label.slice(0, 80),
    custom_id: formatCustomId(verb, id, options.version),
  };
}

export function row(...buttons: readonly APIButtonComponentWithCustomId[]): ButtonRow {
  return { type: ComponentType.ActionRow, components: [...buttons] };
}
