import { ApplicationCommandType } from "discord.js";
import type { PrivacyDeps, WordDeps } from "../deps.ts";
import { privacyMessage } from "../presses/privacy-presses.ts";
import type { ChatCommand } from "./command.ts";

/** `/privacy`: what is kept of a member, with everything they can do about it. */
export function createPrivacyCommand(deps: PrivacyDeps & WordDeps): ChatCommand {
  return {
    type: "chat",
    staffOnly: false,
    data: {
      type: ApplicationCommandType.ChatInput,
      name: "privacy",
      description: "See what is kept of you, get a copy, switch the bot off, or be forgotten",
    },
    async run(interaction, by) {
      await interaction.editReply(privacyMessage(await deps.privacyOf(by), deps.texts));
    },
  };
}
