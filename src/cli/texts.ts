import { existsSync } from "node:fs";
import { Command } from "commander";
import {
  doubtfulTexts,
  isLanguage,
  isTextKey,
  placeholdersOf,
} from "../bot/words/text-overrides.ts";
import { ROOMS, SENTENCES, type TextKey } from "../bot/words/texts.ts";
import { TRANSLATIONS } from "../bot/words/translations.ts";
import { sentenceIn, type TextOverrides } from "../bot/words/wording.ts";
import { loadConfig } from "../config/load.ts";
import { UserError } from "../triage/model/errors.ts";
import { CONFIG_FILE } from "./setup.ts";

type Options = {
  readonly config: string;
  readonly language: string;
  readonly markdown: boolean;
  readonly json: boolean;
};

type Row = {
  readonly key: TextKey;
  readonly where: string;
  readonly placeholders: readonly string[];
  /** In characters. */
  readonly longest: number;
  /** As it ships, in English. */
  readonly ships: string;
  readonly inForce: string;
};

/** `signalbox texts`: every public sentence, what it is called and what is said now. */
export function textsCommand(): Command {
  return new Command("texts")
    .description("list every public sentence, with the key by which the config says it differently")
    .option("--config <file>", "the configuration whose `texts` are in force", CONFIG_FILE)
    .option("--language <code>", "as it is said in a language, such as de", "")
    .option("--markdown", "the list of what ships, as it stands in docs/texts.md", false)
    .option("--json", "one line a sentence", false)
    .addHelpText(
      "after",
      `
A sentence that the configuration says differently is marked with *. Remarks on the tone are
printed last: what you say is yours, but they are worth a look.

Examples:
  signalbox texts
  signalbox texts --language de
  signalbox texts --json | jq -r 'select(.inForce != .ships) | .key'

Exit code: 0 listed, 2 the configuration has mistakes or is not there.`,
    )
    .action((options: Options) => {
      if (options.markdown) {
        process.stdout.write(textsPage());
        return;
      }
      const own = existsSync(options.config) ? loadConfig(options.config).texts : {};
      if (options.config !== CONFIG_FILE && !existsSync(options.config)) {
        throw new UserError(`${options.config}: there is no such file.`);
      }
      if (options.language !== "" && !isLanguage(options.language)) {
        throw new UserError(
          `--language ${options.language}: no language has that code; use two letters, such as de.`,
        );
      }
      const rows = textRows(own, options.language);
      for (const row of rows) {
        process.stdout.write(options.json ? `${JSON.stringify(row)}\n` : describe(row));
      }
      for (const { path, message } of doubtfulTexts(own)) {
        process.stderr.write(`texts.${path.join(".")} ${message}\n`);
      }
    });
}

/** Every sentence; "" stands for no language in particular. */
function textRows(own: TextOverrides, language: string): Row[] {
  return Object.entries(SENTENCES).flatMap(([key, { says, room, where }]) =>
    isTextKey(key)
      ? [
          {
            key,
            where,
            placeholders: placeholdersOf(says),
            longest: ROOMS[room],
            ships: says,
            inForce: sentenceIn(own, key, language),
          },
        ]
      : [],
  );
}

function describe({ key, where, ships, inForce }: Row): string {
  const mark = ships === inForce ? " " : "*";
  return `${mark} ${key}: ${inForce}\n    ${where}\n`;
}

/** The page of the docs that lists what ships. */
export function textsPage(): string {
  const rows = textRows({}, "").map(({ key, where, placeholders, longest, ships }) => {
    const facts = placeholders.map((name) => `\`{${name}}\``).join(" ");
    return `| \`${key}\` | ${ships} | ${facts} | ${longest} | ${where} |`;
  });
  const languages = Object.keys(TRANSLATIONS).toSorted().join(", ");
  return `# Every public sentence

Written by \`signalbox texts --markdown\`. Each can be said differently by its key under \`texts\` in the [configuration](configuration.md#texts), in general and by language. What is in braces is filled in; "fits" is the longest in characters.

Around answers and questions to the reporter the sentences \`answer.…\`, \`ask.…\`, \`detail.…\`, \`category.…\`, \`reference\`, what is said about quoting a post, and the buttons below them also ship in: ${languages}. \`signalbox texts --language de\` shows them. They are used when the asker writes in that language; all else is English until you say it.

| key | what is said | facts | fits | where |
| --- | --- | --- | --- | --- |
${rows.join("\n")}
`;
}
