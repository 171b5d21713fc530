import type { Html } from "../../trial/page/html.ts";

/** A piece of a report, before it is Markdown or HTML. */
export type Block =
  | { readonly type: "heading"; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly type: "text"; readonly text: string }
  /** Something that a reader must not miss. */
  | { readonly type: "warning"; readonly text: string }
  | {
      readonly type: "table";
      readonly caption: string;
      readonly head: readonly string[];
      /** The first cell of a row names it. */
      readonly rows: readonly (readonly string[])[];
    }
  /** `name`: of the file that it is kept in. */
  | { readonly type: "plot"; readonly name: string; readonly alt: string; readonly svg: Html };

export function heading(level: 1 | 2 | 3, text: string): Block {
  return { type: "heading", level, text };
}

export function text(words: string): Block {
  return { type: "text", text: words };
}

export function warning(words: string): Block {
  return { type: "warning", text: words };
}

/** A table, or nothing when it would have no row. */
export function table(
  caption: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): Block[] {
  return rows.length === 0 ? [] : [{ type: "table", caption, head, rows }];
}
