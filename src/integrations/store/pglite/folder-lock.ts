import { randomBytes } from "node:crypto";
import { link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { UserError } from "../../../triage/model/errors.ts";
import { processStart } from "./process-start.ts";

const Owner = z.object({
  pid: z.number().int(),
  /** When that process began, as its system tells it: a pid alone is given out again. */
  began: z.string().nullable(),
  host: z.string(),
  since: z.string(),
});
type Owner = z.infer<typeof Owner>;

const HEARTBEAT_MS = 5_000;
const FOREIGN_STALE_MS = 30_000;
const SETTLING_MS = 100;

/**
 * Takes the folder for this process, or says who has it. Two processes on one embedded database
 * lose each other's writes, so this comes before it is opened.
 */
export async function lockFolder(folder: string): Promise<{ release(): Promise<void> }> {
  await mkdir(folder, { recursive: true });
  const path = join(folder, "signalbox.lock");
  const mine = JSON.stringify(await thisProcess());
  if (!(await claim(path, mine))) await takeOver(folder, path, mine);

  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => {});
  }, HEARTBEAT_MS);
  heartbeat.unref();
  return {
    async release() {
      clearInterval(heartbeat);
      if ((await read(path)) === mine) await rm(path, { force: true });
    },
  };
}

async function thisProcess(): Promise<Owner & { nonce: string }> {
  return {
    pid: process.pid,
    began: await processStart(process.pid),
    host: hostname(),
    since: new Date().toISOString(),
    nonce: randomBytes(8).toString("hex"),
  };
}

/** A hard link appears whole or not at all, and never over an existing file. */
async function claim(path: string, content: string): Promise<boolean> {
  const draft = `${path}.${randomBytes(8).toString("hex")}`;
  await writeFile(draft, content).catch((error: unknown) => {
    // Whoever reads this knows the folder, and not the name of a file that there is for a moment.
    throw error instanceof Error ? Object.assign(error, { path: dirname(path) }) : error;
  });
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function takeOver(folder: string, path: string, mine: string): Promise<void> {
  const found = await read(path);
  if (found !== undefined && (await isHeld(path, found))) throw inUse(folder, path, found);

  const aside = `${path}.${randomBytes(8).toString("hex")}`;
  await rename(path, aside).catch(() => {});
  // Between our look and our grip another process may have taken the folder: then it is theirs.
  const gripped = await read(aside);
  if (gripped !== undefined && gripped !== found) await link(aside, path).catch(() => {});
  await rm(aside, { force: true });

  const claimed = await claim(path, mine);
  await pause(SETTLING_MS);
  const now = await read(path);
  if (!claimed || now !== mine) throw inUse(folder, path, now);
}

async function isHeld(path: string, content: string): Promise<boolean> {
  const owner = toOwner(content);
  if (!owner) return false;
  if (owner.host !== hostname()) {
    // Another machine's or container's processes cannot be looked up: its heartbeat tells.
    const { mtimeMs } = await stat(path);
    return Date.now() - mtimeMs < FOREIGN_STALE_MS;
  }
  return isAlive(owner.pid) && (await processStart(owner.pid)) === owner.began;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}

function inUse(folder: string, path: string, content: string | undefined): UserError {
  const owner = content === undefined ? undefined : toOwner(content);
  const who = owner
    ? `process ${owner.pid} on ${owner.host}, since ${owner.since}`
    : "another process";
  return new UserError(
    `The data folder ${folder} is in use by ${who}. Stop that process, or choose another folder with --data, ` +
      `or set DATABASE_URL to share one PostgreSQL server. If it is gone for certain, delete ${path}.`,
  );
}

function toOwner(content: string): Owner | undefined {
  try {
    return Owner.parse(JSON.parse(content));
  } catch {
    return undefined;
  }
}

async function read(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch(() => undefined);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
