/** One page of a source, as read from a folder or a file of pages. */
export type SourcePage = {
  /** Path of the page within its source; what hits are grouped by. */
  readonly page: string;
  readonly text: string;
  readonly title: string | null;
  /** Public address of the page without an anchor, when it is known. */
  readonly url: string | null;
  readonly file: string;
  /** Line of the file that the text begins at, when it is a part of the file. */
  readonly firstLine?: number;
  /** The text is Markdown that was made from something else: its lines are not those of the file. */
  readonly converted?: boolean;
  /** Headings are no places that its address could lead to. */
  readonly withoutAnchors?: boolean;
  readonly changedAt: string | null;
};

/** A paragraph, list, code block or table: never cut, unless it alone is far beyond the bound. */
export type Block = {
  readonly text: string;
  readonly line: number;
  readonly kind: "prose" | "code" | "table";
};

/** What stands under one heading, up to the next heading of any depth. */
export type Section = {
  /** Headings from the page's top down to this one; empty before the first heading. */
  readonly headings: readonly string[];
  readonly anchor: string | null;
  readonly line: number;
  readonly blocks: readonly Block[];
};

/** A link to another page, by address, path, label or name, with the words that lead there. */
export type PageLink = { readonly to: string; readonly text: string };

export type ParsedPage = {
  readonly title: string | null;
  readonly sections: readonly Section[];
  readonly links: readonly PageLink[];
  /** Labels that other pages may link to, besides the page's path. */
  readonly names: readonly string[];
};

type OpenSection = {
  headings: string[];
  anchor: string | null;
  line: number;
  blocks: Block[];
};

/** Collects sections while a page is walked from top to bottom. */
export function createOutline() {
  const path: { depth: number; heading: string }[] = [];
  let current: OpenSection = { headings: [], anchor: null, line: 1, blocks: [] };
  const sections: OpenSection[] = [current];

  return {
    heading(depth: number, heading: string, anchor: string | null, line: number): void {
      while ((path.at(-1)?.depth ?? 0) >= depth) path.pop();
      path.push({ depth, heading });
      current = { headings: path.map((step) => step.heading), anchor, line, blocks: [] };
      sections.push(current);
    },
    block(block: Block): void {
      if (block.text.trim() !== "") current.blocks.push(block);
    },
    sections(): Section[] {
      return sections.filter((section) => section.headings.length > 0 || section.blocks.length > 0);
    },
  };
}
