import { z } from "zod";
import { parseCustomId, type Verb } from "../../src/bot/presses/custom-id.ts";

export type Button = { readonly verb: Verb; readonly id: string; readonly customId: string };

const Rows = z.array(
  z.looseObject({
    components: z.array(z.looseObject({ custom_id: z.string().optional() })).default([]),
  }),
);

/** The bot's buttons under a message as Discord shows it. */
export function buttonsOf(message: Readonly<Record<string, unknown>>): Button[] {
  const rows = Rows.safeParse(message["components"]).data ?? [];
  return rows.flatMap((row) =>
    row.components.flatMap(({ custom_id: customId }) => {
      const parsed = customId === undefined ? null : parseCustomId(customId);
      return parsed && customId ? [{ verb: parsed.verb, id: parsed.id, customId }] : [];
    }),
  );
}
