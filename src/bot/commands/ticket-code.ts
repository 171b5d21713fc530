import type { AutocompleteInteraction } from "discord.js";
import type { CommandDeps } from "../deps.ts";
import { offer } from "./suggest.ts";

export const codeOption = {
  name: "code",
  description: "The ticket's code, such as SB-142",
  required: true,
  autocomplete: true,
  max_length: 32,
} as const;

/** Offers tickets while somebody types a code or a word of the title. */
export function createSuggestCodes(deps: Pick<CommandDeps, "suggestTickets">) {
  return async (interaction: AutocompleteInteraction): Promise<void> => {
    await offer(interaction, await deps.suggestTickets(interaction.options.getFocused()));
  };
}
