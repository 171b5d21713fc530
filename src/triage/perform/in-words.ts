import { type Action, issueName } from "../model/action.ts";
import type { Result } from "./result.ts";

/** What was done, in the words of a ticket's story. */
export function describe({ deed }: Action, result: Result): string {
  if (result.type === "filed") return `filed ${issueName(result.issue)}`;
  if (deed.do === "mark") return `marked ${deed.mark}`;
  if (deed.do === "say" && result.type === "done") return `said nothing: ${result.note ?? ""}`;
  if (deed.do === "say" || deed.do === "restate") return `said: ${deed.say.say}`;
  if (deed.do === "tell-privately" && result.type === "said")
    return "direct messages are closed: left a note in the thread";
  const words = IN_WORDS[deed.do];
  return result.type === "done" && result.note ? `${words}: ${result.note}` : words;
}

const IN_WORDS: Readonly<Record<Action["deed"]["do"], string>> = {
  say: "said",
  restate: "said anew",
  unsay: "took a message away that something better replaced",
  mark: "marked",
  "tell-privately": "told in private",
  alert: "told staff",
  "open-issue": "filed",
  "count-reporters": "brought the issue's list of reporters up to date",
  "count-verdicts": "brought the issue's list of verdicts up to date",
  "reopen-issue": "reopened the issue",
  "bring-along": "looked for linked tickets to take along",
  comment: "commented on the issue",
  label: "labelled the issue",
  acknowledge: "answered a directive",
  announce: "announced what is fixed",
  conclude: "told all who waited",
  "post-digest": "posted the digest",
  "show-card": "brought the card up to date",
  retract: "took an answer back",
  "delete-post": "deleted the post",
};
