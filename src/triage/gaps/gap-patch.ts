import type { GapLine } from "./gap-lines.ts";

/** A change that would close a gap, as a unified diff. */
export type GapPatch = { readonly file: string; readonly diff: string };

/**
 * The team's own answer as a patch: after the section that comes nearest, or a page of its own
 * where none is near. Null when no answer is known, or the nearest file is none that can be patched.
 */
export function proposalFor(gap: GapLine, source: string | null): GapPatch | null {
  const { answer, nearest, title } = gap;
  if (answer === null) return null;
  const words = answer.trim().split(/\r?\n/);
  if (nearest === null) {
    const file = `${slug(title)}.md`;
    const added = [`# ${title}`, "", ...words];
    return { file, diff: insertionPatch({ file, text: null, after: 0, added }) };
  }
  if (source === null) return null;
  const after = endOfSection(source, nearest.line);
  const heading = `${"#".repeat(Math.max(2, depthAt(source, nearest.line)))} ${title}`;
  // What was cited is there already, only thin or wrong: its section is what has to change.
  const added = gap.cited.length > 0 ? ["", ...words] : ["", heading, "", ...words];
  const next = source.split("\n")[after];
  if (next !== undefined && next.trim() !== "") added.push("");
  return {
    file: nearest.file,
    diff: insertionPatch({ file: nearest.file, text: source, after, added }),
  };
}

function slug(title: string): string {
  const words = title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-");
  return words.replace(/^-|-$/g, "").slice(0, 60) || "new-page";
}

/** A place in a source file, and the lines that a patch adds there. */
export type Insertion = {
  /** Path from the root of the docs source. */
  readonly file: string;
  /** The file as it is now; null for a new file. */
  readonly text: string | null;
  /** After which line, from 1; 0 puts it first. */
  readonly after: number;
  readonly added: readonly string[];
};

/** Lines around a change by which `patch` and `git apply` find its place. */
const CONTEXT = 3;

/** A unified diff that adds lines to one file; it applies in the root of the docs source. */
export function insertionPatch({ file, text, after, added }: Insertion): string {
  if (text === null) {
    const head = ["--- /dev/null", `+++ b/${file}`, `@@ -0,0 +1,${added.length} @@`];
    return [...head, ...added.map((line) => `+${line}`)].join("\n");
  }
  const endsOpen = !text.endsWith("\n");
  const lines = (endsOpen ? text : text.slice(0, -1)).split("\n");
  const before = lines.slice(Math.max(0, after - CONTEXT), after);
  const below = lines.slice(after, after + CONTEXT);
  const from = after - before.length + 1;
  const size = before.length + below.length;
  const atEnd = endsOpen && after + below.length === lines.length;
  const context = (some: readonly string[]) => some.map((line) => ` ${line}`);
  const open = "\\ No newline at end of file";
  const ending = text.includes("\r\n") ? "\r" : "";
  const plus = added.map((line) => `+${line}${ending}`);
  // What follows the last line of a file that ends without a line break changes that line too.
  const body =
    atEnd && below.length === 0
      ? [...context(before.slice(0, -1)), `-${before.at(-1)}`, open, `+${before.at(-1)}`, ...plus]
      : [...context(before), ...plus, ...context(below), ...(atEnd ? [open] : [])];
  return [
    `--- a/${file}`,
    `+++ b/${file}`,
    `@@ -${from},${size} +${from},${size + added.length} @@`,
    ...body,
  ].join("\n");
}

const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const HEADING = /^ {0,3}(#{1,6})\s/;

/** The last line of the Markdown section that a line stands in, blank lines at its end left out. */
export function endOfSection(text: string, line: number): number {
  const lines = text.split("\n");
  let fence: string | null = null;
  let end = lines.length;
  for (let at = line; at < lines.length; at += 1) {
    const mark = FENCE.exec(lines[at] ?? "")?.[1]?.slice(0, 3) ?? null;
    if (mark !== null && (fence === null || fence === mark)) fence = fence === null ? mark : null;
    else if (fence === null && HEADING.test(lines[at] ?? "")) {
      end = at;
      break;
    }
  }
  while (end > line && (lines[end - 1] ?? "").trim() === "") end -= 1;
  return end;
}

/** How deep the heading above a line is; 1 when there is none. */
export function depthAt(text: string, line: number): number {
  const above = text.split("\n").slice(0, line);
  return above.findLast((one) => HEADING.test(one))?.match(HEADING)?.[1]?.length ?? 1;
}
