import { existsSync, readFileSync, rmSync } from "node:fs";
import { Command } from "commander";
import { openDatabase } from "../integrations/store/database.ts";
import { migrate, SchemaError } from "../integrations/store/migrate.ts";
import { UnopenedError } from "../integrations/store/pglite/embedded.ts";
import { UserError } from "../triage/model/errors.ts";
import { fileTrouble } from "./file-trouble.ts";
import { withOperator } from "./operator/open.ts";
import { databaseFolder, readSetup, type SetupOptions, withSetupOptions } from "./setup.ts";

type Options = SetupOptions & { readonly json: boolean };

/** `signalbox backup`: one more backup of the embedded database, now. */
export function backupCommand(): Command {
  return withSetupOptions(new Command("backup"))
    .description("back the embedded database up now, also while the bot runs")
    .option("--json", "print {file}", false)
    .addHelpText(
      "after",
      `
Examples:
  signalbox backup
  cp "$(signalbox backup --json | jq -r .file)" /mnt/elsewhere/

Exit code: 0 written, 2 bad input, or the database is a server's (use pg_dump).`,
    )
    .action(async (options: Options) => {
      const answer = await withOperator(readSetup(options), (operator) =>
        operator({ ask: "backup" }),
      );
      process.stdout.write(`${options.json ? JSON.stringify(answer) : answer.file}\n`);
    });
}

/** `signalbox restore`: begins the embedded database anew from a backup. */
export function restoreCommand(): Command {
  return withSetupOptions(new Command("restore"))
    .description("begin an embedded database from a backup; never over one that is there")
    .argument("<file>", "a backup, as `signalbox backup` writes it")
    .addHelpText(
      "after",
      `
Examples:
  mv .signalbox/db .signalbox/db.before
  signalbox restore .signalbox/backups/signalbox-2026-03-01T04-00-00-000Z.tar.gz

Exit code: 0 restored, 2 bad input, or there is a database already.`,
    )
    .action(async (file: string, options: SetupOptions) => {
      const { env, dataDir } = readSetup(options);
      if (env.databaseUrl !== undefined) {
        throw new UserError("DATABASE_URL is set: restore a server's database with pg_restore.");
      }
      const folder = databaseFolder(dataDir);
      if (existsSync(folder)) {
        throw new UserError(`${folder} is there already: stop the bot and move it away first.`);
      }
      const snapshot = readBackup(file);
      await restore(folder, snapshot).catch((error: unknown) => {
        // A folder that stayed behind would stand in the way of the next try.
        if (error instanceof UnopenedError || error instanceof SchemaError) {
          rmSync(folder, { recursive: true, force: true });
        }
        if (!(error instanceof UnopenedError)) throw error;
        throw new UserError(
          `${file} is no backup that \`signalbox backup\` wrote, or it is damaged; nothing is restored.`,
        );
      });
      process.stdout.write(`${folder} holds what ${file} held.\n`);
    });
}

async function restore(folder: string, snapshot: Uint8Array<ArrayBuffer>): Promise<void> {
  const database = await openDatabase({ dataDir: folder, snapshot });
  try {
    await migrate(database.pool);
  } finally {
    await database.close();
  }
}

function readBackup(file: string): Uint8Array<ArrayBuffer> {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new UserError(
      fileTrouble(error)?.replace(/^A file cannot be used/, file) ?? `${file} cannot be read.`,
    );
  }
  // Gzip's first two bytes: anything else would be found out only once a folder was made.
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) throw new UserError(`${file} is no backup.`);
  return new Uint8Array(bytes);
}
