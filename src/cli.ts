#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { UserError } from "./triage/errors.ts";
import { redact } from "./triage/redact.ts";

const manifest: { version: string; description: string } = JSON.parse(
  readFileSync(new URL("../package.json", import.meta.url), "utf8"),
);

/** In the order of the help. Each is loaded when it is asked for: most need a database or a model. */
const COMMANDS = {
  init: async () => (await import("./cli/init.ts")).initCommand(),
  start: async () => (await import("./cli/start.ts")).startCommand(),
  doctor: async () => (await import("./cli/doctor.ts")).doctorCommand(),
  config: async () => (await import("./cli/config.ts")).configCommand(),
  "github-app": async () => (await import("./cli/github-app.ts")).githubAppCommand(),
  status: async () => (await import("./cli/status.ts")).statusCommand(),
  explain: async () => (await import("./cli/explain.ts")).explainCommand(),
  pause: async () => (await import("./cli/pause.ts")).pauseCommand(),
  resume: async () => (await import("./cli/pause.ts")).resumeCommand(),
  route: async () => (await import("./cli/route.ts")).routeCommand(),
  index: async () => (await import("./cli/index-docs.ts")).indexCommand(),
  search: async () => (await import("./cli/search-docs.ts")).searchCommand(),
  redact: async () => (await import("./cli/redact-text.ts")).redactCommand(),
  classify: async () => (await import("./cli/classify.ts")).classifyCommand(),
  record: async () => (await import("./cli/record-case.ts")).recordCommand(),
  replay: async () => (await import("./cli/replay-cases.ts")).replayCommand(),
  trial: async () => (await import("./cli/trial.ts")).trialCommand(),
} as const satisfies Record<string, () => Promise<Command>>;

const program = new Command("signalbox")
  .description(manifest.description)
  .version(manifest.version)
  .showHelpAfterError("(signalbox help COMMAND lists what it takes)")
  .exitOverride();

// Whoever reads the output may have read enough (`signalbox … | head`).
process.stdout.on("error", (error: Error & { code?: string }) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

try {
  const asked = process.argv[2] ?? "";
  const loaders = Object.hasOwn(COMMANDS, asked)
    ? [COMMANDS[asked as keyof typeof COMMANDS]]
    : Object.values(COMMANDS);
  for (const load of loaders) {
    program.addCommand((await load()).copyInheritedSettings(program).exitOverride());
  }
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  } else if (error instanceof UserError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  } else {
    // What others said may stand in the message, so it is shown as a log would show it.
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`Unforeseen failure. ${redact(told).text}\n`);
    process.exitCode = 1;
  }
}
