import { buffer, text } from "node:stream/consumers";
import { Command } from "commander";
import { UserError } from "../triage/model/errors.ts";
import { redact } from "../triage/redact/redact.ts";
import { binaryTrouble, openToRead } from "./text-lines.ts";

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
      const redacted = redact(await readText(file));
      process.stdout.write(options.json ? `${JSON.stringify(redacted)}\n` : redacted.text);
    });
}

/** In what is no UTF-8 text no secret would be found, and it would come out as it is. */
async function readText(file: string | undefined): Promise<string> {
  if (file !== undefined) return text(await openToRead(file));
  const bytes = await buffer(process.stdin);
  const trouble = binaryTrouble(bytes);
  if (trouble !== null) throw new UserError(`Standard input ${trouble}.`);
  return bytes.toString("utf8");
}
