import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Block } from "../../evals/report/blocks.ts";
import { toMarkdown } from "../../evals/report/to-markdown.ts";
import { toPage } from "../../evals/report/to-page.ts";
import type { RunFile } from "../../evals/run.ts";

/**
 * Writes the report as Markdown with its plots, as one HTML file, and the run itself.
 * @returns the files that people open
 */
export function writeReport(folder: string, run: RunFile, blocks: readonly Block[]): string[] {
  mkdirSync(folder, { recursive: true });
  const write = (name: string, content: string) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  for (const block of blocks) {
    if (block.type === "plot") write(`${block.name}.svg`, `${block.svg.html}\n`);
  }
  const [title] = blocks;
  const words = title?.type === "heading" ? title.text : "Evaluation";
  return [
    write("report.md", toMarkdown(blocks)),
    write("report.html", toPage(words, blocks)),
    write("run.json", `${JSON.stringify(run)}\n`),
  ];
}
