import { ApplicationCommandOptionType, ApplicationCommandType } from "discord.js";
import type { CommandDeps, StatusLine, WordDeps } from "../deps.ts";
import { inlineText, quietLink } from "../render/defuse.ts";
import { oneLine } from "../render/split.ts";
import { markEmoji } from "../words/texts.ts";
import type { Texts } from "../words/wording.ts";
import type { ChatCommand } from "./command.ts";
import { matching, offer } from "./suggest.ts";

const SHOWN = 10;

/** `/status`: what became of what a member asked, or of one of it, for their eyes only. */
export function createStatusCommand(deps: Pick<CommandDeps, "statusOf"> & WordDeps): ChatCommand {
  return {
    type: "chat",
    staffOnly: false,
    data: {
      type: ApplicationCommandType.ChatInput,
      name: "status",
      description: "Show what became of what you asked",
      options: [
        {
          type: ApplicationCommandOptionType.String,
          name: "code",
          description: "One of yours, by its code; all of them without",
          required: false,
          autocomplete: true,
          max_length: 32,
        },
      ],
    },
    async run(interaction, by) {
      const { texts } = deps;
      const code = interaction.options.getString("code")?.trim().toUpperCase();
      // Whatever is not their own is as unknown as what does not exist.
      const asked = await deps.statusOf(by, code);
      const list = asked.slice(0, SHOWN).map((one) => lineOf(one, texts));
      await interaction.editReply(
        code !== undefined && list.length === 0
          ? texts.say("status.unknown", { code: inlineText(code) })
          : [texts.say(list.length === 0 ? "status.none" : "status.title"), ...list].join("\n"),
      );
    },
    async suggest(interaction, by) {
      const mine = await deps.statusOf(by);
      await offer(interaction, matching(mine, interaction.options.getFocused()));
    },
  };
}

function lineOf({ code, title, mark, permalink }: StatusLine, texts: Texts): string {
  const state = `${markEmoji[mark]} ${texts.say(`mark.${mark}`)}`;
  return `- **${code}** ${inlineText(oneLine(title, 60))} (${state}) ${quietLink(permalink)}`;
}
