import type { AskPart } from "../model/ask-part.ts";

/**
 * An ask's part of its posts after one of them was edited: null when its own words still stand there,
 * so that the edit is about another ask. Else the whole text counts: what it became, a person sees.
 */
export function editedPart(part: AskPart, edited: string): AskPart | null {
  const lines = part.text.split("\n").filter((line) => line.trim() !== "");
  return lines.every((line) => edited.includes(line)) ? null : { ...part, text: edited };
}
