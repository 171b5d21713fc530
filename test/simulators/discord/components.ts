import type { FieldError } from "./api-error.ts";
import type { Json } from "./state.ts";

export const COMPONENT = {
  actionRow: 1,
  button: 2,
  stringSelect: 3,
  textInput: 4,
  userSelect: 5,
  roleSelect: 6,
  mentionableSelect: 7,
  channelSelect: 8,
  section: 9,
  textDisplay: 10,
  container: 17,
  label: 18,
} as const;

const SELECTS: readonly unknown[] = [3, 5, 6, 7, 8];
const LINK = 5;
const PREMIUM = 6;

const MAX_ROWS = 5;
const MAX_BUTTONS = 5;
const MAX_OPTIONS = 25;
const MAX_V2_COMPONENTS = 40;
const MAX_V2_TEXT = 4_000;

type Path = readonly (string | number)[];
type Placed = { readonly component: Json; readonly path: Path };

/** Every component with where it stands, those inside others included. */
export function walkComponents(
  components: readonly unknown[],
  path: Path = ["components"],
): Placed[] {
  return components.flatMap((raw, i) => {
    if (!isObject(raw)) return [];
    const component = raw;
    const here = [...path, i];
    const inner = component["components"];
    const nested = Array.isArray(inner) ? walkComponents(inner, [...here, "components"]) : [];
    const single = ["accessory", "component"].flatMap((key) =>
      isObject(component[key]) ? [{ component: component[key], path: [...here, key] }] : [],
    );
    return [{ component, path: here }, ...nested, ...single];
  });
}

/** The interactive component of that custom id, in a message or a modal. */
export function findComponent(components: readonly unknown[], customId: string): Json | undefined {
  return walkComponents(components).find(({ component }) => component["custom_id"] === customId)
    ?.component;
}

/** What Discord would refuse about a message's components. */
export function findComponentProblems(components: readonly unknown[], isV2: boolean): FieldError[] {
  const all = walkComponents(components);
  return [
    ...findDuplicates(all),
    ...all.flatMap(({ component, path }) => findOwnProblems(component, path)),
    ...(isV2 ? findV2Problems(all) : findRowProblems(components)),
  ];
}

/** What Discord would refuse about a modal. */
export function findModalProblems(components: readonly unknown[]): FieldError[] {
  const all = walkComponents(components, ["data", "components"]);
  const count: FieldError[] =
    components.length < 1 || components.length > MAX_ROWS
      ? [badLength(["data", "components"], `Must be between 1 and ${MAX_ROWS} in length.`)]
      : [];
  return [
    ...count,
    ...findDuplicates(all),
    ...all.flatMap(({ component, path }) => findOwnProblems(component, path)),
  ];
}

/** Components as stored: each numbered, as Discord numbers them. */
export function numberComponents(components: readonly unknown[]): Json[] {
  let next = 1;
  const number = (component: Json): Json => {
    const id = component["id"] || next;
    next += 1;
    const copy: Json = { ...component, id };
    for (const key of ["accessory", "component"]) {
      if (isObject(component[key])) copy[key] = number(component[key]);
    }
    const inner = component["components"];
    if (Array.isArray(inner)) copy["components"] = inner.filter(isObject).map(number);
    return withDefaults(copy);
  };
  return components.filter(isObject).map(number);
}

function withDefaults(component: Json): Json {
  if (!SELECTS.includes(component["type"])) return component;
  return { min_values: 1, max_values: 1, disabled: false, ...component };
}

function findOwnProblems(component: Json, path: Path): FieldError[] {
  const problems: FieldError[] = [];
  const tooLong = (key: string, max: number) => {
    const value = component[key];
    if (typeof value === "string" && value.length > max) {
      problems.push(badLength([...path, key], `Must be ${max} or fewer in length.`));
    }
  };
  const type = component["type"];
  tooLong("custom_id", 100);
  tooLong("label", type === COMPONENT.button ? 80 : 45);
  tooLong("placeholder", type === COMPONENT.textInput ? 100 : 150);
  if (type === COMPONENT.textInput) tooLong("value", 4_000);
  if (needsCustomId(component) && !component["custom_id"]) {
    problems.push(required([...path, "custom_id"]));
  }
  if (type === COMPONENT.stringSelect) problems.push(...findOptionProblems(component, path));
  return problems;
}

function needsCustomId(component: Json): boolean {
  const type = component["type"];
  if (type === COMPONENT.button) return ![LINK, PREMIUM].includes(Number(component["style"]));
  return type === COMPONENT.textInput || SELECTS.includes(type);
}

function findOptionProblems(component: Json, path: Path): FieldError[] {
  const options = Array.isArray(component["options"]) ? component["options"] : [];
  if (options.length < 1 || options.length > MAX_OPTIONS) {
    return [badLength([...path, "options"], `Must be between 1 and ${MAX_OPTIONS} in length.`)];
  }
  const values = new Set(options.map((option: Json) => option["value"]));
  const double: FieldError[] =
    values.size < options.length
      ? [
          {
            path: [...path, "options"],
            code: "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
            message: "The specified option value is already used",
          },
        ]
      : [];
  return options.reduce<FieldError[]>((problems, option: Json, i) => {
    for (const key of ["label", "value", "description"]) {
      const value = option[key];
      const place = [...path, "options", i, key];
      if (typeof value === "string" && value.length > 100) {
        problems.push(badLength(place, "Must be 100 or fewer in length."));
      } else if (key !== "description" && !value) problems.push(required(place));
    }
    return problems;
  }, double);
}

function findDuplicates(all: readonly Placed[]): FieldError[] {
  const seen = new Set<unknown>();
  return all.flatMap(({ component, path }) => {
    const id = component["custom_id"];
    if (id === undefined || !seen.has(id)) {
      seen.add(id);
      return [];
    }
    const message = "Component custom id cannot be duplicated";
    return [{ path: [...path, "custom_id"], code: "COMPONENT_CUSTOM_ID_DUPLICATED", message }];
  });
}

function findRowProblems(components: readonly unknown[]): FieldError[] {
  if (components.length > MAX_ROWS) {
    return [badLength(["components"], `Must be ${MAX_ROWS} or fewer in length.`)];
  }
  return components.flatMap((raw, i) => {
    const row = raw as Json;
    const path = ["components", i];
    if (row["type"] !== COMPONENT.actionRow) {
      const message = `Value of field "type" must be one of (${COMPONENT.actionRow},).`;
      return [{ path: [...path, "type"], code: "UNION_TYPE_CHOICES", message }];
    }
    const inner = (Array.isArray(row["components"]) ? row["components"] : []) as Json[];
    const selects = inner.filter(({ type }) => SELECTS.includes(type)).length;
    const fits = inner.length >= 1 && inner.length <= (selects > 0 ? 1 : MAX_BUTTONS);
    if (fits) return [];
    const message = "The number of components in the row is not allowed";
    return [{ path: [...path, "components"], code: "COMPONENT_LAYOUT_WIDTH_EXCEEDED", message }];
  });
}

function findV2Problems(all: readonly Placed[]): FieldError[] {
  const texts = all.map(({ component }) =>
    component["type"] === COMPONENT.textDisplay ? String(component["content"] ?? "").length : 0,
  );
  const problems: FieldError[] = [];
  if (all.length > MAX_V2_COMPONENTS) {
    const message = `Must have at most ${MAX_V2_COMPONENTS} components in total`;
    problems.push({ path: ["components"], code: "COMPONENT_MAX_TOTAL_COMPONENTS", message });
  }
  if (texts.reduce((sum, length) => sum + length, 0) > MAX_V2_TEXT) {
    const message = `Text of all components exceeds ${MAX_V2_TEXT}`;
    problems.push({
      path: ["components"],
      code: "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED",
      message,
    });
  }
  return problems;
}

function badLength(path: Path, message: string): FieldError {
  return { path, code: "BASE_TYPE_BAD_LENGTH", message };
}

function required(path: Path): FieldError {
  return { path, code: "BASE_TYPE_REQUIRED", message: "This field is required" };
}

function isObject(value: unknown): value is Json {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
