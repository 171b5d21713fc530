import { ApplicationCommandOptionType, ApplicationCommandType } from "discord.js";
import type { CommandDeps } from "../deps.ts";
import { staffTexts } from "../words/staff-texts.ts";
import type { ChatCommand } from "./command.ts";
import { LISTED_FOR_STAFF } from "./staff.ts";

/** `/triage pause` and `/triage resume`: stop speaking in public, lose nothing. */
export function createTriageCommand(deps: Pick<CommandDeps, "pause" | "resume">): ChatCommand {
  const words = staffTexts.commands;
  return {
    type: "chat",
    staffOnly: true,
    data: {
      type: ApplicationCommandType.ChatInput,
      name: "triage",
      description: "Pause or resume what is said in public",
      default_member_permissions: LISTED_FOR_STAFF,
      options: [
        {
          type: ApplicationCommandOptionType.Subcommand,
          name: "pause",
          description: "Say nothing in public until resumed",
        },
        {
          type: ApplicationCommandOptionType.Subcommand,
          name: "resume",
          description: "Speak in public again",
        },
      ],
    },
    async run(interaction, by) {
      if (interaction.options.getSubcommand() === "pause") {
        await deps.pause(by);
        await interaction.editReply(words.paused);
      } else {
        const { waited } = await deps.resume(by);
        await interaction.editReply(words.resumed(waited));
      }
    },
  };
}
