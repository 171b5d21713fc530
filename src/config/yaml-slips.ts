import { type Document, isMap, isScalar, visit, type YAMLError } from "yaml";

/** A slip in a YAML text, in words for whoever wrote it. */
export type Slip = {
  /** Where it is in the text, from 0. */
  readonly offset: number;
  readonly message: string;
  /** The change after which the rest can be read; null where none is sure to be what was meant. */
  readonly mend: Edit | null;
  /** Whether what was written can be told in spite of it. */
  readonly isHarmless: boolean;
};

/** Replaces `length` characters from `offset` on. */
export type Edit = { readonly offset: number; readonly length: number; readonly insert: string };

type Line = { readonly start: number; readonly text: string };

const TAB = "is indented with a tab; indent with spaces";
const QUOTE_IT = "put the value in quotes";

/** What an error of the parser most likely comes from. */
export function toSlip(error: YAMLError, text: string, document: Document): Slip {
  const [offset] = error.pos;
  const line = lineAt(text, offset);
  const plain = (message: string, at = offset): Slip => ({
    offset: at,
    message,
    mend: null,
    isHarmless: false,
  });
  const harmless = (message: string): Slip => ({ ...plain(message), isHarmless: true });

  if (/^(?:<{7}|={7}|>{7})/.test(line.text)) {
    return plain("is left from a merge; keep one of its two sides, without these marks");
  }
  const tab = /^[ \t]*\t/.exec(line.text);
  if (tab) {
    const spaces = tab[0].replaceAll("\t", " ".repeat(indentIn(text)));
    const mend = { offset: line.start, length: tab[0].length, insert: spaces };
    return { ...plain(TAB, line.start + tab[0].indexOf("\t")), mend };
  }
  switch (error.code) {
    case "DUPLICATE_KEY":
      return harmless(`stands here a second time${firstOf(document, offset, text)}; keep one`);
    case "MISSING_CHAR":
      if (error.message.startsWith("Missing closing")) return unclosedQuote(text, document, offset);
      return noColon(line) ?? plain("is no `key: value`; put a colon and a space after the key");
    case "MULTILINE_IMPLICIT_KEY":
      return noColon(line) ?? plain("is no `key: value`; put a colon and a space after the key");
    case "BLOCK_AS_IMPLICIT_KEY":
      return /:\s+\S.*:(?:\s|$)/.test(line.text)
        ? plain(`holds a second colon; ${QUOTE_IT} if the colon is part of it`)
        : (tooDeep(text, line) ?? plain("holds keys where a value was expected"));
    case "BAD_INDENT":
      return error.message.startsWith("Flow")
        ? unclosedBracket(document, offset)
        : plain(
            "does not line up with the keys beside it; begin them all in the same column",
            line.start + line.text.search(/\S|$/),
          );
    case "BAD_SCALAR_START":
      return harmless(`a value may not begin with ${text[offset]}; ${QUOTE_IT}`);
    case "BAD_ALIAS":
      return plain(`${text[offset]} has a meaning of its own in YAML; ${QUOTE_IT}`);
    case "TAG_RESOLVE_FAILED":
      return harmless(`! has a meaning of its own in YAML; ${QUOTE_IT}`);
    case "BAD_DQ_ESCAPE":
      return harmless("a backslash in double quotes has to be written twice; or use single quotes");
    case "MULTIPLE_DOCS":
      return plain("--- begins a second document; a configuration is one");
    case "UNEXPECTED_TOKEN":
      return plain(unexpected(error.message, text[offset] ?? ""));
    default:
      return plain(`cannot be read as YAML (${error.message.toLowerCase()})`);
  }
}

/** An alias without its anchor is found when the value is built, not when it is parsed. */
export function unknownAliases(document: Document): Slip[] {
  const anchors = new Set<string>();
  const slips: Slip[] = [];
  visit(document, {
    Node: (_, node) => void ("anchor" in node && node.anchor && anchors.add(node.anchor)),
    Alias: (_, { source, range }) => {
      if (anchors.has(source)) return;
      const message = `* has a meaning of its own in YAML; ${QUOTE_IT}`;
      slips.push({ offset: range?.[0] ?? 0, message, mend: null, isHarmless: false });
    },
  });
  return slips;
}

function lineAt(text: string, offset: number): Line {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  const end = text.indexOf("\n", start);
  return { start, text: text.slice(start, end === -1 ? text.length : end) };
}

/** By how many spaces this text is indented. */
function indentIn(text: string): number {
  const indents = [...text.matchAll(/^( +)\S/gm)].map(([, spaces = ""]) => spaces.length);
  return indents.length === 0 ? 2 : Math.min(...indents);
}

function noColon({ start, text }: Line): Slip | null {
  const [, before] = /^(\s*(?:- )?[\w.-]+:)[^\s/:]/.exec(text) ?? [];
  if (before === undefined) return null;
  const offset = start + before.length;
  const mend = { offset, length: 0, insert: " " };
  return { offset, message: "needs a space after the colon", mend, isHarmless: false };
}

function unclosedQuote(text: string, document: Document, end: number): Slip {
  let offset = -1;
  visit(document, {
    Scalar(_, { type, range }) {
      const isQuoted = type === "QUOTE_DOUBLE" || type === "QUOTE_SINGLE";
      if (isQuoted && range && range[0] <= end) offset = Math.max(offset, range[0]);
    },
  });
  if (offset === -1) offset = end;
  const line = lineAt(text, offset);
  const quote = text[offset] ?? '"';
  const mend = { offset: line.start + line.text.trimEnd().length, length: 0, insert: quote };
  return { offset, message: `the quote ${quote} is not closed`, mend, isHarmless: false };
}

function unclosedBracket(document: Document, end: number): Slip {
  let offset = end;
  visit(document, {
    Collection(_, { flow, range }) {
      if (flow && range && range[0] < end) offset = range[0];
    },
  });
  const message = "this bracket is not closed, or what is in it begins too far to the left";
  return { offset, message, mend: null, isHarmless: false };
}

/** The line below one that has a value, when it is indented as if it belonged to it. */
function tooDeep(text: string, above: Line): Slip | null {
  const rest = text.slice(above.start + above.text.length);
  const below = /^\s*\n( +)\S/.exec(rest);
  const [whole, indent] = below ?? [];
  if (whole === undefined || indent === undefined) return null;
  const ownIndent = /^ */.exec(above.text)?.[0].length ?? 0;
  if (indent.length <= ownIndent) return null;
  const offset = above.start + above.text.length + whole.length - 1;
  const message = "is indented further than the line above, which has a value already";
  return { offset, message, mend: null, isHarmless: false };
}

function firstOf(document: Document, offset: number, text: string): string {
  let first: number | undefined;
  visit(document, {
    Map(_, map) {
      const at = map.items.findIndex(({ key }) => isScalar(key) && key.range?.[0] === offset);
      const again = map.items[at]?.key;
      if (!isMap(map) || !isScalar(again)) return;
      const same = map.items.find(({ key }) => isScalar(key) && key.value === again.value);
      if (same && isScalar(same.key)) first = same.key.range?.[0];
    },
  });
  return first === undefined ? "" : ` (first on line ${text.slice(0, first).split("\n").length})`;
}

function unexpected(message: string, character: string): string {
  if (message.includes("at node end")) {
    return "something follows a closing quote; put all of the value into quotes, a ' in it doubled";
  }
  if (message.startsWith("Not a YAML token")) {
    return `after > or | the text begins on the next line; otherwise ${QUOTE_IT}`;
  }
  if ("]}".includes(character) && character !== "")
    return `${character} closes nothing; ${QUOTE_IT}`;
  return `cannot be read as YAML here; ${QUOTE_IT}, or look for a slip on the line above`;
}
