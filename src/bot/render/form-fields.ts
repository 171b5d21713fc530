import {
  type APIModalInteractionResponseCallbackData,
  ComponentType,
  TextInputStyle,
} from "discord.js";
import { type CustomId, formatCustomId, type Verb } from "../presses/custom-id.ts";
import { oneLine } from "./split.ts";

export type Form = APIModalInteractionResponseCallbackData;

/** What one text field of a form holds at most. */
export const FIELD_MAX = 4_000;
const LABEL_MAX = 45;

export type Field = {
  readonly name: string;
  readonly label: string;
  readonly value?: string;
  readonly long?: boolean;
  readonly required?: boolean;
  readonly max?: number;
};

/** A form whose submission comes back under `verb` with the same id and version. */
export function formOf(
  verb: Verb,
  { id, version }: Pick<CustomId, "id" | "version">,
  title: string,
  fields: readonly Field[],
): Form {
  return {
    custom_id: formatCustomId(verb, id, version),
    title: oneLine(title, 45),
    components: fields.map(({ name, label, value, long, required, max }) => ({
      type: ComponentType.Label,
      label: oneLine(asTitle(label), LABEL_MAX),
      // The whole of a long label stands below it.
      ...(label.length > LABEL_MAX ? { description: oneLine(label, 100) } : {}),
      component: {
        type: ComponentType.TextInput,
        custom_id: name,
        style: long ? TextInputStyle.Paragraph : TextInputStyle.Short,
        required: required ?? true,
        max_length: max ?? FIELD_MAX,
        ...(value ? { value } : {}),
      },
    })),
  };
}

/** What stands in a list elsewhere begins with a capital here. */
function asTitle(label: string): string {
  return `${label.charAt(0).toUpperCase()}${label.slice(1)}`;
}
