import { Command, Option } from "commander";
import { createLog, type Logger } from "../log.ts";
import { SECOND } from "../triage/model/clock.ts";
import { UserError } from "../triage/model/errors.ts";
import { fileTrouble } from "./file-trouble.ts";
import { createLifetime, type End, within } from "./lifetime.ts";
import { type Role, type Running, runProgram } from "./run-program.ts";
import { readSetup, type SetupOptions, withSetupOptions } from "./setup.ts";

type Options = SetupOptions & { readonly role: Role };

/** Under the thirty seconds that containers are given. */
const STOP_WITHIN_MS = 25 * SECOND;
/** After a failure there is less to finish, and a supervisor that waits to start it again. */
const FAIL_WITHIN_MS = 5 * SECOND;

/** `signalbox start`: runs the bot until it is told to stop. */
export function startCommand(): Command {
  return withSetupOptions(new Command("start"))
    .description("run the bot")
    .addOption(
      new Option("--role <role>", "what this process does; separate ones need DATABASE_URL")
        .choices(["gateway", "worker", "all"])
        .default("all"),
    )
    .addHelpText(
      "after",
      `
Environment: DISCORD_TOKEN; as needed OPENAI_API_KEY, GITHUB_APP_ID with GITHUB_APP_PRIVATE_KEY (or
GITHUB_APP_PRIVATE_KEY_FILE), GITHUB_TOKEN, GITHUB_WEBHOOK_SECRET, DATABASE_URL, REDIS_URL,
CONSOLE_HOST, CONSOLE_PORT, LOG_LEVEL. A .env file beside the configuration is read too.

Examples:
  signalbox start
  signalbox start --config /etc/signalbox/signalbox.config.yaml --data /var/lib/signalbox
  signalbox start --role worker

Exit code: 0 stopped by SIGTERM or SIGINT, 1 could not start or had to end, 2 unknown option.`,
    )
    .action(async (options: Options) => {
      // Connections that outlive a failure must not keep the process.
      process.exit(await start(options));
    });
}

async function start(options: Options): Promise<number> {
  const lifetime = createLifetime();
  const log = { current: createLog("info") };
  try {
    const setup = readSetup(options);
    log.current = createLog(setup.env.logLevel);
    process.on("uncaughtException", (error) => {
      log.current.fatal({ error }, "Unforeseen failure");
      process.exit(1);
    });
    const starting = runProgram(setup, options.role, log.current, lifetime.fail);
    const first = await Promise.race([starting, lifetime.ended]);
    if ("because" in first) return endedEarly(first, log.current);
    return await finish(first, await lifetime.ended, log.current);
  } catch (error) {
    return told(error, log.current);
  }
}

/** Nothing that matters is half done before it runs: what it holds is let go by ending. */
function endedEarly(end: End, log: Logger): number {
  if (end.because === "failure") return told(end.error, log);
  say("Stopped before it was running.");
  return 0;
}

async function finish(running: Running, end: End, log: Logger): Promise<number> {
  const failed = end.because === "failure";
  if (failed) told(end.error, log);
  else say(`${end.signal}: finishing what is under way.`);
  const ms = failed ? FAIL_WITHIN_MS : STOP_WITHIN_MS;
  const stopped = running.stop().catch((error: unknown) => {
    log.error({ error }, "Stopping failed");
  });
  const inTime = await within(ms, stopped);
  if (!inTime) {
    log.warn({ ms }, "Not everything finished in time; the next start looks at what is open");
  }
  if (!failed) say(inTime ? "Stopped." : "Stopped before everything was finished.");
  return failed ? 1 : 0;
}

/** What went wrong, in a sentence; the details are for the log. */
function told(error: unknown, log: Logger): number {
  const trouble = error instanceof UserError ? error.message : fileTrouble(error);
  if (trouble !== null) {
    process.stderr.write(`${trouble}\n`);
  } else {
    log.fatal({ error }, "Cannot go on");
    process.stderr.write("Signalbox cannot go on; the line of the log above says why.\n");
  }
  return 1;
}

function say(words: string): void {
  process.stdout.write(`${words}\n`);
}
