import { ApplicationCommandOptionType, ApplicationCommandType } from "discord.js";
import type { Asked } from "../../triage/people/ask-desk.ts";
import type { AskDeps, WordDeps } from "../deps.ts";
import { toReply } from "../presses/answer.ts";
import { askButtons } from "../presses/ask-presses.ts";
import { commandPost } from "../presses/command-post.ts";
import { defuseOwnText } from "../render/defuse.ts";
import { renderForOne } from "../render/render.ts";
import type { Texts } from "../words/wording.ts";
import type { ChatCommand } from "./command.ts";

/** `/ask`: an answer from the docs for the asker alone, which they may share. */
export function createAskCommand(deps: AskDeps & WordDeps): ChatCommand {
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
        await interaction.editReply(wordsFor(asked, deps.texts));
        return;
      }
      const isThread = interaction.channel?.isThread() ?? true;
      await interaction.editReply({
        ...toReply(renderForOne(asked.say, asked.ticketId, deps.texts)),
        components: [
          askButtons(asked.ticketId, {
            share: !isThread,
            texts: deps.texts.in(asked.say.language),
          }),
        ],
      });
    },
  };
}

function wordsFor(asked: Exclude<Asked, { type: "answer" }>, texts: Texts): string {
  switch (asked.type) {
    case "no-answer":
      if (asked.isReport) return texts.say("asked.is-report");
      return asked.noted
        ? texts.say("asked.no-answer", { code: asked.code })
        : texts.say("asked.nothing");
    case "failed":
      return texts.say("failed");
    case "redirect":
      return asked.text === null ? texts.say("asked.elsewhere") : defuseOwnText(asked.text);
    case "for-people":
      return texts.say("asked.for-people", { code: asked.code });
    case "refused":
      return texts.say(`refused.${asked.because}`);
  }
}
