import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type ChatInputCommandInteraction,
} from "discord.js";
import type { Person, PrivacyDeps, SwitchOrder } from "../deps.ts";
import { texts } from "../texts.ts";
import type { ChatCommand } from "./command.ts";

const words = texts.noAi;

/** `/no-ai`: switches the bot off, or on again, for oneself, a thread or a channel. */
export function createNoAiCommand(deps: Pick<PrivacyDeps, "switchBot">): ChatCommand {
  return {
    type: "chat",
    staffOnly: false,
    data: {
      type: ApplicationCommandType.ChatInput,
      name: "no-ai",
      description: "Switch the bot off for yourself, this thread or this channel",
      options: [
        {
          type: ApplicationCommandOptionType.String,
          name: "where",
          description: "What it is switched off for",
          required: true,
          choices: [
            { name: "me, everywhere", value: "person" },
            { name: "this thread", value: "conversation" },
            { name: "this channel (staff)", value: "place" },
          ],
        },
        {
          type: ApplicationCommandOptionType.Boolean,
          name: "on-again",
          description: "Switch it on again",
          required: false,
        },
      ],
    },
    async run(interaction, by) {
      const off = !(interaction.options.getBoolean("on-again") ?? false);
      const where = await switchOf(interaction, by);
      if (!where) {
        await interaction.editReply(words.noThread);
        return;
      }
      const done = await deps.switchBot({ ...where, off }, by);
      await interaction.editReply(
        done.type === "switched" ? words.done(where.scope, off) : words.notYours(where.scope),
      );
    },
  };
}

async function switchOf(
  interaction: ChatInputCommandInteraction,
  by: Person,
): Promise<Omit<SwitchOrder, "off"> | null> {
  const { channelId } = interaction;
  // An archived thread is not remembered.
  const channel = interaction.channel ?? (await interaction.client.channels.fetch(channelId));
  const thread = channel?.isThread() ? channel : null;
  switch (interaction.options.getString("where", true)) {
    case "conversation":
      return (
        thread && {
          scope: "conversation",
          scopeId: thread.id,
          opener: thread.ownerId === by.sourceId,
        }
      );
    case "place":
      return { scope: "place", scopeId: thread?.parentId ?? channelId, opener: false };
    default:
      return { scope: "person", scopeId: by.sourceId, opener: true };
  }
}
