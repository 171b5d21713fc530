import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  PermissionFlagsBits,
} from "discord.js";
import { isAdmin, type Setup } from "../setup/setup-presses.ts";
import { setupTexts } from "../setup/setup-texts.ts";
import type { ChatCommand } from "./command.ts";

/** `/setup`: an admin sets the bot up in the server itself, or sees who changed what. */
export function createSetupCommand(setup: Pick<Setup, "begin" | "history">): ChatCommand {
  return {
    type: "chat",
    staffOnly: true,
    data: {
      type: ApplicationCommandType.ChatInput,
      name: "setup",
      description: "Set the bot up here: channels, roles, acts, a permission check",
      default_member_permissions: String(PermissionFlagsBits.ManageGuild),
      options: [
        {
          type: ApplicationCommandOptionType.String,
          name: "show",
          description: "Only look at something",
          required: false,
          choices: [{ name: "who changed what", value: "history" }],
        },
      ],
    },
    async run(interaction, by) {
      if (!isAdmin(by)) return void (await interaction.editReply(setupTexts.adminOnly));
      const history = interaction.options.getString("show") === "history";
      await interaction.editReply(await (history ? setup.history() : setup.begin()));
    },
  };
}
