import { appendFileSync, writeFileSync } from "node:fs";

/** Lines that are searched for leaks; older ones stay in the file. */
const KEPT = 20_000;

/** Where the demo's log goes: a file of its own, with its latest lines in memory. */
export function keepLog(file: string) {
  const lines: string[] = [];
  writeFileSync(file, "");
  return {
    write(line: string): void {
      lines.push(line);
      if (lines.length > KEPT) lines.splice(0, lines.length - KEPT);
      appendFileSync(file, line);
    },
    text: (): string => lines.join(""),
  };
}
