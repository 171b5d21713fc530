import {
  type APIModalInteractionResponseCallbackData,
  type APIStringSelectComponent,
  type APITextInputComponent,
  ComponentType,
  type ModalSubmitFields,
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
  /** Makes it a menu of these, at most 25, instead of a text. */
  readonly options?: readonly { readonly value: string; readonly label: string }[];
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
    components: fields.map((field) => ({
      type: ComponentType.Label,
      label: oneLine(asTitle(field.label), LABEL_MAX),
      // The whole of a long label stands below it.
      ...(field.label.length > LABEL_MAX ? { description: oneLine(field.label, 100) } : {}),
      component: field.options ? menuOf(field, field.options) : textInputOf(field),
    })),
  };
}

/** What stands in a list elsewhere begins with a capital here. */
function asTitle(label: string): string {
  return `${label.charAt(0).toUpperCase()}${label.slice(1)}`;
}

function textInputOf({ name, value, long, required, max }: Field): APITextInputComponent {
  return {
    type: ComponentType.TextInput,
    custom_id: name,
    style: long ? TextInputStyle.Paragraph : TextInputStyle.Short,
    required: required ?? true,
    max_length: max ?? FIELD_MAX,
    ...(value ? { value } : {}),
  };
}

function menuOf(
  { name, required }: Field,
  options: NonNullable<Field["options"]>,
): APIStringSelectComponent {
  return {
    type: ComponentType.StringSelect,
    custom_id: name,
    required: required ?? true,
    options: options.map(({ value, label }) => ({ label: oneLine(asTitle(label), 100), value })),
  };
}

/** What a field of a form that came back holds: its text, or what was chosen; "" for nothing. */
export function fieldText(fields: ModalSubmitFields, name: string): string {
  const field = fields.fields.get(name);
  if (field?.type === ComponentType.StringSelect) return field.values[0] ?? "";
  return fields.getTextInputValue(name).trim();
}
