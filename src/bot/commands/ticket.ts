import { ApplicationCommandOptionType, ApplicationCommandType } from "discord.js";
import type { CommandDeps, TicketView } from "../deps.ts";
import { inlineText, quietLink } from "../render/defuse.ts";
import { oneLine } from "../render/split.ts";
import { staffTexts } from "../words/staff-texts.ts";
import type { ChatCommand } from "./command.ts";
import { LISTED_FOR_STAFF } from "./staff.ts";
import { codeOption, createSuggestCodes } from "./ticket-code.ts";

const STORY_SHOWN = 12;

/** `/ticket code`: where a ticket stands and how it came to it. */
export function createTicketCommand(
  deps: Pick<CommandDeps, "ticket" | "suggestTickets">,
): ChatCommand {
  return {
    type: "chat",
    staffOnly: true,
    data: {
      type: ApplicationCommandType.ChatInput,
      name: "ticket",
      description: "Show a ticket and its story",
      default_member_permissions: LISTED_FOR_STAFF,
      options: [{ ...codeOption, type: ApplicationCommandOptionType.String }],
    },
    async run(interaction) {
      const code = interaction.options.getString("code", true);
      const ticket = await deps.ticket(code);
      const words = ticket ? describe(ticket) : staffTexts.commands.ticketUnknown(inlineText(code));
      await interaction.editReply(words);
    },
    suggest: createSuggestCodes(deps),
  };
}

function describe({ code, title, facts, permalink, issueUrl, story }: TicketView): string {
  const told = story.slice(-STORY_SHOWN).map(({ at, what, detail }) => {
    // What was done is said by its detail.
    const words = detail === "" ? what : what === "done" ? detail : `${what}: ${detail}`;
    return `- <t:${Math.floor(at / 1_000)}:f> ${inlineText(oneLine(words, 80))}`;
  });
  return [
    `**${code}** ${inlineText(oneLine(title, 100))}`,
    inlineText(oneLine(facts.join(" · "), 150)),
    [permalink, ...(issueUrl === null ? [] : [issueUrl])].map(quietLink).join(" "),
    ...(told.length > 0 ? told : [staffTexts.commands.storyNone]),
  ].join("\n");
}
