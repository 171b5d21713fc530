import { defuseForGitHub } from "./defuse.ts";

/** Each line gets two characters more, and GitHub takes 65,536. */
const MOST_QUOTED = 20_000;

/** What a reporter said, for a comment on an issue: redacted text, defused and quoted. */
export function quotedReply(code: string, text: string): string {
  const quoted = defuseForGitHub(text, { maxLength: MOST_QUOTED })
    .split("\n")
    .map((line) => `> ${line}`)
    .join("\n");
  return `The reporter of ${code} adds:\n\n${quoted}`;
}
