import { ApplicationCommandOptionType, ApplicationCommandType } from "discord.js";
import { QueueFilter } from "../../triage/review/review-queue.ts";
import type { CommandDeps } from "../deps.ts";
import { renderQueue } from "../presses/queue-presses.ts";
import { staffTexts } from "../words/staff-texts.ts";
import type { ChatCommand } from "./command.ts";
import { LISTED_FOR_STAFF } from "./staff.ts";

/** `/queue`: what waits for review, or what nobody has answered; from there it can be claimed. */
export function createQueueCommand(deps: Pick<CommandDeps, "queue">): ChatCommand {
  return {
    type: "chat",
    staffOnly: true,
    data: {
      type: ApplicationCommandType.ChatInput,
      name: "queue",
      description: "List what waits for review, or for an answer",
      default_member_permissions: LISTED_FOR_STAFF,
      options: [
        {
          type: ApplicationCommandOptionType.String,
          name: "show",
          description: "Which of it; everything that waits for review when left out",
          required: false,
          choices: QueueFilter.options.map((value) => ({
            value,
            name: staffTexts.commands.queueChoices[value],
          })),
        },
      ],
    },
    async run(interaction, by) {
      const filter = QueueFilter.parse(interaction.options.getString("show") ?? "all");
      await interaction.editReply(renderQueue(await deps.queue(filter, 0, by)));
    },
  };
}
