import { basename, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { Command } from "commander";
import { readEnvironment } from "../config/environment.ts";
import { loadConfig } from "../config/load.ts";
import { createEngines } from "../engines.ts";
import { openIndex } from "../integrations/docs/open-index.ts";
import { toPolicy } from "../policy.ts";
import { recordCase } from "../replay.ts";
import { systemClock } from "../triage/model/clock.ts";
import { UserError } from "../triage/model/errors.ts";

type Options = {
  readonly config: string;
  readonly data: string;
  readonly title: string;
  readonly place: string;
};

/** `signalbox record`: keeps what is made of a post today, stage by stage, for `replay`. */
export function recordCommand(): Command {
  return new Command("record")
    .description("record a case for replay: the post from standard input, and what is made of it")
    .argument("<dir>", "the folder of recorded cases")
    .argument("<name>", "name of the case's folder")
    .requiredOption("--config <file>", "the config whose routing, texts and thresholds decide")
    .option("--data <dir>", "the folder that holds the docs index", ".signalbox")
    .option("--title <title>", "title of the forum post", "")
    .option("--place <channel>", "the channel it is posted in", "help")
    .addHelpText(
      "after",
      `
A line \`---\` in the input begins the author's next message.

Examples:
  signalbox record test/cases upload-hangs --config demo/signalbox.config.yaml < post.txt

Exit code: 0 recorded, 2 bad input.`,
    )
    .action(async (dir: string, name: string, options: Options) => {
      if (name !== basename(name) || name === "." || name === "..") {
        throw new UserError(`${name}: a case is named by its folder alone, such as upload-hangs`);
      }
      const config = loadConfig(options.config);
      const found = { findPlace: (place: string) => place, communityName: "the community" };
      const passages = await openIndex(resolve(options.data));
      const readers = {
        ...createEngines(config, readEnvironment(), passages, systemClock),
        passages,
        sameAsks: { find: async () => [] },
      };
      const { title, place } = options;
      const messages = (await text(process.stdin)).split(/\n---\n/).map((part) => part.trim());
      if (messages.every((message) => message === "") && title === "") {
        throw new UserError("The post is empty: write it to standard input.");
      }
      const written = { title, place, messages };
      const policy = toPolicy(config, {}, found, 0);
      const recorded = await recordCase(dir, name, written, policy, readers);
      if (typeof recorded === "string")
        throw new UserError(`${name} cannot be recorded: ${recorded}`);
      process.stdout.write(recorded.stages.decision.now);
    });
}
