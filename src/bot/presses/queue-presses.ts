import {
  type APIActionRowComponent,
  type APIComponentInMessageActionRow,
  type ButtonInteraction,
  ComponentType,
  type StringSelectMenuInteraction,
} from "discord.js";
import { DAY, HOUR, MINUTE } from "../../triage/model/clock.ts";
import { QueueFilter, type QueueLine, type QueuePage } from "../../triage/review/review-queue.ts";
import type { CommandDeps, Person } from "../deps.ts";
import { button, row } from "../render/buttons.ts";
import { inlineText } from "../render/defuse.ts";
import { PHONE, renderCard } from "../render/render-card.ts";
import { oneLine } from "../render/split.ts";
import { staffTexts } from "../words/staff-texts.ts";
import { toReply, whisper } from "./answer.ts";
import { type CustomId, formatCustomId } from "./custom-id.ts";

const words = staffTexts.commands;

/** Leafs through the list, or takes one of it in hand. The caller checked the role. */
export async function pressQueue(
  interaction: ButtonInteraction | StringSelectMenuInteraction,
  { id, version: page }: CustomId,
  by: Person,
  deps: Pick<CommandDeps, "queue" | "claimTicket">,
): Promise<void> {
  await interaction.deferUpdate();
  const filter = QueueFilter.parse(id);
  const ticketId = interaction.isStringSelectMenu() ? interaction.values[0] : undefined;
  const claiming = ticketId === undefined ? null : await deps.claimTicket(ticketId, by);
  await interaction.editReply(renderQueue(await deps.queue(filter, page, by)));
  if (claiming === null) return;
  if (claiming.type === "taken") {
    const { name, until } = claiming.claim;
    return whisper(interaction, words.taken(inlineText(name), Math.floor(until / 1_000)));
  }
  if (claiming.type !== "claimed") return whisper(interaction, staffTexts.results.nothingChosen);
  if (claiming.card) return whisper(interaction, toReply(renderCard(claiming.card)));
  return whisper(interaction, words.claimed(claiming.code, Math.floor(claiming.until / 1_000)));
}

/** One page of the list: two phone lines an entry. */
export function renderQueue({ filter, page, pages, total, lines }: QueuePage) {
  const counted = `**${words.queueTitles[filter]}: ${total}**`;
  const title = pages > 1 ? `${counted} (${words.queuePage(page + 1, pages)})` : counted;
  return {
    content: [title, ...(total === 0 ? [words.queueNone] : lines.map(linesOf))].join("\n"),
    components: [...claimMenu(filter, page, lines), ...leafing(filter, page, pages)],
  };
}

function linesOf({ code, ask, action, waitingMs, shown, permalink, claimedBy }: QueueLine): string {
  const where = /^https?:\/\/[^\s()<>]+$/.test(permalink) ? `[${code}](<${permalink}>)` : code;
  const facts = [
    action ?? words.noDraft,
    waited(waitingMs),
    ...(claimedBy === null ? [] : [words.hasIt(inlineText(oneLine(claimedBy, 12)))]),
    ...(shown && claimedBy === null ? [words.onCard] : []),
  ];
  return `**${where}** ${facts.join(", ")}\n${inlineText(oneLine(ask, PHONE.width))}`;
}

function claimMenu(
  filter: QueueFilter,
  page: number,
  lines: readonly QueueLine[],
): APIActionRowComponent<APIComponentInMessageActionRow>[] {
  if (lines.length === 0) return [];
  return [
    {
      type: ComponentType.ActionRow,
      components: [
        {
          type: ComponentType.StringSelect,
          custom_id: formatCustomId("queue-claim", filter, page),
          placeholder: staffTexts.selects.take,
          options: lines.map(({ ticketId, code, ask }) => ({
            value: ticketId,
            label: oneLine(`${code} ${ask}`, 100),
          })),
        },
      ],
    },
  ];
}

function leafing(filter: QueueFilter, page: number, pages: number) {
  const { buttons } = staffTexts;
  const to = (label: string, other: number) =>
    other < 0 || other >= pages ? [] : [button("queue-page", label, filter, { version: other })];
  const shown = [...to(buttons.previous, page - 1), ...to(buttons.following, page + 1)];
  return shown.length === 0 ? [] : [row(...shown)];
}

function waited(ms: number): string {
  if (ms < HOUR) return `${Math.max(1, Math.round(ms / MINUTE))} min`;
  return ms < 2 * DAY ? `${Math.round(ms / HOUR)} h` : `${Math.round(ms / DAY)} days`;
}
