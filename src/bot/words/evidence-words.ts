import type { AnswerParts, ReviewCard } from "../../triage/model/review-card.ts";
import { fenced } from "../../triage/text/defuse.ts";
import { folded } from "../../triage/text/folded.ts";
import { inlineText, quietLink } from "../render/defuse.ts";
import { cutMarkdown, oneLine } from "../render/split.ts";
import { staffTexts } from "./staff-texts.ts";

const { panel } = staffTexts;

/** What a card's text rests on, as the lines of the Evidence view: at most 2,600 characters. */
export function evidenceWords({ evidence, answer }: ReviewCard): string[] {
  if (evidence.length === 0) return [panel.evidence, panel.noEvidence];
  if (!answer) {
    const words = evidence.map(
      ({ title, url, quote }) => `- ${inlineText(title)} ${quietLink(url)}\n> ${inlineText(quote)}`,
    );
    return [panel.evidence, shortened(words, 1_200)];
  }
  return [
    panel.evidence,
    shortened(answer.claims.map(claimWords), 1_300),
    shortened(
      evidence.map(({ title, url }, at) => `[${at + 1}] ${inlineText(title)} ${quietLink(url)}`),
      500,
    ),
    ...ownCodeWords(answer),
    ...cutWords(answer),
  ];
}

/** One sentence with the numbers of its sources, and below it the words that carry it. */
function claimWords({ text, sources, quote }: AnswerParts["claims"][number], at: number): string {
  const numbers = sources.map((number) => `[${number}]`).join("");
  // A sentence that quotes is not quoted again below itself.
  const quotes = quote !== "" && folded(text).includes(folded(quote));
  const words = inlineText(oneLine(withoutFences(text), quotes ? 220 : 120));
  const said = `**${at + 1}.** ${words} ${numbers}`.trim();
  return quote === "" || quotes ? said : `${said}\n> “${inlineText(oneLine(quote, 220))}”`;
}

function withoutFences(text: string): string {
  return text.replace(/^\s*(?:```|~~~).*$/gm, "");
}

function ownCodeWords({ ownCode }: AnswerParts): string[] {
  if (ownCode.length === 0) return [];
  return [panel.ownCode, cutMarkdown(ownCode.map((code) => fenced(code)).join("\n"), 400).head];
}

function cutWords({ cut }: AnswerParts): string[] {
  if (cut.length === 0) return [];
  const words = cut.map(
    ({ text, because }) =>
      `- ~~${inlineText(oneLine(withoutFences(text), 80))}~~ ${inlineText(oneLine(because, 100))}`,
  );
  return [panel.cut, shortened(words, 400)];
}

function shortened(words: readonly string[], limit: number): string {
  const { head, rest } = cutMarkdown(words.join("\n"), limit - 2);
  return rest === "" ? head : `${head}\n…`;
}
