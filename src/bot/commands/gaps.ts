import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type ButtonInteraction,
} from "discord.js";
import type { Filing } from "../../triage/gaps/gap-desk.ts";
import type { GapLine } from "../../triage/gaps/gap-lines.ts";
import type { GapDeps, Person } from "../deps.ts";
import { button, row } from "../render/buttons.ts";
import { inlineText, quietLink } from "../render/defuse.ts";
import { oneLine } from "../render/split.ts";
import { staffTexts } from "../words/staff-texts.ts";
import type { ChatCommand } from "./command.ts";
import { LISTED_FOR_STAFF } from "./staff.ts";
import { matching, offer } from "./suggest.ts";

const SHOWN = 8;
const WORDS = 4;
const ROOM = 1_800;
/** As many buttons as Discord puts into a row. */
const BUTTONS = 5;
const words = staffTexts.commands;

/** `/gaps`: what the docs do not answer, and with `file` one of them goes to the docs team. */
export function createGapsCommand(deps: GapDeps): ChatCommand {
  return {
    type: "chat",
    staffOnly: true,
    data: {
      type: ApplicationCommandType.ChatInput,
      name: "gaps",
      description: "List what the docs do not answer, or file one of it",
      default_member_permissions: LISTED_FOR_STAFF,
      options: [
        {
          type: ApplicationCommandOptionType.String,
          name: "file",
          description: "Code of the gap to file with the docs team, such as G-3",
          required: false,
          autocomplete: true,
          max_length: 12,
        },
      ],
    },
    async run(interaction, by) {
      const code = interaction.options.getString("file");
      if (code !== null) {
        await interaction.editReply(filingWords(code, await deps.fileGap(code, by)));
        return;
      }
      const gaps = await deps.gaps();
      const open = gaps.filter(canBeFiled);
      const buttons = open
        .slice(0, BUTTONS)
        .map((gap) => button("file-gap", staffTexts.buttons.fileGap(gap.code), gap.code));
      await interaction.editReply({
        content: listWords(gaps, buttons.length > 0),
        components: buttons.length > 0 ? [row(...buttons)] : [],
      });
    },
    async suggest(interaction) {
      const open = (await deps.gaps()).filter(canBeFiled);
      await offer(interaction, matching(open, interaction.options.getFocused()));
    },
  };
}

function canBeFiled({ filing }: GapLine): boolean {
  return filing === "not filed" || filing === "failed";
}

/** The button below the list; whoever may not file was turned away before. */
export async function fileByButton(
  interaction: ButtonInteraction,
  code: string,
  by: Person,
  deps: GapDeps,
): Promise<void> {
  await interaction.deferReply({ flags: "Ephemeral" });
  await interaction.editReply(filingWords(code, await deps.fileGap(code, by)));
}

function listWords(gaps: readonly GapLine[], canFile: boolean): string {
  if (gaps.length === 0) return words.gapsNone;
  const lines = gaps.slice(0, SHOWN).map((gap) => {
    const { code, title, askers, nearest, filing, issueUrl } = gap;
    const page = nearest ? words.gapNear(inlineText(oneLine(nearest.title, 40))) : words.gapNoPage;
    const filed = issueUrl === null ? words.gapFiling[filing] : quietLink(issueUrl);
    const facts = [words.gapAskers(askers), page, filed].filter((fact) => fact !== "");
    const searched = inlineText(oneLine(gap.words.slice(0, WORDS).join(", "), 48));
    const line = `- **${code}** ${inlineText(oneLine(title, 60))} (${facts.join(", ")})`;
    return searched === "" ? line : `${line}\n  -# ${searched}`;
  });
  return [
    words.gapsTitle(gaps.length),
    ...fitting(lines),
    ...(canFile ? [`-# ${words.gapsFile}`] : []),
  ].join("\n");
}

/** As many lines as a message holds beside its title and the words about the buttons. */
function fitting(lines: readonly string[]): string[] {
  let room = ROOM;
  return lines.filter((line) => {
    room -= line.length + 1;
    return room >= 0;
  });
}

function filingWords(code: string, filing: Filing): string {
  const name = inlineText(code.trim().toUpperCase());
  switch (filing.type) {
    case "filing":
      return words.gapFiled(name, filing.repository);
    case "filed-already":
      return filing.url === null
        ? words.gapFiledAlready(name)
        : `${words.gapFiledAlready(name)} ${quietLink(filing.url)}`;
    case "refused":
      return words.gapRefused(name, inlineText(filing.why));
    case "unknown":
      return words.gapUnknown(name);
  }
}
