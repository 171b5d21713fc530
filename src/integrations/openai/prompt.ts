import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

export type Prompt = {
  /** `name@n`: a changed text takes the next number. */
  readonly name: string;
  readonly text: string;
  readonly hash: string;
};

/** Reads a prompt from the folder beside this file. */
export function loadPrompt(name: string): Prompt {
  const text = readFileSync(new URL(`./prompts/${name}.md`, import.meta.url), "utf8");
  return { name, text, hash: shortHash(text) };
}

/** Enough of a hash to tell texts apart in a log line. */
export function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
