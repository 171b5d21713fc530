import { Command } from "commander";
import { doubtfulTexts } from "../bot/words/text-overrides.ts";
import { likelyAsksOf, likelyChannels } from "../likely-questions.ts";
import { UserError } from "../triage/model/errors.ts";
import { effectiveSettings } from "./effective.ts";
import { withOperator } from "./operator/open.ts";
import { readSetup, type Setup, type SetupOptions, withSetupOptions } from "./setup.ts";

type Options = SetupOptions & { readonly effective: boolean; readonly json: boolean };

/** `signalbox config`: is the file right, and what is in force. */
export function configCommand(): Command {
  return withSetupOptions(new Command("config"))
    .description("check the configuration; with --effective, show each value and its origin")
    .option("--effective", "every setting that is in force, with where it comes from", false)
    .option("--json", "with --effective: print {settings: [{key, value, origin}], store}", false)
    .addHelpText(
      "after",
      `
A value in the store (what staff set while the bot runs) stands over the file's, the file's over
the default. Secrets are no part of it: they come from the environment.

Examples:
  signalbox config
  signalbox config --effective
  signalbox config --effective --json | jq '.settings[] | select(.origin == "store")'

Exit code: 0 no mistakes, 2 mistakes, each with its line.`,
    )
    .action(async (options: Options) => {
      const setup = readSetup(options);
      if (!options.effective) {
        process.stdout.write(`${options.config} has no mistakes.\n`);
        for (const channel of likelyChannels(setup.config)) {
          const { measured } = likelyAsksOf(setup.config);
          process.stdout.write(`${channel} is listened to as likely-questions. ${measured}\n`);
        }
        for (const { path, message } of doubtfulTexts(setup.config.texts)) {
          process.stdout.write(`Worth a look: texts.${path.join(".")} ${message}.\n`);
        }
        return;
      }
      const { stored, trouble } = await readStored(setup);
      const settings = effectiveSettings(options.config, setup.config, setup.env, stored);
      if (options.json) {
        process.stdout.write(`${JSON.stringify({ settings, store: trouble ?? "read" })}\n`);
        return;
      }
      for (const { key, value, origin } of settings) {
        process.stdout.write(`${key}: ${JSON.stringify(value)}  (${origin})\n`);
      }
      if (trouble) process.stderr.write(`The store was not asked: ${trouble}\n`);
    });
}

/** The store may not exist yet; the file's part is worth showing all the same. */
async function readStored(setup: Setup) {
  try {
    const stored = await withOperator(setup, (operator) => operator({ ask: "settings" }));
    return { stored, trouble: null };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { stored: {}, trouble: error.message };
  }
}
