import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { UserError } from "../../triage/model/errors.ts";

export type Prompt = {
  /** `name@n`: a changed text takes the next number. */
  readonly name: string;
  readonly text: string;
  readonly hash: string;
};

const FOLDER = new URL("./prompts/", import.meta.url);

/** Reads a prompt from the folder beside this file. */
export function loadPrompt(name: string): Prompt {
  const text = readFileSync(new URL(`${name}.md`, FOLDER), "utf8");
  return { name, text, hash: shortHash(text) };
}

/**
 * A prompt to be tried in place of the one in use: an earlier one of the same task by its name, or
 * a file of one's own, which goes by the file's name.
 * @param task `classify`, for `classify@1` and so on
 * @throws UserError when there is no such prompt, or nothing in the file
 */
export function promptToTry(nameOrFile: string, task: string): Prompt {
  const shipped = readdirSync(FOLDER)
    .map((file) => basename(file, ".md"))
    .filter((name) => name.startsWith(`${task}@`));
  if (shipped.includes(nameOrFile)) return loadPrompt(nameOrFile);
  if (!existsSync(nameOrFile)) {
    throw new UserError(
      `${nameOrFile}: is no prompt; name ${shipped.toSorted().join(" or ")}, or a file of your own`,
    );
  }
  const text = readFileSync(nameOrFile, "utf8");
  if (text.trim() === "") throw new UserError(`${nameOrFile}: there is nothing in it`);
  return { name: basename(nameOrFile, ".md"), text, hash: shortHash(text) };
}

/** Enough of a hash to tell texts apart in a log line. */
export function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
