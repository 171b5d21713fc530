import { existsSync } from "node:fs";
import { Command } from "commander";
import { loadConfig } from "../config/load.ts";
import { toPolicy } from "../policy.ts";
import { caseNames, differs, refreshCase, replayCase } from "../replay.ts";
import { UserError } from "../triage/model/errors.ts";

type Options = { readonly refresh: boolean; readonly json: boolean; readonly config: string };

/** `signalbox replay`: decides recorded cases anew and shows what would come out differently. */
export function replayCommand(): Command {
  return new Command("replay")
    .description("decide recorded cases anew, stage by stage, and name those that differ")
    .argument(
      "<dir>",
      "a folder with one folder a case (post, classification, candidates, drafting)",
    )
    .requiredOption("--config <file>", "the config whose routing, texts and thresholds decide")
    .option("--refresh", "write what is decided now; the diff is the review", false)
    .option("--json", "print one JSON object", false)
    .addHelpText(
      "after",
      `
Examples:
  signalbox replay test/cases --config demo/signalbox.config.yaml
  signalbox replay my-cases --config signalbox.config.yaml --refresh && git diff my-cases

Exit code: 0 all as recorded, 1 some differ, 2 bad input.`,
    )
    .action((dir: string, options: Options) => {
      if (!existsSync(dir)) throw new UserError(`${dir}: there is no such folder`);
      const found = { findPlace: (name: string) => name, communityName: "the community" };
      const policy = toPolicy(loadConfig(options.config), {}, found, 0);
      const cases = caseNames(dir).map((name) => replayCase(dir, name, policy));
      const changed = cases.flatMap((one) => {
        const stages = differs(one);
        if (options.refresh) refreshCase(dir, one);
        return stages.length > 0 ? [{ name: one.name, stages }] : [];
      });
      if (options.json) {
        process.stdout.write(`${JSON.stringify({ cases: cases.length, changed })}\n`);
      } else {
        const lines = changed.map(({ name, stages }) => `${name}: ${stages.join(", ")}`);
        process.stdout.write(
          `${cases.length} cases, ${changed.length} differ\n${lines.join("\n")}\n`,
        );
      }
      if (changed.length > 0 && !options.refresh) process.exitCode = 1;
    });
}
