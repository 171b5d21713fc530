import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type ChatInputCommandInteraction,
} from "discord.js";
import type { Asked } from "../../triage/ask-desk.ts";
import type { RawPost } from "../../triage/post.ts";
import { toReply } from "../answer.ts";
import { askButtons } from "../ask-presses.ts";
import { defuseOwnText } from "../defuse.ts";
import type { AskDeps, Person } from "../deps.ts";
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
      const raw = toRawPost(interaction, by, interaction.options.getString("question", true));
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

/** What was typed into a command, as if it had been posted where it was typed. */
export function toRawPost(
  { id, channelId, guildId, createdTimestamp }: ChatInputCommandInteraction,
  by: Person,
  text: string,
): RawPost {
  return {
    source: "discord",
    sourceId: id,
    placeId: channelId,
    conversationId: null,
    authorSourceId: by.sourceId,
    authorName: by.name,
    title: "",
    text,
    attachments: [],
    tags: [],
    permalink: `https://discord.com/channels/${guildId ?? "@me"}/${channelId}`,
    postedAt: createdTimestamp,
    author: { bot: false, roles: [...by.roles], optedOut: by.roles.includes("opted-out") },
    written: true,
    mentionsUs: true,
    opens: false,
    conversationOwnerId: null,
  };
}
