import { ApplicationCommandType } from "discord.js";
import type { KnowledgeDeps, WordDeps } from "../deps.ts";
import { isStaff } from "../discord/people.ts";
import { isPrivateThread } from "../discord/whereabouts.ts";
import type { ReadMessage } from "../listen/read-message.ts";
import { staffTexts } from "../words/staff-texts.ts";
import type { MessageCommand } from "./command.ts";
import { LISTED_FOR_STAFF } from "./staff.ts";

/** Right-click the answer in a thread, Apps, "Keep this answer": later drafts may quote it. */
export function createKeepAnswerCommand(
  deps: KnowledgeDeps & WordDeps,
  readMessage: ReadMessage,
): MessageCommand {
  return {
    type: "message",
    // Helpers as well, which is looked at below.
    staffOnly: false,
    data: {
      type: ApplicationCommandType.Message,
      name: "Keep this answer",
      default_member_permissions: LISTED_FOR_STAFF,
    },
    async run(interaction, by) {
      if (!isStaff(by) && !by.roles.includes("helper")) {
        await interaction.editReply(deps.texts.say("staff-only"));
        return;
      }
      const { channelId, targetId } = interaction;
      const channel = await interaction.client.channels.fetch(channelId);
      if (!channel?.isTextBased() || channel.isDMBased()) {
        await interaction.editReply(deps.texts.say("called.not-a-post"));
        return;
      }
      const answer = await readMessage(await channel.messages.fetch(targetId));
      const hidden = isPrivateThread(channel);
      const result = await deps.keepAnswer(answer, hidden, by);
      const { kept, notKept } = staffTexts.commands;
      await interaction.editReply(
        result.type === "accepted" ? kept(result.code) : notKept[result.because],
      );
    },
  };
}
