import type { Claim } from "../model/draft.ts";
import type { Passage } from "../model/passage.ts";
import { folded } from "../text/folded.ts";
import { commandsIn, linksIn, namesIn, numbersIn, partsOf } from "./claim-parts.ts";
import { sensitiveIn } from "./say-nothing.ts";

/** A passage as it is compared with what is claimed. */
export type Source = {
  readonly passage: Passage;
  /** All words of the passage, folded, its headings among them. */
  readonly words: string;
  readonly text: string;
};

export function toSource(passage: Passage): Source {
  const headings = [passage.pageTitle, ...passage.breadcrumbs].join("\n");
  return {
    passage,
    words: folded(`${headings}\n${passage.text}`),
    text: folded(passage.text),
  };
}

const SHORTEST_QUOTE = 8;

type Check = (claim: Claim, cited: readonly Source[], sent: readonly Source[]) => string | null;

/** Why a claim does not stand on the passages that it cites; null when it does. */
export function fault(claim: Claim, sent: readonly Source[]): string | null {
  const cited = sent.filter(({ passage }) => claim.passageIds.includes(passage.id));
  const known = claim.passageIds.every((id) => cited.some(({ passage }) => passage.id === id));
  if (cited.length === 0 || !known) return "it names a passage that was not sent";
  for (const check of CHECKS) {
    const because = check(claim, cited, sent);
    if (because !== null) return because;
  }
  return null;
}

const CHECKS: readonly Check[] = [
  ({ text }) => (text.trim() === "" ? "it says nothing beside its code" : null),

  ({ quote }, cited) => {
    const words = folded(quote);
    if (words.length < SHORTEST_QUOTE) return "its quote is too short to prove anything";
    const found = cited.some(({ text }) => text.includes(words));
    return found ? null : "its quote does not occur in the passage";
  },

  ({ text }, _cited, sent) => {
    const foreign = linksIn(withoutKnownCode(text, sent)).find((link) => !leadsToDocs(link, sent));
    return foreign === undefined ? null : `it links to ${foreign}, which is no page of the docs`;
  },

  ({ text }, _cited, sent) => {
    const { prose } = partsOf(text);
    const own = commandsIn(prose).find(
      (command) => !sent.some(({ words }) => words.includes(folded(command))),
    );
    return own === undefined ? null : `its command ${own} stands in no passage`;
  },

  ({ text }, cited) => {
    const { prose, spans, blocks } = partsOf(text);
    const spoken = withoutLinks([prose, ...spans, ...blocks].join("\n"));
    const known = new Set(cited.flatMap(({ words }) => numbersIn(words)));
    const own = numbersIn(spoken).find((number) => !isAmong(known, number));
    return own === undefined ? null : `the number ${own} does not stand in its passage`;
  },

  ({ text }, cited) => {
    const { prose, spans } = partsOf(text);
    const names = [...spans, ...namesIn(withoutLinks(prose))];
    const own = names.find((name) => !cited.some(({ words }) => standsIn(words, folded(name))));
    return own === undefined ? null : `the name ${own} does not stand in its passage`;
  },

  // The quote too: what is said in a language without a word list still has to be quoted.
  ({ text, quote }, cited) => {
    const { prose, blocks } = partsOf(text);
    const isCode = blocks.some((block) => folded(block).includes(folded(quote)));
    const [subject] = sensitiveIn(isCode ? prose : `${prose}\n${quote}`);
    if (subject === undefined || cited.every(({ passage }) => passage.official)) return null;
    return `it speaks of ${subject.replaceAll("-", " ")}, and no official source says so`;
  },
];

/** Much of the world writes `1,5` where the docs write `1.5`. */
function isAmong(known: ReadonlySet<string>, number: string): boolean {
  return known.has(number) || known.has(number.replace(/^(\d+),(\d+)$/, "$1.$2"));
}

export function isFromDocs(block: string, sources: readonly Source[]): boolean {
  const lines = block
    .split("\n")
    .map(folded)
    .filter((line) => line !== "");
  return lines.every((line) => sources.some(({ words }) => words.includes(line)));
}

// An address inside code that the docs print is part of that code, not a link.
function withoutKnownCode(text: string, sources: readonly Source[]): string {
  const { blocks, spans } = partsOf(text);
  return [...blocks, ...spans]
    .filter((code) => isFromDocs(code, sources))
    .reduce((rest, code) => rest.replace(code, ""), text);
}

export function leadsToDocs(link: string, sources: readonly Source[]): boolean {
  return sources.some(({ passage: { url } }) => link === url || link === url.replace(/#.*$/, ""));
}

function withoutLinks(text: string): string {
  return linksIn(text).reduce((rest, link) => rest.replace(link, " "), text);
}

/** Whether a name stands in a text as a whole: `e4b` is not found in `e4bit`. */
export function standsIn(words: string, name: string): boolean {
  if (name === "") return true;
  for (let at = words.indexOf(name); at >= 0; at = words.indexOf(name, at + 1)) {
    const before = words[at - 1] ?? " ";
    const after = words[at + name.length] ?? " ";
    const opens = !/^[\p{L}\p{N}]/u.test(name) || !/[\p{L}\p{N}]/u.test(before);
    const closes = !/[\p{L}\p{N}]$/u.test(name) || !/[\p{L}\p{N}]/u.test(after);
    if (opens && closes) return true;
  }
  return false;
}
