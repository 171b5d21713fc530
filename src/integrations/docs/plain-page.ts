import { createOutline, type ParsedPage } from "./parsed-page.ts";
import { rolesIn } from "./roles.ts";

const LONGEST_TITLE = 120;

/** Reads text of no known format: paragraphs by blank lines, a short first line taken as the title. */
export function readPlainPage(text: string): ParsedPage {
  const outline = createOutline();
  const lines = text.split("\n");
  const first = lines.findIndex((line) => line.trim() !== "");
  const head = lines[first]?.trim() ?? "";
  const titled = head.length <= LONGEST_TITLE && (lines[first + 1] ?? "").trim() === "";
  const title = titled && head !== "" ? head : null;
  if (title !== null) outline.heading(1, title, null, first + 1);

  let start = title === null ? Math.max(first, 0) : first + 1;
  for (let index = start; index <= lines.length; index += 1) {
    if (index < lines.length && lines[index]?.trim() !== "") continue;
    outline.block({
      text: lines.slice(start, index).join("\n"),
      line: start + 1,
      kind: "prose",
    });
    start = index + 1;
  }
  return { title, sections: outline.sections(), links: rolesIn(text), names: [] };
}
