import { ApplicationCommandType } from "discord.js";
import type { SolveDeps, WordDeps } from "../deps.ts";
import type { ReadMessage } from "../listen/read-message.ts";
import type { MessageCommand } from "./command.ts";

/** Right-click the message that helped, Apps, "This answered it". */
export function createAnsweredItCommand(
  deps: SolveDeps & WordDeps,
  readMessage: ReadMessage,
): MessageCommand {
  return {
    type: "message",
    staffOnly: false,
    data: { type: ApplicationCommandType.Message, name: "This answered it" },
    async run(interaction, by) {
      const { texts } = deps;
      const { channelId, targetId } = interaction;
      const channel = await interaction.client.channels.fetch(channelId);
      if (!channel?.isThread()) {
        await interaction.editReply(texts.say("solving.no-ticket"));
        return;
      }
      const answer = await readMessage(await channel.messages.fetch(targetId));
      const result = await deps.markSolved(answer, by);
      await interaction.editReply(
        texts.say(result.type === "solved" ? "solving.done" : `solving.${result.because}`),
      );
    },
  };
}
