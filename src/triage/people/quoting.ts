import { issueOf } from "../decide/propose.ts";
import type { Case, Change } from "../model/case.ts";
import type { Step } from "../model/step.ts";

/**
 * A reporter says whether their own words may stand in a public issue. An issue that waits for staff
 * is written anew; one that is filed or approved stays as it is.
 * @returns null when nothing changes by it
 */
export function quoting(
  known: Case,
  personId: string,
  consent: boolean,
  step: Step,
): Change | null {
  const one = known.reporters.find((reporter) => reporter.personId === personId);
  if (!one || one.consent === consent) return null;
  const changed = { ...one, consent };
  const reporters = known.reporters.map((reporter) => (reporter === one ? changed : reporter));
  const words = consent ? "agreed to be quoted" : "no longer agrees to be quoted";
  return {
    reporters: [changed],
    ...rewritten({ ...known, reporters }, words, step),
    story: [{ at: step.now, what: words, detail: one.name }],
  };
}

function rewritten(
  known: Case,
  words: string,
  { ids, now, policy }: Step,
): Pick<Change, "proposal" | "closeProposal"> {
  const { proposal, classification } = known;
  if (proposal?.state !== "open" || proposal.proposed.outcome !== "file" || !classification) {
    return {};
  }
  const { route, about } = proposal.proposed;
  const issue = issueOf(known, classification, route, policy, proposal.candidates, about);
  return {
    proposal: {
      ...proposal,
      id: ids(),
      version: proposal.version + 1,
      proposed: { ...proposal.proposed, issue },
      createdAt: now,
    },
    closeProposal: { state: "overtaken", because: `the reporter ${words}`, at: now },
  };
}
