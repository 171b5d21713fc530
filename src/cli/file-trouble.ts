/** What the system's words for a file that cannot be used mean, and what mends it. */
const MEANINGS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  ENOTDIR: "a part of this path is a file, not a folder",
  EISDIR: "is a folder; name a file",
  EEXIST: "is there already",
  EACCES: "may not be opened, or written to; give yourself the right to it, or name another place",
  EPERM: "may not be changed; give yourself the right to it, or name another place",
  EROFS: "is on a file system that is read-only; name another place",
  ENOSPC: "there is no space left on its disk",
  EMFILE: "too many files are open; raise the limit (ulimit -n)",
};

const NO_FOLDER = "is a file where a folder is needed; move it away, or name another place";

/** A failure of the file system in a sentence for whoever ran the command; null for any other. */
export function fileTrouble(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  const meaning = syscall === "mkdir" && code === "EEXIST" ? NO_FOLDER : MEANINGS[code ?? ""];
  if (meaning === undefined) return null;
  return path === undefined ? `A file cannot be used: ${meaning}` : `${path}: ${meaning}`;
}
