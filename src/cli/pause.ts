import { userInfo } from "node:os";
import { Command } from "commander";
import { withOperator } from "./operator/open.ts";
import { readSetup, type SetupOptions, withSetupOptions } from "./setup.ts";

type Options = SetupOptions & { readonly json: boolean };

const EXAMPLES = (name: string) => `
Examples:
  signalbox ${name}
  signalbox ${name} --config /etc/signalbox/signalbox.config.yaml --json

Exit code: 0 done (also when nothing had to change), 2 bad input.`;

/** `signalbox pause`: nothing is said in public until `resume`; nothing is lost. */
export function pauseCommand(): Command {
  return withSetupOptions(new Command("pause"))
    .description("say nothing in public until `signalbox resume`; posts are still taken in")
    .option("--json", "print {changed}", false)
    .addHelpText("after", EXAMPLES("pause"))
    .action(async (options: Options) => {
      const answer = await withOperator(readSetup(options), (operator) =>
        operator({ ask: "pause", by: whoever() }),
      );
      const words = answer.changed
        ? "Paused: nothing is said in public. Posts are still taken in; what is due waits."
        : "It is paused already.";
      process.stdout.write(`${options.json ? JSON.stringify(answer) : words}\n`);
    });
}

/** `signalbox resume`: what had waited goes out. */
export function resumeCommand(): Command {
  return withSetupOptions(new Command("resume"))
    .description("end a pause; what had waited goes out")
    .option("--json", "print {changed, waited}", false)
    .addHelpText("after", EXAMPLES("resume"))
    .action(async (options: Options) => {
      const answer = await withOperator(readSetup(options), (operator) =>
        operator({ ask: "resume", by: whoever() }),
      );
      const words = answer.changed
        ? `Resumed. ${answer.waited === 0 ? "Nothing had waited." : `Public actions that had waited and go out now: ${answer.waited}.`}`
        : "It is not paused.";
      process.stdout.write(`${options.json ? JSON.stringify(answer) : words}\n`);
    });
}

/** Who did it, for the record of changed settings. */
export function whoever(): string {
  try {
    return `${userInfo().username} on the command line`;
  } catch {
    return "the command line";
  }
}
