import type { APIEmbed } from "discord.js";
import type { Translation } from "../../triage/answers/translate-post.ts";
import { staffTexts } from "../words/staff-texts.ts";
import { defuseText, inlineText } from "./defuse.ts";
import { cutMarkdown } from "./split.ts";

/** Discord takes 6,000 characters in all embeds of a message together. */
const LONGEST = 2_700;

const { results, translation: words } = staffTexts;

/** A post and its translation for one reviewer's eyes, or why there is none; null: the card is gone. */
export function renderTranslation(made: Translation | null): string | { embeds: APIEmbed[] } {
  if (made === null) return results.gone;
  if (made.type === "nothing") return words.nothing;
  if (made.type === "failed") {
    return words.failed(words.why[made.reason] ?? inlineText(made.detail));
  }
  return {
    embeds: [
      { description: part(words.original(made.from), made.original, made.cut) },
      { description: part(words.made(inlineText(made.model)), made.translation, made.cut) },
    ],
  };
}

function part(heading: string, text: string, cut: boolean): string {
  const { head, rest } = cutMarkdown(defuseText(text), LONGEST);
  return [heading, head, ...(cut || rest !== "" ? [words.cut] : [])].join("\n");
}
