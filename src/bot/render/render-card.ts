import type { APIEmbed } from "discord.js";
import type { ReviewCard } from "../../triage/model/review-card.ts";
import { folded } from "../../triage/text/folded.ts";
import { toMarker } from "../discord/marker.ts";
import { staffTexts } from "../words/staff-texts.ts";
import { type ButtonRow, button, row } from "./buttons.ts";
import { inlineText } from "./defuse.ts";
import { excerpt } from "./excerpt.ts";
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
  const title = oneLine([codesOf(card.codes), ...reporters].join(" · "), PHONE.width - 4);
  const link = /^https?:\/\//.test(card.permalink) ? { url: card.permalink } : {};
  const components = buttonsOf(card);
  const embed: APIEmbed = {
    // Without buttons its id stands in the embed's own address, which shows with a title alone.
    ...(components.length > 0
      ? { title, ...link }
      : { author: { name: title, ...link }, url: toMarker(card.cardId) }),
    description: card.closed === null ? openWords(card) : closedWords(card),
    color: card.closed !== null ? CLOSED : card.doubt === null ? OPEN : DOUBTFUL,
    ...(card.engine === "" ? {} : { footer: { text: oneLine(card.engine, PHONE.width) } }),
  };
  return { content: "", embeds: [embed], components, files: [] };
}

/** So many lines are the draft's own, if what stands around it can be said in fewer words. */
const DRAFT_LINES = 3;

/** From the widest to the tightest. */
const SPACINGS = ["wide", "close", "tight"] as const;
type Spacing = (typeof SPACINGS)[number];

function openWords(card: ReviewCard): string {
  const [wide, close, tight] = SPACINGS.map((spacing) => {
    const around = linesAround(card, spacing);
    const spare = PHONE.lines - linesTaken(around);
    const room = Math.max(1, spare);
    const { more } = excerpt(card.body, room, PHONE.width - 4);
    return { ...around, room, spare, isWhole: spare > 0 && more === 0 };
  });
  if (!wide || !close || !tight) return "";
  const enough = close.isWhole || close.spare >= DRAFT_LINES;
  const { above, below, room } = wide.isWhole ? wide : enough ? close : tight;
  return [...above, ...draftLines(card.body, room), ...below].join("\n");
}

/** The beginning of the draft, and how much more there is. */
function draftLines(body: string, room: number): readonly string[] {
  const whole = excerpt(body, room, PHONE.width - 4);
  if (whole.more === 0 || room === 1) return whole.shown;
  const { shown, more } = excerpt(body, room - 1, PHONE.width - 4);
  return [...shown, `-# ${staffTexts.card.more(more)}`];
}

type Around = { readonly above: readonly string[]; readonly below: readonly string[] };

/** Title and footer count as well. */
function linesTaken({ above, below }: Around): number {
  return 2 + phoneLines([...above, ...below].join("\n"));
}

/** What stands above and below the draft: the closer, the fewer lines of it. */
function linesAround(card: ReviewCard, spacing: Spacing): Around {
  const roomy = spacing !== "tight";
  // A line that breaks between words holds less than its width.
  const fits = (rows: 1 | 2, taken: number) => rows * PHONE.width - taken - (rows === 2 ? 8 : 0);
  return {
    above: [
      `**${inlineText(oneLine(card.ask, fits(roomy ? 2 : 1, 0)))}**`,
      inlineText(oneLine(card.facts.join(" · "), fits(spacing === "wide" ? 2 : 1, 0))),
      ...(card.claim === null ? [] : [`-# ${claimWords(card.claim)}`]),
      ...(card.freshReporters > 0 ? [`-# ${staffTexts.card.fresh(card.freshReporters)}`] : []),
      `**${actionLine(card)}**`,
    ],
    below: [
      ...sourceLines(card, roomy),
      ...ownCodeLine(card),
      ...(card.doubt === null
        ? []
        : [`${staffTexts.card.doubt} ${inlineText(oneLine(card.doubt, fits(roomy ? 2 : 1, 10)))}`]),
      ...helperLines(card, roomy),
      ...(card.learnt === null || !roomy
        ? []
        : [`-# ${inlineText(oneLine(card.learnt, PHONE.width))}`]),
    ],
  };
}

/** What helpers say of the draft, and the beginning of the words of one of them. */
function helperLines({ vouches = 0, reworded }: ReviewCard, roomy: boolean): string[] {
  if (vouches === 0) return [];
  const counted = `-# ${staffTexts.card.vouches(vouches)}`;
  if (!reworded) return [counted];
  const who = oneLine(reworded.name, 12);
  const words = inlineText(oneLine(staffTexts.card.reworded(who, reworded.words), PHONE.width));
  return roomy ? [counted, words] : [words];
}

function claimWords({ name, until }: NonNullable<ReviewCard["claim"]>): string {
  const who = inlineText(oneLine(name, PHONE.width / 2));
  return staffTexts.card.claimed(who, Math.floor(until / 1_000));
}

function actionLine(card: ReviewCard): string {
  const target = linkedTo(card);
  if (target) return maskedLink(card.action, target.url, PHONE.width - 4);
  return inlineText(oneLine(card.action, PHONE.width - 4));
}

/** What the draft would link to: its title stands in the draft. */
function linkedTo({ evidence, answer, body }: ReviewCard): ReviewCard["evidence"][number] | null {
  const [first] = evidence;
  return first && !answer && first.title !== "" && body.startsWith(first.title) ? first : null;
}

/** The first source with the words that carry it, and how many more there are. */
function sourceLines(card: ReviewCard, roomy: boolean): string[] {
  const { evidence, answer, body } = card;
  const [first, ...others] = linkedTo(card) ? evidence.slice(1) : evidence;
  if (!first) return [];
  const more = others.length > 0 ? ` +${others.length}` : "";
  if (!answer) {
    const link = maskedLink(first.title, first.url, PHONE.width - 20);
    return [
      `${staffTexts.card.alike} ${link}${more}`,
      ...(roomy && first.quote ? [`-# ${inlineText(oneLine(first.quote, PHONE.width))}`] : []),
    ];
  }
  return [
    `[1] ${maskedLink(first.title, first.url, PHONE.width - 10)}${more}`,
    // An answer that quotes says it already; the line is worth more to the answer.
    ...(roomy && first.quote && !holds(body, first.quote)
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

function maskedLink(title: string, url: string, width: number): string {
  const words = inlineText(oneLine(title.replaceAll("`", ""), width)) || "page";
  return /^https?:\/\/[^\s()<>]+$/.test(url) ? `[${words}](<${url}>)` : words;
}

/** How many lines a text takes on a phone; link targets and escapes are not seen, times are short. */
export function phoneLines(text: string): number {
  const seen = text
    .replace(/\]\(<[^>]*>\)/g, "]")
    .replace(/<t:\d+:t>/g, "10:30 PM")
    .replace(/\\(.)|\*\*|^> |^-# /gm, "$1");
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
