import { existsSync } from "node:fs";
import { relative, resolve } from "node:path";

/**
 * A path of docs as the configuration in a folder names it: people type it as it is seen from where
 * they are, and the configuration means it from its own folder.
 * @returns null when nothing is there
 */
export function findDocs(folder: string, given: string): string | null {
  const here = resolve(given);
  if (here === resolve(folder, given)) return existsSync(here) ? given : null;
  if (existsSync(here)) return relative(folder, here);
  return existsSync(resolve(folder, given)) ? given : null;
}
