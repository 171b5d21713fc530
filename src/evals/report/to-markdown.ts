import type { Block } from "./blocks.ts";

/**
 * The report as Markdown; plots as images that lie beside it.
 * @param start what the names of the images begin with
 */
export function toMarkdown(blocks: readonly Block[], start = ""): string {
  return `${blocks.map((block) => render(block, start)).join("\n\n")}\n`;
}

function render(block: Block, start: string): string {
  switch (block.type) {
    case "heading":
      return `${"#".repeat(block.level)} ${block.text}`;
    case "text":
      return block.text;
    case "warning":
      return `> **Mind:** ${block.text}`;
    case "plot":
      return `![${block.alt}](${start}${block.name}.svg)`;
    case "table": {
      const line = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |`;
      const rule = `| ${block.head.map((_, at) => (at === 0 ? "---" : "---:")).join(" | ")} |`;
      return [`${block.caption}:`, "", line(block.head), rule, ...block.rows.map(line)].join("\n");
    }
  }
}

const cell = (words: string) => words.replaceAll("|", "\\|");
