#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { classifyCommand } from "./cli/classify.ts";
import { doctorCommand } from "./cli/doctor.ts";
import { explainCommand } from "./cli/explain.ts";
import { indexCommand } from "./cli/index-docs.ts";
import { pauseCommand, resumeCommand } from "./cli/pause.ts";
import { redactCommand } from "./cli/redact-text.ts";
import { replayCommand } from "./cli/replay-cases.ts";
import { searchCommand } from "./cli/search-docs.ts";
import { statusCommand } from "./cli/status.ts";
import { trialCommand } from "./cli/trial.ts";
import { UserError } from "./triage/errors.ts";

const manifest: { version: string; description: string } = JSON.parse(
  readFileSync(new URL("../package.json", import.meta.url), "utf8"),
);

const program = new Command("signalbox")
  .description(manifest.description)
  .version(manifest.version)
  .showHelpAfterError("(signalbox help COMMAND lists what it takes)");
const commands = [
  doctorCommand(),
  statusCommand(),
  explainCommand(),
  pauseCommand(),
  resumeCommand(),
  indexCommand(),
  searchCommand(),
  redactCommand(),
  classifyCommand(),
  replayCommand(),
  trialCommand(),
];
for (const command of commands) program.addCommand(command.exitOverride());
program.exitOverride();

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else if (error instanceof UserError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  } else {
    throw error;
  }
}
