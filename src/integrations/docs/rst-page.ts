import { type Block, createOutline, type ParsedPage } from "./parsed-page.ts";
import { labelsIn, listedPagesIn, rolesIn, tidyRoles } from "./roles.ts";

const RULE = /^([=\-~^"'`#*+:.<>_])\1{2,}\s*$/;

/**
 * Reads reStructuredText as text: headings by their underlines, indented bodies whole with their directive,
 * roles and labels reduced to what a reader sees. There is no kept docutils for JavaScript.
 */
export function readRstPage(text: string): ParsedPage {
  const lines = text.split("\n");
  const outline = createOutline();
  const styles: string[] = [];
  let title: string | null = null;
  let index = 0;

  // Generated reference pages carry their name on the first line without an underline.
  const first = lines.findIndex((line) => line.trim() !== "");
  const head = lines[first]?.trim() ?? "";
  if (/^[\w.:]+$/.test(head) && lines[first + 1]?.trim() === "") {
    title = head;
    outline.heading(1, head, null, first + 1);
    styles.push("named");
    index = first + 1;
  }

  while (index < lines.length) {
    const heading = headingAt(lines, index);
    if (heading) {
      if (!styles.includes(heading.style)) styles.push(heading.style);
      title ??= heading.text;
      const depth = styles.indexOf(heading.style) + 1;
      outline.heading(depth, tidyRoles(heading.text), docutilsId(heading.text), index + 1);
      index = heading.next;
      continue;
    }
    if (lines[index]?.trim() === "") {
      index += 1;
      continue;
    }
    const end = blockEnd(lines, index);
    const block = toBlock(lines.slice(index, end), index + 1);
    if (block) outline.block(block);
    index = end;
  }
  return {
    title: title === null ? null : tidyRoles(title),
    sections: outline.sections(),
    links: [...rolesIn(text), ...listedPagesIn(text)],
    names: labelsIn(text),
  };
}

type Heading = { readonly text: string; readonly style: string; readonly next: number };

function headingAt(lines: readonly string[], index: number): Heading | null {
  const first = lines[index] ?? "";
  const second = lines[index + 1] ?? "";
  const third = lines[index + 2] ?? "";
  const over = RULE.exec(first)?.[1];
  if (over !== undefined && second.trim() !== "" && RULE.exec(third)?.[1] === over) {
    return { text: second.trim(), style: over + over, next: index + 3 };
  }
  const under = RULE.exec(second)?.[1];
  const titled = first.trim() !== "" && !/^\s/.test(first) && !RULE.test(first);
  // Writers often miscount by a few characters; docutils only warns.
  if (
    under === undefined ||
    !titled ||
    second.trim().length < Math.min(first.trim().length - 3, 12)
  )
    return null;
  return { text: first.trim(), style: under, next: index + 2 };
}

/** A block ends at a blank line that is not followed by deeper text: a directive keeps its body. */
function blockEnd(lines: readonly string[], start: number): number {
  const opensBody = /^\.\. |::\s*$/.test(lines[start] ?? "");
  let end = start + 1;
  while (end < lines.length) {
    const line = lines[end] ?? "";
    if (line.trim() !== "") {
      if (headingAt(lines, end)) return end;
      if (/::\s*$/.test(line) && !opensBody) return blockEnd(lines, end);
      end += 1;
      continue;
    }
    let next = end;
    while (next < lines.length && lines[next]?.trim() === "") next += 1;
    const opened = opensBody || /::\s*$/.test(lines[end - 1] ?? "");
    if (!opened || !/^\s/.test(lines[next] ?? "")) return end;
    end = next;
  }
  return end;
}

function toBlock(lines: readonly string[], line: number): Block | null {
  const head = lines[0] ?? "";
  const hidden = lines.some((text) => /^\s+:hide:/.test(text));
  if (hidden || /^\.\. (toctree|meta|role|_[^:]*$)/.test(head)) return null;
  const kept = lines.filter(
    (text) =>
      !/^\s*(\.\. _[^:]*:|:(options|toctree|nosignatures|skipif|language|start-after|end-before|align|width):.*)\s*$/.test(
        text,
      ),
  );
  const code = /^\.\. (code|code-block|testcode|sourcecode|parsed-literal|testoutput)::/.test(head);
  const table = /^\.\. (list-table|csv-table|table)::/.test(head) || /^[+=]{2}[-=+ ]+$/.test(head);
  return {
    text: code ? kept.join("\n") : kept.map(tidyRoles).join("\n"),
    line,
    kind: code ? "code" : table ? "table" : "prose",
  };
}

function docutilsId(text: string): string {
  return tidyRoles(text)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
}
