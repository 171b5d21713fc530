import type {
  AutocompleteInteraction,
  ChatInputCommandInteraction,
  MessageContextMenuCommandInteraction,
  RESTPostAPIApplicationGuildCommandsJSONBody,
} from "discord.js";
import type { BotDeps, Person } from "../deps.ts";
import { isStaff } from "../discord/people.ts";
import type { ReadMessage } from "../listen/read-message.ts";
import { whisper } from "../presses/answer.ts";
import type { Setup } from "../setup/setup-presses.ts";
import { createTexts, type Texts } from "../words/wording.ts";
import { createAnsweredItCommand } from "./answered-it.ts";
import { createAskCommand } from "./ask.ts";
import { captureCommand } from "./capture.ts";
import type { Command } from "./command.ts";
import { createDraftsCommand } from "./drafts.ts";
import { createGapsCommand } from "./gaps.ts";
import { createKeepAnswerCommand } from "./keep-answer.ts";
import { createNextCommand } from "./next.ts";
import { createNoAiCommand } from "./no-ai.ts";
import { createPrivacyCommand } from "./privacy.ts";
import { createQueueCommand } from "./queue.ts";
import { createReportCommand } from "./report.ts";
import { createRetractCommand } from "./retract.ts";
import { createSendToTriageCommand } from "./send-to-triage.ts";
import { createSetupCommand } from "./setup.ts";
import { createStatusCommand } from "./status.ts";
import { createTicketCommand } from "./ticket.ts";
import { createTriageCommand } from "./triage.ts";

export type Commands = {
  /** As Discord is told of them. */
  readonly data: readonly RESTPostAPIApplicationGuildCommandsJSONBody[];
  run(
    interaction: ChatInputCommandInteraction | MessageContextMenuCommandInteraction,
    by: Person,
  ): Promise<void>;
  suggest(interaction: AutocompleteInteraction, by: Person): Promise<void>;
};

type Needs = {
  readonly deps: BotDeps;
  readonly setup: Pick<Setup, "begin" | "history">;
  readonly readMessage: ReadMessage;
};

/** What Discord is told of the commands, for who only compares; nothing of it can be run. */
export function commandList(texts: Texts = createTexts()): Commands["data"] {
  const none = { deps: { texts }, setup: {}, readMessage: null } as unknown as Needs;
  return allCommands(none).map(({ data }) => data);
}

function allCommands({ deps, setup, readMessage }: Needs): readonly Command[] {
  return [
    createNextCommand(deps),
    createQueueCommand(deps),
    createGapsCommand(deps),
    createDraftsCommand(deps),
    captureCommand,
    createTicketCommand(deps),
    createTriageCommand(deps),
    createSetupCommand(setup),
    createAskCommand(deps),
    createReportCommand(deps),
    createStatusCommand(deps),
    createPrivacyCommand(deps),
    createNoAiCommand(deps),
    createRetractCommand(deps),
    createSendToTriageCommand(deps, readMessage),
    createAnsweredItCommand(deps, readMessage),
    createKeepAnswerCommand(deps, readMessage),
  ];
}

export function createCommands(needs: Needs): Commands {
  const { deps } = needs;
  const all = allCommands(needs);
  const named = (name: string) => all.find(({ data }) => data.name === name);

  return {
    data: all.map(({ data }) => data),
    async run(interaction, by) {
      const command = named(interaction.commandName);
      if (!command) return whisper(interaction, deps.texts.say("gone"));
      if (command.staffOnly && !isStaff(by))
        return whisper(interaction, deps.texts.say("staff-only"));
      if (command.type === "form") {
        await interaction.showModal(command.form());
        return;
      }
      await interaction.deferReply({ flags: "Ephemeral" });
      if (command.type === "chat" && interaction.isChatInputCommand()) {
        return command.run(interaction, by);
      }
      if (command.type === "message" && interaction.isMessageContextMenuCommand()) {
        return command.run(interaction, by);
      }
    },
    async suggest(interaction, by) {
      const command = named(interaction.commandName);
      const allowed = command?.type === "chat" && (!command.staffOnly || isStaff(by));
      if (allowed && command.suggest) await command.suggest(interaction, by);
      else await interaction.respond([]);
    },
  };
}
