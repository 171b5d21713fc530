import { isMap, isNode, isScalar, LineCounter, parseDocument, type YAMLError } from "yaml";
import { type Edit, type Slip, toSlip, unknownAliases } from "./yaml-slips.ts";

export type Mistake = {
  /** From 1. */
  readonly line: number;
  /** From 1; only where the place in the line is what matters. */
  readonly column?: number;
  readonly field: string;
  readonly message: string;
};

/** One slip may hide others; more than these are told when the first are mended. */
const MOST_LOOKS = 10;

/**
 * Parses YAML and remembers where everything stood. A usual slip is read as it was meant, so that
 * what lies behind it is told as well.
 * @returns the value, undefined when slips leave it in doubt; the slips; and a function from a path
 * in the value to its line (from 1), for a path that is missing the line of the nearest parent
 */
export function parseYaml(text: string): {
  readonly value: unknown;
  readonly mistakes: readonly Mistake[];
  lineOf(path: readonly PropertyKey[]): number;
} {
  const mistakes: Mistake[] = [];
  let readable = text;
  for (let look = 1; ; look += 1) {
    const { document, lines, slips } = parse(readable);
    for (const { offset, message, mend } of slips) {
      const { line, col: column } = lines.linePos(offset);
      const there = mistakes.filter((one) => one.line === line);
      // One slip is often met with several errors; what can be mended by itself is another one.
      if (there.length === 0) mistakes.push({ line, column, field: "", message });
      else if (mend && there.every((one) => one.message !== message)) {
        // What was mended before it has moved the rest of the line.
        mistakes.push({ line, field: "", message });
      }
    }
    const edits = slips.flatMap(({ mend }) => (mend ? [mend] : []));
    if (edits.length > 0 && look < MOST_LOOKS) {
      readable = edited(readable, edits);
      continue;
    }
    return {
      value: slips.every(({ isHarmless }) => isHarmless) ? document.toJS() : undefined,
      mistakes: mistakes.toSorted((a, b) => a.line - b.line),
      lineOf: (path) => lineOf(document, lines, path),
    };
  }
}

type Parsed = ReturnType<typeof parseDocument>;

function parse(text: string) {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const told = [...document.errors, ...document.warnings];
  const misplaced = told.filter(({ code }) => code === "BLOCK_AS_IMPLICIT_KEY");
  // A misplaced section is told a second time, as a key of many lines.
  const isEcho = ({ code, pos: [at] }: YAMLError) =>
    code === "MULTILINE_IMPLICIT_KEY" && misplaced.some(({ pos: [start] }) => start === at);
  const slips: Slip[] = told
    .filter((error) => !isEcho(error))
    .map((error) => toSlip(error, text, document));
  return { document, lines, slips: slips.length > 0 ? slips : unknownAliases(document) };
}

function edited(text: string, edits: readonly Edit[]): string {
  const backwards = new Map(edits.map((edit) => [edit.offset, edit]));
  return [...backwards.values()]
    .toSorted((a, b) => b.offset - a.offset)
    .reduce(
      (left, { offset, length, insert }) =>
        left.slice(0, offset) + insert + left.slice(offset + length),
      text,
    );
}

function lineOf(document: Parsed, lines: LineCounter, path: readonly PropertyKey[]): number {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const parent = document.getIn(path.slice(0, depth - 1), true);
    const key = String(path[depth - 1]);
    const pair = isMap(parent) ? parent.items.find((one) => nameOf(one.key) === key) : null;
    // The key's own line: what it holds may begin below it.
    const node = pair?.key ?? document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

const nameOf = (key: unknown): string => (isScalar(key) ? String(key.value) : "");
