import type { Classification } from "./classification.ts";
import type { Policy, Route, RoutingRule } from "./policy.ts";

export type Routed = {
  readonly route: Route | null;
  /** Which rule matched and by what, for staff; or that none did. */
  readonly why: string;
};

/** First rule whose conditions all hold; else the fallback owner, visibly. */
export function route(
  classification: Pick<Classification, "kind" | "lane" | "area" | "severity" | "language">,
  ask: { readonly placeId: string; readonly text: string },
  policy: Pick<Policy, "rules" | "fallback">,
): Routed {
  for (const [index, rule] of policy.rules.entries()) {
    const why = matches(rule, classification, ask);
    if (why) return { route: rule.route, why: `rule ${index + 1}: ${why}` };
  }
  return policy.fallback
    ? { route: policy.fallback, why: "no rule matches: the fallback owner" }
    : { route: null, why: "no rule matches and there is no fallback owner" };
}

function matches(
  { when }: RoutingRule,
  classification: Pick<Classification, "kind" | "lane" | "area" | "severity" | "language">,
  ask: { readonly placeId: string; readonly text: string },
): string | null {
  const text = ask.text.toLowerCase();
  const keyword = when.keywords?.find((word) => text.includes(word.toLowerCase()));
  const conditions: readonly (readonly [boolean, string])[] = [
    [!when.kind || when.kind.includes(classification.kind), `kind ${classification.kind}`],
    [!when.lane || when.lane.includes(classification.lane), `lane ${classification.lane}`],
    [!when.area || when.area.includes(classification.area), `area ${classification.area}`],
    [
      !when.severity || when.severity.includes(classification.severity),
      `severity ${classification.severity}`,
    ],
    [
      !when.language || when.language.includes(classification.language),
      `language ${classification.language}`,
    ],
    [!when.place || when.place.includes(ask.placeId), "channel"],
    [!when.keywords || keyword !== undefined, `keyword ${keyword}`],
  ];
  if (!conditions.every(([holds]) => holds)) return null;
  const named = conditions.filter((_, i) => Object.values(whenInOrder(when))[i] !== undefined);
  return named.map(([, words]) => words).join(", ") || "matches everything";
}

function whenInOrder(when: RoutingRule["when"]) {
  const { kind, lane, area, severity, language, place, keywords } = when;
  return { kind, lane, area, severity, language, place, keywords };
}
