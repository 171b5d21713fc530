import { createHash } from "node:crypto";
import type { Passage } from "../../triage/model/passage.ts";
import type { Block, ParsedPage, Section, SourcePage } from "./parsed-page.ts";

/** Where pages come from; travels with each of their passages. */
export type Source = {
  readonly name: string;
  readonly version: string | null;
  readonly official: boolean;
  /** Whom it is written for; absent or empty when for all. */
  readonly audience?: readonly string[] | undefined;
};

const CHARACTERS_A_TOKEN = 4;

/** A passage is closed before it grows over this many tokens. */
export const PASSAGE_TOKENS = 400;

/** A single code block or table stays whole up to this many tokens; only beyond it is it cut, at a line. */
export const WHOLE_BLOCK_TOKENS = 1_600;

/** Cuts a page into passages along its headings. A page with words has at least one passage. */
export function toPassages(page: SourcePage, parsed: ParsedPage, source: Source): Passage[] {
  const pageTitle = page.title ?? parsed.title ?? titleFromPath(page.page);
  const seen = new Map<string, number>();
  const bodies = parsed.sections.filter((section) => section.blocks.length > 0);
  const sections = bodies.length > 0 ? bodies : titleOnly(page, parsed);

  return sections.flatMap((section) => {
    const breadcrumbs = breadcrumbsOf(pageTitle, section);
    return pack(section).map(({ text, line }) => {
      const key = JSON.stringify([source.name, source.version, page.page, breadcrumbs, text]);
      const nth = seen.get(key) ?? 0;
      seen.set(key, nth + 1);
      return {
        id: createHash("sha256").update(`${key}#${nth}`).digest("base64url").slice(0, 16),
        source: source.name,
        version: source.version,
        ...audienceOf(source),
        official: source.official,
        page: page.page,
        pageTitle,
        breadcrumbs,
        url: `${page.url ?? page.page}${section.anchor && !page.withoutAnchors ? `#${section.anchor}` : ""}`,
        text: text === "" ? breadcrumbs.join(" › ") : text,
        file: page.file,
        line: page.converted ? 1 : line + (page.firstLine ?? 1) - 1,
        changedAt: page.changedAt,
      };
    });
  });
}

/** Left out when it says nothing, so that most passages are not longer for it. */
export function audienceOf({ audience = [] }: Source): { audience?: string[] } {
  return audience.length > 0 ? { audience: [...audience] } : {};
}

// A page without a body (a redirect, a generated reference) can still be found and linked by its name.
function titleOnly(page: SourcePage, parsed: ParsedPage): readonly Section[] {
  if (parsed.sections.length > 0) return parsed.sections;
  const named = page.title !== null || parsed.title !== null;
  return named ? [{ headings: [], anchor: null, line: 1, blocks: [] }] : [];
}

function breadcrumbsOf(pageTitle: string, section: Section): string[] {
  const [first, ...rest] = section.headings;
  if (first === undefined) return [pageTitle];
  return first === pageTitle ? [pageTitle, ...rest] : [pageTitle, first, ...rest];
}

type Piece = { readonly text: string; readonly line: number };

function pack(section: Section): Piece[] {
  const pieces: Piece[] = [];
  let open: Block[] = [];
  const close = () => {
    const [first] = open;
    if (first)
      pieces.push({ text: open.map((block) => block.text).join("\n\n"), line: first.line });
    open = [];
  };
  for (const block of section.blocks.flatMap(cutHugeBlock)) {
    const size = open.reduce((sum, { text }) => sum + tokensOf(text), 0);
    if (open.length > 0 && size + tokensOf(block.text) > PASSAGE_TOKENS) close();
    open.push(block);
  }
  close();
  return pieces.length > 0 ? pieces : [{ text: "", line: section.line }];
}

/** About how many tokens of a model a text is. */
export function tokensOf(text: string): number {
  return Math.ceil(text.length / CHARACTERS_A_TOKEN);
}

function cutHugeBlock(block: Block): Block[] {
  const bound = block.kind === "prose" ? PASSAGE_TOKENS : WHOLE_BLOCK_TOKENS;
  if (tokensOf(block.text) <= bound) return [block];
  const lines = block.text.split("\n").flatMap((line) => cutLongLine(line, bound));
  const header = block.kind === "table" ? lines.slice(0, 2) : [];
  const parts: Block[] = [];
  let open: string[] = [];
  let size = 0;
  let line = block.line;
  for (const [index, text] of lines.entries()) {
    if (open.length > 0 && size + tokensOf(text) > bound) {
      parts.push({ ...block, text: open.join("\n"), line });
      open = [...header];
      size = tokensOf(header.join("\n"));
      line = block.line + index;
    }
    open.push(text);
    size += tokensOf(text) + 1;
  }
  parts.push({ ...block, text: open.join("\n"), line });
  return parts;
}

function cutLongLine(line: string, bound: number): string[] {
  const longest = bound * CHARACTERS_A_TOKEN;
  if (line.length <= longest) return [line];
  const parts: string[] = [];
  let rest = line;
  while (rest.length > longest) {
    const space = rest.lastIndexOf(" ", longest);
    const cut = space > longest / 2 ? space : longest;
    parts.push(rest.slice(0, cut));
    rest = rest.slice(cut).trimStart();
  }
  return rest === "" ? parts : [...parts, rest];
}

function titleFromPath(path: string): string {
  const name = path.split("/").at(-1) ?? path;
  return name.replace(/\.(html?|mdx?|markdown|rst|ipynb|txt|json|ya?ml)$/i, "");
}
