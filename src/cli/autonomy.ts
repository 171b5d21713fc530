import { userInfo } from "node:os";
import { Argument, Command } from "commander";
import { REVIEWED_ACTS, type ReviewedAct } from "../triage/decide/autonomy.ts";
import { UserError } from "../triage/model/errors.ts";
import { Act } from "../triage/model/policy.ts";
import type { Answers } from "./operator/messages.ts";
import { withOperator } from "./operator/open.ts";
import { readSetup, type SetupOptions, withSetupOptions } from "./setup.ts";

type Options = SetupOptions & { readonly json: boolean; readonly area: string };

/** `signalbox autonomy`: what may be done without a review, and what has earned it. */
export function autonomyCommand(): Command {
  return withSetupOptions(new Command("autonomy"))
    .description(
      "what each act earned in each area; let one be done without a review, or no longer",
    )
    .option("--json", "print the list as JSON", false)
    .action(async (options: Options) => {
      const setup = readSetup(options);
      const all = await withOperator(setup, (operator) => operator({ ask: "autonomy" }));
      process.stdout.write(options.json ? `${JSON.stringify(all)}\n` : tellStandings(all));
    })
    .addCommand(promoteCommand())
    .addCommand(demoteCommand())
    .addHelpText(
      "after",
      `
Acts that are regretted (taken back, called wrong) too often become drafts again by themselves.
Letting one be done without a review is a person's decision, and only from this list; some acts
never are: filing in public, telling that something is not planned.

Examples:
  signalbox autonomy
  signalbox autonomy promote answer --area uploads
  signalbox autonomy demote answer --area uploads

Exit code: 0 done, 2 it has not been earned, or bad input.`,
    );
}

function promoteCommand(): Command {
  return withSetupOptions(new Command("promote"))
    .description("let an act be done without a review in an area, if its reviews bear it out")
    .addArgument(new Argument("<act>", "the act").choices(Act.options))
    .requiredOption("--area <name>", "the area, as the list names it")
    .action(async (act: Act, options: Options) => {
      const { area } = options;
      const by = userInfo().username;
      const done = await withOperator(readSetup(options), (operator) =>
        operator({ ask: "promote", act, area, by }),
      );
      if (done.type === "refused") throw new UserError(`Not promoted: ${done.why}.`);
      process.stdout.write(
        `${act} in the area ${area} needs no review from now on: ${done.because}.\n`,
      );
    });
}

function demoteCommand(): Command {
  return withSetupOptions(new Command("demote"))
    .description("ask staff again before an act is done in an area")
    .addArgument(new Argument("<act>", "the act").choices(REVIEWED_ACTS))
    .requiredOption("--area <name>", "the area, as the list names it")
    .action(async (act: ReviewedAct, options: Options) => {
      const { area } = options;
      const by = userInfo().username;
      await withOperator(readSetup(options), (operator) =>
        operator({ ask: "demote", act, area, by }),
      );
      process.stdout.write(`${act} in the area ${area} needs a review from now on.\n`);
    });
}

/** The list in words: what has earned more first, then the rest. */
export function tellStandings(all: Answers["autonomy"]): string {
  if (all.length === 0) return "Nothing has been reviewed yet.\n";
  const listed = all.filter(({ next }) => next === "may-be-promoted");
  const names = (one: Answers["autonomy"][number]) =>
    `${one.act.padEnd(13)} ${one.area.padEnd(20)} ${one.setting.padEnd(6)}`;
  const lines = all.map((one) => {
    const { accepted, regretted, because } = one;
    const shares = `${accepted.count}/${accepted.of} sent as they were, ${regretted.count}/${regretted.of} regretted`;
    return `${names(one)} ${shares}\n${" ".repeat(14)}${because}`;
  });
  const offers = listed.map(
    ({ act, area }) => `  signalbox autonomy promote ${act} --area ${JSON.stringify(area)}`,
  );
  const earned =
    offers.length === 0 ? [] : ["", "These have earned to be done without a review:", ...offers];
  return `${[...lines, ...earned].join("\n")}\n`;
}
