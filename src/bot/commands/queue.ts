import { ApplicationCommandType } from "discord.js";
import { DAY, HOUR, MINUTE } from "../../triage/clock.ts";
import { inlineText, quietLink } from "../defuse.ts";
import type { CommandDeps, QueueLine } from "../deps.ts";
import { oneLine } from "../split.ts";
import { staffTexts } from "../staff-texts.ts";
import type { ChatCommand } from "./command.ts";
import { LISTED_FOR_STAFF } from "./staff.ts";

const SHOWN = 10;

/** `/queue`: what waits for review, best first. */
export function createQueueCommand(deps: Pick<CommandDeps, "queue">): ChatCommand {
  const words = staffTexts.commands;
  return {
    type: "chat",
    staffOnly: true,
    data: {
      type: ApplicationCommandType.ChatInput,
      name: "queue",
      description: "List what waits for review",
      default_member_permissions: LISTED_FOR_STAFF,
    },
    async run(interaction, by) {
      const { open, lines } = await deps.queue(by);
      const list = lines.slice(0, SHOWN).map(lineOf);
      const all = open === 0 ? [words.queueNone] : [words.queueTitle(open), ...list];
      await interaction.editReply(all.join("\n"));
    },
  };
}

function lineOf({ code, ask, action, waitingMs, shown, permalink }: QueueLine): string {
  const facts = [action, waited(waitingMs), ...(shown ? [staffTexts.commands.onCard] : [])];
  return `- **${code}** ${inlineText(oneLine(ask, 60))} (${facts.join(", ")}) ${quietLink(permalink)}`;
}

function waited(ms: number): string {
  if (ms < HOUR) return `${Math.max(1, Math.round(ms / MINUTE))} min`;
  return ms < 2 * DAY ? `${Math.round(ms / HOUR)} h` : `${Math.round(ms / DAY)} days`;
}
