import { ApplicationCommandOptionType, ApplicationCommandType } from "discord.js";
import type { ReportDeps, WordDeps } from "../deps.ts";
import { isPrivateThread } from "../discord/whereabouts.ts";
import { commandPost } from "../presses/command-post.ts";
import { alikeMessage } from "../presses/report-presses.ts";
import { inlineText } from "../render/defuse.ts";
import type { ChatCommand } from "./command.ts";

/** `/report`: one line first, then what looks like it, then a form for what the team needs. */
export function createReportCommand(deps: ReportDeps & WordDeps): ChatCommand {
  return {
    type: "chat",
    staffOnly: false,
    data: {
      type: ApplicationCommandType.ChatInput,
      name: "report",
      description: "Report a bug, a mistake in the docs, or a wish",
      options: [
        {
          type: ApplicationCommandOptionType.String,
          name: "title",
          description: "What is wrong or missing, in one line",
          required: true,
          min_length: 8,
          max_length: 120,
        },
      ],
    },
    async run(interaction, by) {
      // What is reported gets a thread in the channel, with its title for everybody to read.
      const channel = await interaction.client.channels.fetch(interaction.channelId);
      if (channel && isPrivateThread(channel)) {
        await interaction.editReply(deps.texts.say("called.private-thread"));
        return;
      }
      const title = interaction.options.getString("title", true);
      const found = await deps.lookUpReport(commandPost(interaction, by, title));
      await interaction.editReply(
        found.type === "refused"
          ? deps.texts.say(`refused.${found.because}`)
          : alikeMessage({ ...found, title: inlineText(found.title) }, deps.texts),
      );
    },
  };
}
