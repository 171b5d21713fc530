import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Command, Option } from "commander";
import { inviteLink } from "../bot/discord/permissions.ts";
import { loadEnvironmentFile, readEnvironment } from "../config/environment.ts";
import { loadConfig } from "../config/load.ts";
import { UserError } from "../triage/model/errors.ts";
import { PlacePolicy } from "../triage/model/policy.ts";
import { type Answers, environmentLines, writeConfig } from "./init/answers.ts";
import { findDocs } from "./init/find-docs.ts";
import { interview, REPOSITORY } from "./init/interview.ts";
import { type Prompts, terminal } from "./init/prompts.ts";
import { CONFIG_FILE } from "./setup.ts";

export type InitOptions = {
  readonly config: string;
  readonly yes: boolean;
  readonly force: boolean;
  readonly server?: string;
  readonly channel?: readonly string[];
  readonly review: string;
  readonly staff?: readonly string[];
  readonly engine: "offline" | "openai";
  readonly repository?: string;
  readonly private: boolean;
  readonly docs?: string;
  readonly docsUrl?: string;
  readonly applicationId?: string;
  readonly apiUrl: string;
};

/** `signalbox init`: asks for what is needed and writes the configuration. */
export function initCommand(): Command {
  return new Command("init")
    .description("ask for what is needed, print the invite link, write the configuration")
    .option("--config <file>", "the file to write", CONFIG_FILE)
    .option("--yes", "ask nothing: take the options below", false)
    .option("--force", "with --yes: overwrite a file that is there", false)
    .option("--server <name>", "with --yes: name or id of the Discord server")
    .option("--channel <name:how...>", "with --yes: channels, such as help:forum general:mention")
    .option("--review <channel>", "with --yes: where drafts wait for review", "review")
    .option("--staff <role...>", "with --yes: roles that may review")
    .addOption(
      new Option("--engine <name>", "with --yes: who classifies and drafts")
        .choices(["offline", "openai"])
        .default("offline"),
    )
    .option("--repository <owner/name>", "with --yes: where issues go that no rule routes")
    .option("--private", "with --yes: that repository is private", false)
    .option("--docs <dir>", "with --yes: a folder with docs, which has to be there")
    .option("--docs-url <url>", "with --yes: their public address")
    .option("--application-id <id>", "the bot's application, for the invite link")
    .option("--api-url <url>", "Discord's API, or a proxy of it", "https://discord.com/api")
    .addHelpText(
      "after",
      `
With DISCORD_TOKEN in the environment (or in .env), servers, channels and roles are offered.

Examples:
  signalbox init
  signalbox init --yes --server "Acme Developers" --channel help:forum --staff DevRel \\
    --repository acme/sdk --docs ./docs --docs-url https://docs.acme.example

Exit code: 0 written, 2 bad input or cancelled; then nothing was written.`,
    )
    .action(async (options: InitOptions) => {
      if (!options.yes && !process.stdin.isTTY) {
        throw new UserError("This is no terminal: use --yes with --server and the other options.");
      }
      process.stdout.write(await init(options, terminal));
    });
}

/** @returns what to do next, in words */
export async function init(options: InitOptions, prompts: Prompts): Promise<string> {
  const file = resolve(options.config);
  const exists = existsSync(file);
  if (exists && options.yes && !options.force) {
    throw new UserError(`${options.config} is there already; --force overwrites it.`);
  }
  const overwrite = "is there already. Overwrite it?";
  if (exists && !options.yes && !(await prompts.confirm(`${options.config} ${overwrite}`, false))) {
    throw new UserError(`${options.config} was left as it is.`);
  }
  loadEnvironmentFile(join(dirname(file), ".env"));
  const answers = options.yes
    ? fromOptions(options, dirname(file))
    : await interview(prompts, {
        token: readEnvironment().discordToken,
        apiUrl: options.apiUrl,
        folder: dirname(file),
      });
  writeFileSync(file, writeConfig(answers));
  // Whatever was answered, the file that is left behind is one that the program takes.
  loadConfig(file);
  const example = addExample(dirname(file));
  return nextSteps(options, example);
}

function fromOptions(options: InitOptions, folder: string): Answers {
  const { server, channel = [], review, staff = [], engine, repository, docs, docsUrl } = options;
  if (server === undefined) throw new UserError("--yes needs --server NAME.");
  if (repository !== undefined && !REPOSITORY.test(repository)) {
    throw new UserError(`--repository must be OWNER/NAME, not ${repository}.`);
  }
  if (docsUrl !== undefined && !URL.canParse(docsUrl)) {
    throw new UserError(`--docs-url must be an address, not ${docsUrl}.`);
  }
  return {
    server,
    channels: channel.length > 0 ? Object.fromEntries(channel.map(toPlace)) : { help: "forum" },
    reviewChannel: review,
    staffRoles: staff.length > 0 ? staff : ["Staff"],
    engine,
    fallback: repository
      ? { repository, visibility: options.private ? "private" : "public" }
      : null,
    docs: docs ? { path: docsFrom(folder, docs), baseUrl: docsUrl ?? null } : null,
  };
}

/** A start refuses docs that are not there, so it is told before anything is written. */
function docsFrom(folder: string, given: string): string {
  const path = findDocs(folder, given);
  if (path !== null) return path;
  throw new UserError(
    `--docs ${given}: there is no ${resolve(given)}. Make that folder or correct the path; or leave --docs out, and name your docs under docs in the configuration later.`,
  );
}

function toPlace(written: string): [string, PlacePolicy] {
  const end = written.lastIndexOf(":");
  const how = PlacePolicy.safeParse(written.slice(end + 1));
  if (end > 0 && how.success) return [written.slice(0, end), how.data];
  throw new UserError(
    `--channel must be NAME:HOW with one of ${PlacePolicy.options.join(", ")}, not ${written}.`,
  );
}

/** Names the variables in `.env.example`, after what it says already. */
function addExample(folder: string): string | null {
  const file = join(folder, ".env.example");
  const present = existsSync(file) ? readFileSync(file, "utf8") : "";
  const lines = environmentLines(present);
  if (lines === "") return null;
  const gap = present === "" || present.endsWith("\n") ? "" : "\n";
  writeFileSync(file, `${present}${gap}${lines}`);
  return file;
}

function nextSteps({ config, applicationId }: InitOptions, example: string | null): string {
  const steps = [
    ...(applicationId ? [`Invite the bot: ${inviteLink(applicationId)}`] : []),
    example
      ? `Copy ${example} to .env beside it and fill it in.`
      : "Fill in .env beside the configuration.",
    "Make a GitHub App: signalbox github-app --url https://…",
    `Check everything: signalbox doctor --config ${config}`,
    `Start it, in shadow at first: signalbox start --config ${config}`,
  ];
  return `${config} is written.\n\n${steps.map((step, n) => `${n + 1}. ${step}\n`).join("")}`;
}
