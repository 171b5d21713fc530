import { Command } from "commander";
import { UserError } from "../triage/model/errors.ts";
import { withOperator } from "./operator/open.ts";
import { tellStory } from "./operator/tell-story.ts";
import { readSetup, type SetupOptions, withSetupOptions } from "./setup.ts";

type Options = SetupOptions & { readonly json: boolean };

/** `signalbox explain SB-142`: what the bot knew, decided and did about one ticket, and why. */
export function explainCommand(): Command {
  return withSetupOptions(new Command("explain"))
    .description("tell the story of a ticket: evidence, reasons, proposals, reviews, actions")
    .argument("<ticket>", "its code, such as SB-142")
    .option("--json", "print everything as one JSON object", false)
    .addHelpText(
      "after",
      `
Examples:
  signalbox explain SB-142
  signalbox explain SB-142 --json | jq '.actions[] | {deed: .deed.do, state, outcome}'

Exit code: 0 told, 2 there is no such ticket, or bad input.`,
    )
    .action(async (code: string, options: Options) => {
      const story = await withOperator(readSetup(options), (operator) =>
        operator({ ask: "explain", code }),
      );
      if (!story) throw new UserError(`There is no ticket ${code}.`);
      process.stdout.write(options.json ? `${JSON.stringify(story)}\n` : tellStory(story));
    });
}
