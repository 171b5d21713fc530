import type { Case, Change } from "../model/case.ts";
import { WANTED } from "../model/details.ts";
import type { Step } from "../model/step.ts";
import { drafting } from "./telling.ts";

/** No more than this is asked for when the team has not said what it needs. */
const MOST_GUESSED = 3;

/** The team lacks something: a draft that asks the one who reported it first, in the team's words. */
export function needsInfo(known: Case, words: string | null, step: Step): Change | null {
  const { proposal, classification } = known;
  if (proposal?.state === "open" && proposal.proposed.outcome === "ask") return null;
  const missing = WANTED[known.ticket.kind ?? "bug"];
  const named = missing.filter((detail) => classification?.missing.includes(detail));
  const guessed = (named.length > 0 ? named : missing).slice(0, MOST_GUESSED);
  const details = words === null ? [...guessed] : [words];
  const why = "the team marked the issue as lacking information";
  return {
    ...drafting(
      known,
      { outcome: "ask", details },
      { code: "needs-info", why, groupKey: null },
      step,
    ),
    story: [{ at: step.now, what: "needs information", detail: words ?? "" }],
  };
}
