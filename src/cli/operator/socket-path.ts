import { join, relative } from "node:path";

/** Longest name that Linux and macOS both take for a socket. */
const LONGEST = 103;

/** Where the running program listens for commands; null when the folder's name is too long. */
export function socketPath(dataDir: string): string | null {
  const path = join(dataDir, "signalbox.sock");
  const shorter = [path, relative(process.cwd(), path)].find(
    (name) => Buffer.byteLength(name) <= LONGEST,
  );
  return shorter ?? null;
}
