import { z } from "zod";
import { readMarkdownPage } from "./markdown-page.ts";
import type { ParsedPage } from "./parsed-page.ts";

const Source = z.union([z.string(), z.array(z.string()).transform((lines) => lines.join(""))]);

const Notebook = z.object({
  cells: z.array(z.object({ cell_type: z.string(), source: Source })),
  metadata: z
    .object({ language_info: z.object({ name: z.string() }).partial().optional() })
    .partial()
    .optional(),
});

/** Reads a Jupyter notebook: its Markdown cells as they are, its code cells as fences, no outputs. */
export function readNotebookPage(text: string): ParsedPage {
  const notebook = Notebook.parse(JSON.parse(text));
  const language = notebook.metadata?.language_info?.name ?? "python";
  const cells = notebook.cells.flatMap((cell) => {
    if (cell.cell_type === "markdown") return [cell.source];
    return cell.cell_type === "code" ? [`\`\`\`${language}\n${cell.source}\n\`\`\``] : [];
  });
  return readMarkdownPage(cells.join("\n\n"));
}
