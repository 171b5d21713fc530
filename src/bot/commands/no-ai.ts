import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type ChatInputCommandInteraction,
} from "discord.js";
import type { OffScope } from "../../triage/intake/privacy.ts";
import type { Person, PrivacyDeps, SwitchOrder, WordDeps } from "../deps.ts";
import type { ChatCommand } from "./command.ts";

/** `/no-ai`: switches the bot off, or on again, for oneself, a thread or a channel. */
export function createNoAiCommand(deps: Pick<PrivacyDeps, "switchBot"> & WordDeps): ChatCommand {
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
      const { texts } = deps;
      const off = !(interaction.options.getBoolean("on-again") ?? false);
      const where = await switchOf(interaction, by);
      if (!where) {
        await interaction.editReply(texts.say("no-ai.no-thread"));
        return;
      }
      const done = await deps.switchBot({ ...where, off }, by);
      await interaction.editReply(
        texts.say(done.type === "switched" ? doneKey(where.scope, off) : notYoursKey(where.scope)),
      );
    },
  };
}

function doneKey<S extends OffScope>(scope: S, off: boolean) {
  return off ? (`no-ai.off.${scope}` as const) : (`no-ai.on.${scope}` as const);
}

function notYoursKey(scope: OffScope) {
  return scope === "place" ? "no-ai.place-not-yours" : "no-ai.thread-not-yours";
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
