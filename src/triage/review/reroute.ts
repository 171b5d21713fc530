import { route } from "../decide/route.ts";
import type { Classification } from "../model/classification.ts";
import type { Policy, Route } from "../model/policy.ts";

/** A ticket as the rules of routing see it. */
export type PastAsk = {
  readonly code: string;
  readonly title: string;
  readonly placeId: string;
  /** Redacted, as it is stored. */
  readonly text: string;
  readonly labels: Pick<Classification, "kind" | "lane" | "area" | "severity" | "language">;
};

type Rules = Pick<Policy, "rules" | "fallback">;

/** Where a ticket's issue goes, and why; null when nowhere. */
type End = {
  readonly repository: string | null;
  readonly team: string | null;
  readonly why: string;
};

/** A ticket that other rules would send elsewhere. */
export type Move = {
  readonly code: string;
  readonly title: string;
  readonly from: End;
  readonly to: End;
};

/** What a change of rules would move among past tickets, in their order. */
export function moves(past: readonly PastAsk[], before: Rules, after: Rules): Move[] {
  return past.flatMap(({ code, title, placeId, text, labels }) => {
    const ask = { placeId, text };
    const [from, to] = [route(labels, ask, before), route(labels, ask, after)];
    if (sameEnd(from.route, to.route)) return [];
    return [{ code, title, from: endOf(from), to: endOf(to) }];
  });
}

/** Repository, team, labels, type and assignees: whatever its team would notice. */
function sameEnd(a: Route | null, b: Route | null): boolean {
  return noticed(a) === noticed(b);
}

function noticed(route: Route | null): string {
  if (route === null) return "";
  const { repository, team, visibility, as, labels, type, assignees } = route;
  return JSON.stringify([repository, team, visibility, as, labels, type, assignees]);
}

function endOf({ route: to, why }: ReturnType<typeof route>): End {
  return { repository: to?.repository ?? null, team: to?.team ?? null, why };
}
