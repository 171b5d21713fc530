import { Argument, Command, InvalidArgumentError } from "commander";
import { SETUP_KEYS, type SetUpKey } from "../triage/setup/community-settings.ts";
import { differences } from "../triage/setup/settings-history.ts";
import type { Answers } from "./operator/messages.ts";
import { withOperator } from "./operator/open.ts";
import { whoever } from "./pause.ts";
import { readSetup, type SetupOptions, withSetupOptions } from "./setup.ts";

type Options = SetupOptions & {
  readonly history: boolean;
  readonly limit: number;
  readonly json: boolean;
};

const FILE = "as in the file";

/** `signalbox settings`: what was set in the community itself, by whom, and the way back to the file. */
export function settingsCommand(): Command {
  return withSetupOptions(new Command("settings"))
    .description("show what admins set in the community (/setup), and who changed what")
    .option("--history", "every change: when, who, from what to what; newest first", false)
    .option("--limit <number>", "changes shown", limit, 50)
    .option("--json", "print {settings}, or with --history {changes}", false)
    .action(async (options: Options) => {
      const setup = readSetup(options);
      if (options.history) {
        const changes = await withOperator(setup, (operator) =>
          operator({ ask: "history", limit: options.limit }),
        );
        process.stdout.write(options.json ? `${JSON.stringify({ changes })}\n` : tell(changes));
        return;
      }
      const all = await withOperator(setup, (operator) => operator({ ask: "settings" }));
      const keys = SETUP_KEYS.filter((key) => (all[key] ?? null) !== null);
      const settings = Object.fromEntries(keys.map((key) => [key, all[key]]));
      process.stdout.write(options.json ? `${JSON.stringify({ settings })}\n` : tellSet(settings));
    })
    .addCommand(resetCommand())
    .addHelpText(
      "after",
      `
What is set here stands over the configuration file, value by value; \`signalbox config
--effective\` shows the result. \`reset\` lets the file's value stand again.

Examples:
  signalbox settings
  signalbox settings --history --limit 20
  signalbox settings reset discord.review_channel

Exit code: 0 done, 2 bad input.`,
    );
}

function resetCommand(): Command {
  return withSetupOptions(new Command("reset"))
    .description("let the file's value of a setting stand again")
    .addArgument(new Argument("<setting>", "its name").choices(SETUP_KEYS))
    .action(async (key: SetUpKey, options: SetupOptions) => {
      const { changed } = await withOperator(readSetup(options), (operator) =>
        operator({ ask: "reset", key, by: whoever() }),
      );
      const words = changed
        ? `${key} is as in the file again.`
        : `${key} is as in the file already.`;
      process.stdout.write(`${words}\n`);
    });
}

function limit(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 1_000) return number;
  throw new InvalidArgumentError("It must be a number from 1 to 1000.");
}

function tellSet(settings: Readonly<Record<string, unknown>>): string {
  const lines = Object.entries(settings).flatMap(([key, value]) =>
    differences({ key, before: null, after: value }).map((one) => `${one.key}: ${one.to}`),
  );
  return lines.length === 0
    ? "Nothing is set in the community: all is as in the file.\n"
    : `${lines.join("\n")}\n`;
}

function tell(changes: Answers["history"]): string {
  if (changes.length === 0) return "Nothing was changed yet.\n";
  const lines = changes.flatMap((change) =>
    differences(change).map(
      ({ key, from, to }) =>
        `${new Date(change.at).toISOString()}  ${change.by}  ${key}: ${from ?? FILE} → ${to ?? FILE}`,
    ),
  );
  return `${lines.join("\n")}\n`;
}
