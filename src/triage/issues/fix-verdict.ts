import type { PlannedAction } from "../model/action.ts";
import type { Case, Change } from "../model/case.ts";
import type { Step } from "../model/step.ts";
import { becoming } from "../model/ticket.ts";
import type { FixVerdict } from "../model/way-back.ts";
import { alerting } from "../perform/alert.ts";
import { hiddenMarker } from "../text/marker.ts";

/** Somebody who was asked says whether the fix works for them; the issue's one comment follows. */
export function judgingFix(
  known: Case,
  by: { readonly personId: string; readonly name: string },
  verdict: FixVerdict["verdict"],
  step: Step,
): Change {
  const { now } = step;
  const broken = verdict === "broken";
  const telling = known.issue ? [counting(known.issue, step)] : [];
  const alert = broken && !known.issue;
  return {
    ticket: broken && known.issue ? becoming(known.ticket, "with-team") : {},
    verdict: { personId: by.personId, verdict, at: now },
    facts: known.issue
      ? [aFact(known.issue.repository, broken ? "still-broken" : "works", now)]
      : [],
    actions: alert ? [alerting(known, "the reporter says that it is still broken", step)] : telling,
    story: [{ at: now, what: broken ? "still broken" : "works now", detail: by.name }],
  };
}

function aFact(repository: string, fact: "works" | "still-broken", at: number) {
  return { fact, at, team: null, area: null, repository };
}

function counting(issue: NonNullable<Case["issue"]>, { ids, now }: Step): PlannedAction {
  const { nodeId, repository, number, url } = issue;
  return {
    id: ids(),
    act: "link",
    public: true,
    deed: { do: "count-verdicts", issue: { nodeId, repository, number, url } },
    serial: `issue:${nodeId}`,
    notBefore: now,
  };
}

type Verdicts = readonly { readonly code: string; readonly verdict: FixVerdict["verdict"] }[];

/** The one comment that says for how many it is still broken; edited in place. */
export function verdictComment(verdicts: Verdicts, key: string): string {
  const broken = verdicts.filter(({ verdict }) => verdict === "broken");
  const works = verdicts.length - broken.length;
  const codes = [...new Set(broken.map(({ code }) => code))].join(", ");
  const who =
    broken.length === 0
      ? "**Nobody** says any more that it is still broken"
      : broken.length === 1
        ? `**1 reporter** says that it is still broken (${codes})`
        : `**${broken.length} reporters** say that it is still broken (${codes})`;
  const rest = works === 0 ? "" : `; for ${works === 1 ? "one" : works} it works now`;
  return `${who}${rest}.\n\n${hiddenMarker(key)}\n`;
}
