import type { IssueRef, PlannedAction } from "../model/action.ts";
import type { Step } from "../model/step.ts";
import { defuseForGitHub } from "../text/defuse.ts";

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

/** Passes what a reporter said on to the issue, as a comment of its own. */
export function passingOn(code: string, text: string, issue: IssueRef, step: Step): PlannedAction {
  return {
    id: step.ids(),
    act: "link",
    public: true,
    deed: { do: "comment", issue, key: null, body: quotedReply(code, text), quotes: true },
    serial: `issue:${issue.nodeId}`,
    notBefore: step.now,
  };
}
