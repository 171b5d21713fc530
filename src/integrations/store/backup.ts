import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../../triage/model/clock.ts";
import type { Database } from "./database.ts";

type Dumpable = { readonly dump: NonNullable<Database["dump"]> };

type BackupOptions = {
  readonly database: Dumpable;
  readonly folder: string;
  /** How many backups stay; older ones are deleted. */
  readonly keep: number;
};

type ScheduleOptions = BackupOptions & {
  readonly everyMs: number;
  readonly clock: Clock;
  readonly log: { error(fields: object, message: string): void };
};

const NAME = /^signalbox-(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z)\.tar\.gz$/;

/**
 * Writes the whole embedded database into one file, which appears only once it is complete. To go
 * back to it, open an empty folder with the file as snapshot.
 * @returns the file's path
 */
export async function backUp(options: BackupOptions, now: number): Promise<string> {
  const { database, folder, keep } = options;
  await mkdir(folder, { recursive: true });
  const stamp = new Date(now).toISOString().replaceAll(/[:.]/g, "-");
  const path = join(folder, `signalbox-${stamp}.tar.gz`);
  await writeFile(`${path}.part`, await database.dump("gzip"));
  await rename(`${path}.part`, path);
  for (const old of (await backupsIn(folder)).slice(keep)) await rm(join(folder, old));
  return path;
}

/** Backs up whenever the newest backup has grown older than `everyMs`, across restarts too. */
export function startBackups(options: ScheduleOptions): { stop(): Promise<void> } {
  const { folder, everyMs, clock, log } = options;
  let cancel = () => {};
  let stopped = false;
  let running: Promise<void> = backupsIn(folder).then(([newest]) => {
    const age = newest === undefined ? everyMs : clock.now() - timeOf(newest);
    plan(Math.max(0, everyMs - age));
  });

  function plan(ms: number): void {
    if (stopped) return;
    cancel = clock.after(ms, () => {
      running = run();
    });
  }

  async function run(): Promise<void> {
    try {
      await backUp(options, clock.now());
    } catch (error) {
      log.error({ error, folder }, "Backup failed");
    }
    plan(everyMs);
  }

  return {
    async stop() {
      stopped = true;
      await running;
      cancel();
    },
  };
}

/** Names of the backups in a folder, newest first. */
async function backupsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.filter((name) => NAME.test(name)).toSorted((a, b) => b.localeCompare(a));
}

function timeOf(name: string): number {
  const [, stamp = ""] = NAME.exec(name) ?? [];
  return Date.parse(stamp.replace(/T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z/, "T$1:$2:$3.$4Z"));
}
