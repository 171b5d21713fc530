import { ApplicationCommandType } from "discord.js";
import type { CallResult, IntakeDeps, Person, WordDeps } from "../deps.ts";
import { isStaff } from "../discord/people.ts";
import { isPrivateThread } from "../discord/whereabouts.ts";
import type { ReadMessage } from "../listen/read-message.ts";
import type { Texts } from "../words/wording.ts";
import type { MessageCommand } from "./command.ts";

/** Right-click a message, Apps, "Send to triage". */
export function createSendToTriageCommand(
  deps: Pick<IntakeDeps, "onCalled"> & WordDeps,
  readMessage: ReadMessage,
): MessageCommand {
  return {
    type: "message",
    staffOnly: false,
    data: { type: ApplicationCommandType.Message, name: "Send to triage" },
    async run(interaction, by) {
      const { texts } = deps;
      const { channelId, targetId } = interaction;
      const channel = await interaction.client.channels.fetch(channelId);
      if (!channel?.isTextBased() || channel.isDMBased()) {
        await interaction.editReply(texts.say("called.not-a-post"));
        return;
      }
      if (isPrivateThread(channel)) {
        await interaction.editReply(texts.say("called.private-thread"));
        return;
      }
      // What came along with the click lacks its channel when that is not remembered.
      const message = await channel.messages.fetch(targetId);
      if (!mayCall(by, message.author.id)) {
        await interaction.editReply(texts.say("not-yours"));
        return;
      }
      const raw = await readMessage(message);
      const result = await deps.onCalled(raw, { by, via: "command", kind: null });
      await interaction.editReply(answerTo(result, texts));
    },
  };
}

/** Helpers and staff may send in anything, all others what they wrote themselves. */
function mayCall(by: Person, authorId: string): boolean {
  return isStaff(by) || by.roles.includes("helper") || by.sourceId === authorId;
}

function answerTo(result: CallResult, texts: Texts): string {
  switch (result.type) {
    case "opened":
      return texts.say("called.opened", { code: result.code });
    case "known":
      return texts.say("called.known", { code: result.code });
    case "skipped":
      return texts.say("called.skipped", { reason: result.reason });
  }
}
