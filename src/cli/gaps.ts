import { userInfo } from "node:os";
import { Command } from "commander";
import { UserError } from "../triage/model/errors.ts";
import type { Answers } from "./operator/messages.ts";
import { withOperator } from "./operator/open.ts";
import { readSetup, type SetupOptions, withSetupOptions } from "./setup.ts";

type Options = SetupOptions & { readonly json: boolean; readonly file?: string };

/** `signalbox gaps`: what the docs do not answer; with `--file` one goes to the docs team. */
export function gapsCommand(): Command {
  return withSetupOptions(new Command("gaps"))
    .description("questions that the docs do not answer, grouped, with the nearest page")
    .option("--file <code>", "file this gap as an issue with the docs team, such as G-3")
    .option("--json", "print it as JSON", false)
    .addHelpText(
      "after",
      `
A gap closes by itself when a new docs index answers its questions.

Examples:
  signalbox gaps
  signalbox gaps --json | jq '.[] | {code, askers, file: .nearest.file}'
  signalbox gaps --file G-3

Exit code: 0 done, 2 there is no such gap, it cannot be filed, or bad input.`,
    )
    .action(async (options: Options) => {
      const setup = readSetup(options);
      const { file } = options;
      if (file === undefined) {
        const gaps = await withOperator(setup, (operator) => operator({ ask: "gaps" }));
        process.stdout.write(options.json ? `${JSON.stringify(gaps)}\n` : tellGaps(gaps));
        return;
      }
      const filing = await withOperator(setup, (operator) =>
        operator({ ask: "file-gap", code: file, by: userInfo().username }),
      );
      const words = filingWords(file, filing);
      process.stdout.write(options.json ? `${JSON.stringify(filing)}\n` : `${words}\n`);
    });
}

function filingWords(code: string, filing: Answers["file-gap"]): string {
  switch (filing.type) {
    case "filing":
      return `${code} is being filed in ${filing.repository}.`;
    case "filed-already":
      return `${code} is filed already${filing.url === null ? "" : `: ${filing.url}`}.`;
    case "refused":
      throw new UserError(`${code} cannot be filed: ${filing.why}.`);
    case "unknown":
      throw new UserError(`There is no open gap ${code}.`);
  }
}

/** Gaps in words, a paragraph each. */
export function tellGaps(gaps: Answers["gaps"]): string {
  if (gaps.length === 0) return "The docs have no open gap.\n";
  return gaps.map((gap) => `${paragraph(gap)}\n`).join("\n");
}

function paragraph(gap: Answers["gaps"][number]): string {
  const { code, title, askers, asks, words, nearest, answer, filing, issueUrl, trouble } = gap;
  const people = askers === 1 ? "1 person" : `${askers} people`;
  return [
    `${code}  ${title}  (${people}, ${filing}${trouble === "" ? "" : `: ${trouble}`})`,
    ...asks.map(({ code: ticket, ask, reason, answeredByPerson, answeredBy }) => {
      const there = answeredBy
        ? `; ${answeredBy} answered`
        : answeredByPerson
          ? "; a person answered in the thread"
          : "";
      return `      ${ticket}  ${reason}${there}: ${oneLine(ask)}`;
    }),
    `      words    ${words.join(", ")}`,
    nearest
      ? `      nearest  ${nearest.title}, ${nearest.heading} (${nearest.file}:${nearest.line})`
      : "      nearest  no page is near",
    ...(answer === null ? [] : [`      answer   ${oneLine(answer)}`]),
    ...(issueUrl === null ? [] : [`      issue    ${issueUrl}`]),
  ].join("\n");
}

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}
