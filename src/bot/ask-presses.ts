import type { ButtonInteraction } from "discord.js";
import { type ButtonRow, button, row } from "./buttons.ts";
import type { CustomId, Verb } from "./custom-id.ts";
import type { AskDeps, Person } from "./deps.ts";
import { texts } from "./texts.ts";

/** Verbs of the buttons below an answer that only its asker sees. */
export const ASK_VERBS: readonly Verb[] = ["ask-share", "ask-helped", "ask-wrong"];

export function askButtons(ticketId: string, { share }: { readonly share: boolean }): ButtonRow {
  const { buttons } = texts;
  return row(
    ...(share ? [button("ask-share", buttons.share, ticketId, { style: "main" })] : []),
    button("ask-helped", buttons.helped, ticketId),
    button("ask-wrong", buttons.wrong, ticketId),
  );
}

/** Shares an answer, or says whether it was right. */
export async function pressAsk(
  interaction: ButtonInteraction,
  { verb, id }: CustomId,
  by: Person,
  deps: AskDeps,
): Promise<void> {
  await interaction.deferReply({ flags: "Ephemeral" });
  if (verb === "ask-share") {
    const shared = await deps.shareAnswer(id, by);
    const words = texts.asked;
    await interaction.editReply(
      shared.type === "sharing" ? words.sharing : words.notShared[shared.because],
    );
    return;
  }
  const outcome = verb === "ask-helped" ? "helped" : "wrong";
  await deps.judgeAnswer(id, outcome, by);
  await interaction.editReply(texts.noted[outcome]);
}
