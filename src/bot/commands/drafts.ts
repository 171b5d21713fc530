import { ApplicationCommandType } from "discord.js";
import type { HelperDeps } from "../deps.ts";
import { mayHelp, renderDraft } from "../presses/helper-presses.ts";
import { staffTexts } from "../words/staff-texts.ts";
import type { ChatCommand } from "./command.ts";

/** `/drafts`: answers that wait for staff, for helpers to vouch for or to put in other words. */
export function createDraftsCommand(deps: HelperDeps): ChatCommand {
  return {
    type: "chat",
    // Helpers hold no permission that Discord could go by.
    staffOnly: false,
    data: {
      type: ApplicationCommandType.ChatInput,
      name: "drafts",
      description: "For helpers: look at answers that wait for the team",
    },
    async run(interaction, by) {
      await interaction.editReply(
        mayHelp(by)
          ? renderDraft(await deps.nextDraft(by, null))
          : { content: staffTexts.helpers.only },
      );
    },
  };
}
