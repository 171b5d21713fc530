import { defuseForGitHub } from "./defuse.ts";

/** What a reporter said, for a comment on an issue: redacted text, defused and quoted. */
export function quotedReply(code: string, text: string): string {
  const quoted = defuseForGitHub(text)
    .split("\n")
    .map((line) => `> ${line}`)
    .join("\n");
  return `The reporter of ${code} adds:\n\n${quoted}`;
}
