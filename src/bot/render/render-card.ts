import type { APIEmbed } from "discord.js";
import type { ReviewCard } from "../../triage/model/review-card.ts";
import { folded } from "../../triage/text/folded.ts";
import { staffTexts } from "../words/staff-texts.ts";
import { type ButtonRow, button, row } from "./buttons.ts";
import { defuseText, inlineText } from "./defuse.ts";
import type { Rendered } from "./rendered.ts";
import { oneLine } from "./split.ts";

/** Lines that a phone shows without expanding, and about how many characters each holds. */
export const PHONE = { lines: 12, width: 44 } as const;

const OPEN = 0x5865f2;
const DOUBTFUL = 0xf0b232;
const CLOSED = 0x80848e;

/** A card that fits a phone: what is asked, what would be sent, what it rests on, the doubt. */
export function renderCard(card: ReviewCard): Rendered {
  const reporters = card.reporters > 1 ? [staffTexts.card.reporters(card.reporters)] : [];
  const embed: APIEmbed = {
    title: oneLine([codesOf(card.codes), ...reporters].join(" · "), PHONE.width - 4),
    ...(/^https?:\/\//.test(card.permalink) ? { url: card.permalink } : {}),
    description: card.closed === null ? openWords(card) : closedWords(card),
    color: card.closed !== null ? CLOSED : card.doubt === null ? OPEN : DOUBTFUL,
    // Carries the card's id also when its buttons are gone.
    footer: { text: `${oneLine(card.engine, 16)} · ${card.cardId}` },
  };
  return { content: "", embeds: [embed], components: buttonsOf(card), files: [] };
}

function openWords(card: ReviewCard): string {
  const above = [
    `**${inlineText(oneLine(card.ask, 2 * PHONE.width - 8))}**`,
    inlineText(oneLine(card.facts.join(" · "), PHONE.width)),
    ...(card.claim === null ? [] : [`-# ${claimWords(card.claim)}`]),
    ...(card.freshReporters > 0 ? [`-# ${staffTexts.card.fresh(card.freshReporters)}`] : []),
    `**${inlineText(oneLine(card.action, PHONE.width - 4))}**`,
  ];
  const below = [
    ...sourceLines(card),
    ...ownCodeLine(card),
    ...(card.doubt === null
      ? []
      : [`${staffTexts.card.doubt} ${inlineText(oneLine(card.doubt, PHONE.width - 10))}`]),
    ...helperLines(card),
    ...(card.learnt === null ? [] : [`-# ${inlineText(oneLine(card.learnt, PHONE.width))}`]),
  ];
  // Title, footer and undo line count as well.
  const taken = 2 + phoneLines([...above, ...below].join("\n"));
  return [...above, ...excerpt(card.body, PHONE.lines - taken), ...below].join("\n");
}

/** What helpers say of the draft, and the beginning of the words of one of them. */
function helperLines({ vouches = 0, reworded }: ReviewCard): string[] {
  if (vouches === 0) return [];
  const counted = `-# ${staffTexts.card.vouches(vouches)}`;
  if (!reworded) return [counted];
  const who = oneLine(reworded.name, 12);
  return [counted, inlineText(oneLine(staffTexts.card.reworded(who, reworded.words), PHONE.width))];
}

function claimWords({ name, until }: NonNullable<ReviewCard["claim"]>): string {
  const who = inlineText(oneLine(name, PHONE.width / 2));
  return staffTexts.card.claimed(who, Math.floor(until / 1_000));
}

/** The first source with the words that carry the answer, and how many more there are. */
function sourceLines({ evidence, answer, body }: ReviewCard): string[] {
  const [first, ...others] = evidence;
  if (!first) return [];
  const number = answer ? "[1] " : "";
  const more = others.length > 0 ? ` +${others.length}` : "";
  return [
    `${number}${maskedLink(first.title, first.url, PHONE.width - 10)}${more}`,
    // An answer that quotes says it already; the line is worth more to the answer.
    ...(first.quote && !holds(body, first.quote)
      ? [`“${inlineText(oneLine(first.quote, PHONE.width - 4))}”`]
      : []),
  ];
}

function holds(body: string, quote: string): boolean {
  return folded(body).includes(folded(quote));
}

function ownCodeLine({ answer }: ReviewCard): string[] {
  const lines = (answer?.ownCode ?? []).flatMap((code) => code.trim().split("\n")).length;
  return lines === 0 ? [] : [inlineText(oneLine(staffTexts.card.ownCode(lines), PHONE.width))];
}

function closedWords(card: ReviewCard): string {
  const at = card.closedAt === null ? "" : `, <t:${Math.floor(card.closedAt / 1_000)}:t>`;
  const undo =
    card.undoUntil === null ? [] : [staffTexts.card.undoUntil(Math.floor(card.undoUntil / 1_000))];
  return [
    `**${inlineText(oneLine(card.ask, 2 * PHONE.width - 8))}**`,
    `${inlineText(oneLine(card.closed ?? "", 2 * PHONE.width))}${at}`,
    ...undo,
  ].join("\n");
}

/** The body's first lines as a quotation, and how many more there are. */
function excerpt(body: string, room: number): string[] {
  const whole = defuseText(body)
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line.trim() !== "");
  if (whole.length === 0) return [];
  const lines = whole.flatMap((line) => wrapped(line, PHONE.width - 4));
  if (lines.length <= room) return quoted(lines);
  const shown = lines.slice(0, Math.max(1, room - 1));
  return [...quoted(shown), `-# ${staffTexts.card.more(lines.length - shown.length)}`];
}

/** As plain text: half a code block would swallow what follows it. */
function quoted(lines: readonly string[]): string[] {
  return lines.map((line) => `> ${line.replace(/[`*_~|#\\]/g, "\\$&")}`);
}

function wrapped(line: string, width: number): string[] {
  const lines: string[] = [];
  let rest = line;
  while (rest.length > width) {
    const space = rest.lastIndexOf(" ", width);
    let at = space > width / 2 ? space : width;
    if (/[\uD800-\uDBFF]/.test(rest.charAt(at - 1))) at -= 1;
    lines.push(rest.slice(0, at));
    rest = rest.slice(at).trimStart();
  }
  return [...lines, rest];
}

function maskedLink(title: string, url: string, width: number): string {
  const words = inlineText(oneLine(title, width)) || "page";
  return /^https?:\/\/[^\s()<>]+$/.test(url) ? `[${words}](<${url}>)` : words;
}

/** How many lines a text takes on a phone; link targets and escapes are not seen. */
export function phoneLines(text: string): number {
  const seen = text.replace(/\]\(<[^>]*>\)/g, "]").replace(/\\(.)|\*\*|^> |^-# /gm, "$1");
  return seen
    .split("\n")
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / PHONE.width)), 0);
}

function codesOf(codes: readonly string[]): string {
  const [first = "", ...others] = codes;
  return others.length > 0 ? `${first} +${others.length}` : first;
}

function buttonsOf(card: ReviewCard): readonly ButtonRow[] {
  const { buttons } = staffTexts;
  const { cardId: id, version } = card;
  if (card.undoUntil !== null) return [row(button("undo", buttons.undo, id, { version }))];
  if (card.closed !== null) return [];
  if (card.sample) {
    return [
      row(
        button("judge-right", buttons.judgeRight, id, { version, style: "main" }),
        button("judge-answer", buttons.judgeAnswer, id, { version }),
        button("judge-ask", buttons.judgeAsk, id, { version }),
        button("judge-file", buttons.judgeFile, id, { version }),
        button("more", buttons.more, id, { version }),
      ),
    ];
  }
  return [
    row(
      ...(card.send === null ? [] : [button("send", card.send, id, { version, style: "main" })]),
      ...(card.reworded && card.send !== null
        ? [
            button("send-words", buttons.sendWords(oneLine(card.reworded.name, 20)), id, {
              version,
            }),
          ]
        : []),
      ...(card.editable ? [button("edit", buttons.edit, id, { version })] : []),
      button("dismiss", buttons.dismiss, id, { version }),
      button("more", buttons.more, id, { version }),
    ),
  ];
}
