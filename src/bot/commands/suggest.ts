import type { AutocompleteInteraction } from "discord.js";
import { oneLine } from "../render/split.ts";

/** What Discord shows at most below an option. */
const MOST = 25;

/** What an option can be chosen from: by its code, with the title beside it. */
export type Suggestion = { readonly code: string; readonly title: string };

/** Offers codes with their titles. */
export async function offer(
  interaction: AutocompleteInteraction,
  found: readonly Suggestion[],
): Promise<void> {
  await interaction.respond(
    found.slice(0, MOST).map(({ code, title }) => ({
      name: oneLine(`${code} ${title}`, 100),
      value: code,
    })),
  );
}

/** Those whose code or title hold what was typed so far. */
export function matching<S extends Suggestion>(all: readonly S[], typed: string): S[] {
  const wanted = typed.trim().toLowerCase();
  return all.filter(({ code, title }) => `${code} ${title}`.toLowerCase().includes(wanted));
}
