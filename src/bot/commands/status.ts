import { ApplicationCommandType } from "discord.js";
import { inlineText, quietLink } from "../defuse.ts";
import type { CommandDeps, WordDeps } from "../deps.ts";
import { oneLine } from "../split.ts";
import { markEmoji } from "../texts.ts";
import type { ChatCommand } from "./command.ts";

const SHOWN = 10;

/** `/status`: what became of what a member asked, for their eyes only. */
export function createStatusCommand(deps: Pick<CommandDeps, "statusOf"> & WordDeps): ChatCommand {
  return {
    type: "chat",
    staffOnly: false,
    data: {
      type: ApplicationCommandType.ChatInput,
      name: "status",
      description: "Show what became of what you asked",
    },
    async run(interaction, by) {
      const { texts } = deps;
      const mine = await deps.statusOf(by);
      const list = mine.slice(0, SHOWN).map(({ code, title, mark, permalink }) => {
        const state = `${markEmoji[mark]} ${texts.say(`mark.${mark}`)}`;
        return `- **${code}** ${inlineText(oneLine(title, 60))} (${state}) ${quietLink(permalink)}`;
      });
      const all =
        list.length === 0 ? [texts.say("status.none")] : [texts.say("status.title"), ...list];
      await interaction.editReply(all.join("\n"));
    },
  };
}
