#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { COMMANDS } from "./cli/commands.ts";
import { fileTrouble } from "./cli/file-trouble.ts";
import { UserError } from "./triage/model/errors.ts";
import { redact } from "./triage/redact/redact.ts";

const manifest: { version: string; description: string } = JSON.parse(
  readFileSync(new URL("../package.json", import.meta.url), "utf8"),
);

const program = new Command("signalbox")
  .description(manifest.description)
  .version(manifest.version)
  // A command's own --version is about its subject, not about the program.
  .enablePositionalOptions()
  .showHelpAfterError("(signalbox help COMMAND lists what it takes)")
  .exitOverride();

// Whoever reads the output may have read enough (`signalbox … | head`).
for (const output of [process.stdout, process.stderr]) {
  output.on("error", (error: Error & { code?: string }) => {
    if (error.code !== "EPIPE") throw error;
    process.exit();
  });
}

try {
  const asked = process.argv[2] ?? "";
  const loaders = Object.hasOwn(COMMANDS, asked)
    ? [COMMANDS[asked as keyof typeof COMMANDS]]
    : Object.values(COMMANDS);
  for (const load of loaders) {
    const command = (await load()).copyInheritedSettings(program).exitOverride();
    // What stands below a command ends with the same exit codes.
    for (const below of command.commands) below.copyInheritedSettings(command).exitOverride();
    program.addCommand(command);
  }
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else if (error instanceof UserError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  } else if (fileTrouble(error) !== null) {
    process.stderr.write(`${fileTrouble(error)}\n`);
    process.exitCode = 2;
  } else {
    // What others said may stand in the message, so it is shown as a log would show it.
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`Unforeseen failure. ${redact(told).text}\n`);
    process.exitCode = 1;
  }
}
