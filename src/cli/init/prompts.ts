import { confirm, isCancel, multiselect, note, password, select, text } from "@clack/prompts";
import { UserError } from "../../triage/model/errors.ts";

export type Choice = { readonly value: string; readonly hint?: string };

/** Asking a person; a test answers in their place. */
export type Prompts = {
  text(
    message: string,
    options?: { initial?: string; check?: (value: string) => string | undefined },
  ): Promise<string>;
  secret(message: string): Promise<string>;
  choose(message: string, choices: readonly Choice[]): Promise<string>;
  chooseSome(message: string, choices: readonly Choice[]): Promise<readonly string[]>;
  confirm(message: string, initial: boolean): Promise<boolean>;
  tell(message: string): void;
};

/** Prompts on a terminal. Ctrl+C ends the command with nothing written. */
export const terminal: Prompts = {
  text: async (message, { initial = "", check } = {}) =>
    answered(
      await text({
        message,
        ...(initial === "" ? {} : { initialValue: initial }),
        ...(check ? { validate: (value: string | undefined) => check(value ?? "") } : {}),
      }),
    ),
  secret: async (message) => answered(await password({ message })) ?? "",
  choose: async (message, choices) =>
    answered(await select({ message, options: choices.map(toOption), maxItems: 12 })),
  chooseSome: async (message, choices) =>
    answered(
      await multiselect({ message, options: choices.map(toOption), required: true, maxItems: 12 }),
    ),
  confirm: async (message, initial) => answered(await confirm({ message, initialValue: initial })),
  tell: (message) => note(message),
};

function toOption({ value, hint }: Choice) {
  return { value, label: value, ...(hint ? { hint } : {}) };
}

function answered<T>(value: T): Exclude<T, symbol> {
  if (isCancel(value) || typeof value === "symbol") {
    throw new UserError("Cancelled; nothing was written.");
  }
  return value as Exclude<T, symbol>;
}
