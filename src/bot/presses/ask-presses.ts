import type { ButtonInteraction } from "discord.js";
import type { AskDeps, Person, WordDeps } from "../deps.ts";
import { type ButtonRow, button, row } from "../render/buttons.ts";
import type { CustomId } from "./custom-id.ts";

export function askButtons(
  ticketId: string,
  { share, texts }: WordDeps & { readonly share: boolean },
): ButtonRow {
  return row(
    ...(share ? [button("ask-share", texts.say("button.share"), ticketId, { style: "main" })] : []),
    button("ask-helped", texts.say("button.helped"), ticketId),
    button("ask-wrong", texts.say("button.wrong"), ticketId),
  );
}

/** Shares an answer, or says whether it was right. */
export async function pressAsk(
  interaction: ButtonInteraction,
  { verb, id }: CustomId,
  by: Person,
  deps: AskDeps & WordDeps,
): Promise<void> {
  await interaction.deferReply({ flags: "Ephemeral" });
  if (verb === "ask-share") {
    const shared = await deps.shareAnswer(id, by);
    await interaction.editReply(
      deps.texts.say(shared.type === "sharing" ? "shared.done" : `shared.${shared.because}`),
    );
    return;
  }
  const outcome = verb === "ask-helped" ? "helped" : "wrong";
  await deps.judgeAnswer(id, outcome, by);
  await interaction.editReply(deps.texts.say(`noted.${outcome}`));
}
