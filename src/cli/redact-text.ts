import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { Command } from "commander";
import { redact } from "../triage/redact/redact.ts";

/** `signalbox redact`: what the bot would keep of a text. */
export function redactCommand(): Command {
  return new Command("redact")
    .description("read a text, write it with secrets and personal data taken out")
    .argument("[file]", "a text file (default: standard input)")
    .option("--json", "print text and what was removed as JSON", false)
    .addHelpText(
      "after",
      `
Examples:
  signalbox redact log.txt
  pbpaste | signalbox redact --json

Exit code: 0 done, 2 bad input.`,
    )
    .action(async (file: string | undefined, options: { readonly json: boolean }) => {
      const redacted = redact(
        file === undefined ? await text(process.stdin) : readFileSync(file, "utf8"),
      );
      process.stdout.write(options.json ? `${JSON.stringify(redacted)}\n` : redacted.text);
    });
}
