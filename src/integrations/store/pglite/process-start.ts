import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** When a process began, in a form that is only good for comparing; null where it cannot be told. */
export async function processStart(pid: number): Promise<string | null> {
  return (await fromProc(pid)) ?? (await fromPs(pid));
}

async function fromProc(pid: number): Promise<string | undefined> {
  const status = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  // The name in parentheses may hold spaces; the start time is the 22nd field of the line.
  return status?.slice(status.lastIndexOf(")") + 2).split(" ")[19];
}

async function fromPs(pid: number): Promise<string | null> {
  const run = promisify(execFile);
  const answer = await run("ps", ["-o", "lstart=", "-p", String(pid)]).catch(() => undefined);
  return answer?.stdout.trim() || null;
}
