import { withoutLinkTargets } from "../../triage/text/folded.ts";
import { sentencesOf } from "./ask.ts";

/** A piece of a passage that can be quoted by itself, word for word. */
export type Quotable = {
  readonly kind: "sentence" | "code";
  readonly quote: string;
  readonly shown: string;
};

const LONGEST_CODE = 900;
const LONGEST_SENTENCE = 600;
const SHORTEST_SENTENCE = 20;

const FENCED = /^ {0,3}(`{3,}|~{3,})[^\n]*\n[\s\S]*?^ {0,3}\1[ \t]*$/gm;
const MARKUP_LINE = /^\s*(\.\. |:[\w-]+:|\||[-=~^*+]{3,}\s*$|<|>>>|\*\*[^*]+\*\*\s*$|#{1,6} )/;

/** The sentences, list items and code blocks of a passage in their order; tables and bare markup are no quotes. */
export function quotablesOf(text: string): Quotable[] {
  const found: Quotable[] = [];
  let at = 0;
  for (const match of text.matchAll(FENCED)) {
    found.push(...sentencesIn(text.slice(at, match.index)), ...codeIn(match[0]));
    at = match.index + match[0].length;
  }
  return [...found, ...sentencesIn(text.slice(at))];
}

function codeIn(fenced: string): Quotable[] {
  const body = fenced.split("\n").slice(1, -1).join("\n");
  if (body.trim() === "" || fenced.length > LONGEST_CODE) return [];
  return [{ kind: "code", quote: body, shown: fenced }];
}

function sentencesIn(text: string): Quotable[] {
  return (
    // The target of a link may hold the end of a sentence; from a chat it leads nowhere, and each
    // answer carries the link to its passage.
    withoutLinkTargets(text)
      .split(/\n\s*\n|\n(?=\s*(?:[-*+]|\d+[.)])\s)/)
      .map((block) => block.replace(/^\s*(?:[-*+]|\d+[.)])\s+/, "").trim())
      .filter((block) => block !== "" && !block.split("\n").some((line) => MARKUP_LINE.test(line)))
      // A soft line break is white space, but the segmenter would end a sentence there.
      .flatMap((block) => sentencesOf(block.replace(/\s*\n\s*/g, " ")))
      .filter(({ length }) => length >= SHORTEST_SENTENCE && length <= LONGEST_SENTENCE)
      .map((quote) => ({ kind: "sentence", quote, shown: quote.replace(/\s+/g, " ") }))
  );
}
