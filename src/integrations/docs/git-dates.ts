import { execFile, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A history longer than this many milliseconds leaves its oldest files without a date. */
const LONGEST = 60_000;
const COMMIT = "\u0001";

/**
 * When each file of a folder last changed, by its path there, as the git history tells: ISO 8601.
 * Empty without git or outside a checkout. A file that was never committed has no date, nor has one
 * whose last change lies before where a shallow clone begins: that commit only seems to add it.
 */
export async function readGitDates(folder: string): Promise<ReadonlyMap<string, string>> {
  const dates = new Map<string, string>();
  try {
    const wanted = await trackedFiles(folder);
    const begins = await shallowCommits(folder);
    if (wanted.size > 0) await readLog(folder, wanted, begins, dates);
  } catch {
    // No git, no checkout, or one that belongs to somebody else: then nothing is known.
  }
  return dates;
}

async function git(folder: string, ...args: readonly string[]): Promise<string> {
  const options = { timeout: LONGEST, maxBuffer: 256 * 1024 * 1024 };
  return (await run("git", ["-C", folder, ...args], options)).stdout;
}

async function trackedFiles(folder: string): Promise<Set<string>> {
  const listed = await git(folder, "ls-files", "-z");
  return new Set(listed.split("\0").filter((file) => file !== ""));
}

/** The commits at which a shallow clone ends; none for a whole one. */
async function shallowCommits(folder: string): Promise<ReadonlySet<string>> {
  const file = (
    await git(folder, "rev-parse", "--path-format=absolute", "--git-path", "shallow")
  ).trim();
  const text = await readFile(file, "utf8").catch(() => "");
  return new Set(text.split("\n").filter((line) => line !== ""));
}

/** One pass over the history, newest first, until every file has been seen. */
async function readLog(
  folder: string,
  wanted: Set<string>,
  begins: ReadonlySet<string>,
  dates: Map<string, string>,
): Promise<void> {
  const format = `--format=${COMMIT}%H %cI`;
  const quiet = ["-c", "core.quotePath=false", "-c", "log.showSignature=false"];
  const what = ["--name-only", "--no-renames", "--relative", "-m", "--first-parent", "--", "."];
  const log = spawn("git", ["-C", folder, ...quiet, "log", format, ...what], {
    stdio: ["ignore", "pipe", "ignore"],
    timeout: LONGEST,
  });
  const ended = new Promise<void>((resolve) => {
    log.once("error", () => resolve());
    log.once("close", () => resolve());
  });
  let date: string | null = null;
  for await (const line of createInterface({ input: log.stdout })) {
    if (line.startsWith(COMMIT)) {
      const [hash = "", at = ""] = line.slice(1).split(" ");
      date = begins.has(hash) ? null : new Date(at).toISOString();
    } else if (wanted.delete(line) && date !== null) {
      dates.set(line, date);
    }
    if (wanted.size === 0) log.kill();
  }
  await ended;
}
