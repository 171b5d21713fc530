import { ApplicationCommandOptionType, ApplicationCommandType } from "discord.js";
import type { Asked } from "../../triage/ask-desk.ts";
import { toReply } from "../answer.ts";
import { askButtons } from "../ask-presses.ts";
import { commandPost } from "../command-post.ts";
import { defuseOwnText } from "../defuse.ts";
import type { AskDeps } from "../deps.ts";
import { renderSay } from "../render.ts";
import { texts } from "../texts.ts";
import type { ChatCommand } from "./command.ts";

/** `/ask`: an answer from the docs for the asker alone, which they may share. */
export function createAskCommand(deps: AskDeps): ChatCommand {
  return {
    type: "chat",
    staffOnly: false,
    data: {
      type: ApplicationCommandType.ChatInput,
      name: "ask",
      description: "Ask the docs; only you see the answer until you share it",
      options: [
        {
          type: ApplicationCommandOptionType.String,
          name: "question",
          description: "What you want to know, in a sentence or two",
          required: true,
          min_length: 8,
          max_length: 1_500,
        },
      ],
    },
    async run(interaction, by) {
      const raw = commandPost(interaction, by, interaction.options.getString("question", true));
      const asked = await deps.ask(raw);
      if (asked.type !== "answer") {
        await interaction.editReply(wordsFor(asked));
        return;
      }
      const isThread = interaction.channel?.isThread() ?? true;
      await interaction.editReply({
        ...toReply(renderSay(asked.say, asked.ticketId)),
        components: [askButtons(asked.ticketId, { share: !isThread })],
      });
    },
  };
}

function wordsFor(asked: Exclude<Asked, { type: "answer" }>): string {
  const words = texts.asked;
  switch (asked.type) {
    case "no-answer":
      return asked.isReport ? words.isReport : words.noAnswer(asked.code);
    case "redirect":
      return asked.text === null ? words.elsewhere : defuseOwnText(asked.text);
    case "for-people":
      return words.forPeople(asked.code);
    case "refused":
      return words.refused[asked.because];
  }
}
