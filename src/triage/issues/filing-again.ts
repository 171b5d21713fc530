import { type Action, NOT_WANTED } from "../model/action.ts";
import type { Case, Change } from "../model/case.ts";
import type { Step } from "../model/step.ts";
import { mayBecome } from "../model/ticket.ts";
import { isGapFiling, wasFiled } from "../perform/spoken.ts";
import { drafting } from "./telling.ts";

/**
 * GitHub would not have an issue, for a reason that a person can mend: it is proposed again as it
 * was, with the reason, to be filed once that is mended, or to go elsewhere.
 */
export function filingAgain(
  known: Case,
  action: Action,
  { why, maybeDone }: { readonly why: string; readonly maybeDone: boolean },
  step: Step,
): Pick<Change, "ticket" | "proposal"> {
  const { deed } = action;
  if (deed.do !== "open-issue" || isGapFiling(action)) return {};
  const others = known.actions.filter(({ id }) => id !== action.id);
  if (wasFiled({ ...known, actions: others })) return {};
  const unwanted = known.actions.find(({ id }) => id === action.id)?.outcome === NOT_WANTED;
  const decidedOtherwise = known.proposal?.state === "open";
  if (unwanted || decidedOtherwise || !mayBecome(known.ticket.state, "proposed")) return {};
  const because = { code: "not-filed", why: "it could not be filed", groupKey: null };
  const proposed = { outcome: "file", route: deed.route, issue: deed.issue } as const;
  const drafted = drafting(known, proposed, because, step);
  const look = maybeDone ? "; look there first, since an attempt before may have succeeded" : "";
  return {
    ...drafted,
    ...(drafted.proposal && {
      proposal: { ...drafted.proposal, doubt: `not filed: ${why}${look}` },
    }),
  };
}
