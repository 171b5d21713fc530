import { ApplicationCommandOptionType, ApplicationCommandType } from "discord.js";
import type { CommandDeps } from "../deps.ts";
import { inlineText } from "../render/defuse.ts";
import { staffTexts } from "../words/staff-texts.ts";
import type { ChatCommand } from "./command.ts";
import { LISTED_FOR_STAFF } from "./staff.ts";
import { codeOption, createSuggestCodes } from "./ticket-code.ts";

/** `/retract code`: takes back what was published last on a ticket. */
export function createRetractCommand(
  deps: Pick<CommandDeps, "retract" | "suggestTickets">,
): ChatCommand {
  return {
    type: "chat",
    staffOnly: true,
    data: {
      type: ApplicationCommandType.ChatInput,
      name: "retract",
      description: "Take back what was published for a ticket",
      default_member_permissions: LISTED_FOR_STAFF,
      options: [
        { ...codeOption, type: ApplicationCommandOptionType.String },
        {
          type: ApplicationCommandOptionType.String,
          name: "words",
          description: "What is true instead; shown in public",
          required: false,
          max_length: 1_500,
        },
      ],
    },
    async run(interaction, by) {
      const code = interaction.options.getString("code", true);
      const result = await deps.retract(code, interaction.options.getString("words"), by);
      await interaction.editReply(answerTo(result.type, inlineText(code)));
    },
    suggest: createSuggestCodes(deps),
  };
}

function answerTo(type: Awaited<ReturnType<CommandDeps["retract"]>>["type"], code: string): string {
  const words = staffTexts.commands;
  switch (type) {
    case "retracting":
      return words.retracting(code);
    case "nothing-published":
      return words.nothingPublished(code);
    case "unknown":
      return words.ticketUnknown(code);
  }
}
