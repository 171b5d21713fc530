import type { Proposed } from "../model/proposal.ts";
import { body } from "./card-of.ts";

/**
 * A proposal with a reviewer's words in place of the draft's, or the sentence that says why they
 * cannot be used. An edited answer is the reviewer's: it keeps its sources, not its quotes.
 */
export function readEdited(
  proposed: Proposed,
  title: string | null,
  text: string,
): Proposed | string {
  if (text.trim() === "") return "the text is empty";
  switch (proposed.outcome) {
    case "answer":
      return {
        ...proposed,
        extractive: false,
        edited: true,
        ownCode: [],
        claims: [
          { text, passageIds: proposed.sources.map((source) => source.passageId), quote: "" },
        ],
      };
    case "file":
      return {
        ...proposed,
        issue: {
          title: (title ?? proposed.issue.title).slice(0, 250),
          body: text.slice(0, 60_000),
        },
      };
    case "redirect":
      return { ...proposed, text };
    case "tell":
      return { ...proposed, words: text };
    case "ask":
      return { ...proposed, details: linesOf(text) };
    case "link":
    case "retract":
    case "sample":
      return "this one has no text to edit";
  }
}

/** One question a line, with or without the mark of a list. */
function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.replace(/^\s*[-*]\s*/, "").trim())
    .filter((line) => line !== "");
}

/** What a reviewer may rewrite: an issue's title and body, or the text alone. */
export function wordsOf(proposed: Proposed): {
  readonly title: string | null;
  readonly text: string;
} {
  if (proposed.outcome !== "file") return { title: null, text: body(proposed) };
  return { title: proposed.issue.title, text: proposed.issue.body };
}
