import { ApplicationCommandType } from "discord.js";
import type { CommandDeps } from "../deps.ts";
import { toReply } from "../presses/answer.ts";
import { renderCard } from "../render/render-card.ts";
import { staffTexts } from "../words/staff-texts.ts";
import type { ChatCommand } from "./command.ts";
import { LISTED_FOR_STAFF } from "./staff.ts";

/** `/next`: the card that most deserves a look, for one reviewer's eyes, with its buttons. */
export function createNextCommand(deps: Pick<CommandDeps, "next">): ChatCommand {
  return {
    type: "chat",
    staffOnly: true,
    data: {
      type: ApplicationCommandType.ChatInput,
      name: "next",
      description: "Show the next draft that waits for review",
      default_member_permissions: LISTED_FOR_STAFF,
    },
    async run(interaction, by) {
      const card = await deps.next(by);
      await interaction.editReply(card ? toReply(renderCard(card)) : staffTexts.commands.nextNone);
    },
  };
}
