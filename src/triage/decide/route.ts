import type { Classification } from "../model/classification.ts";
import type { Policy, Route, RoutingRule } from "../model/policy.ts";

export type Routed = {
  readonly route: Route | null;
  /** Which rule matched and by what, for staff; or that none did. */
  readonly why: string;
};

type Labels = Pick<Classification, "kind" | "lane" | "area" | "severity" | "language">;

/**
 * First rule whose conditions all hold; else the fallback owner, visibly. A security matter passes
 * by what is public, and everything else passes by advisories.
 */
export function route(
  classification: Labels,
  ask: { readonly placeId: string; readonly text: string },
  policy: Pick<Policy, "rules" | "fallback">,
): Routed {
  for (const [index, rule] of policy.rules.entries()) {
    const why = mayTake(rule.route, classification) && matches(rule, classification, ask);
    if (why) return { route: rule.route, why: `rule ${index + 1}: ${why}` };
  }
  const { fallback } = policy;
  return fallback && mayTake(fallback, classification)
    ? { route: fallback, why: "no rule matches: the fallback owner" }
    : { route: null, why: "no rule matches and there is no fallback owner" };
}

/** What a route may take at all, whatever its rule asks for. */
export function mayTake({ visibility, as }: Route, { lane }: Pick<Labels, "lane">): boolean {
  return lane === "security" ? visibility === "private" : as === "issue";
}

function matches(
  rule: RoutingRule,
  classification: Labels,
  ask: { readonly placeId: string; readonly text: string },
): string | null {
  const given = conditionsOf(rule, classification, ask).filter(({ asked }) => asked);
  if (!given.every(({ holds }) => holds)) return null;
  return given.map(({ words }) => words).join(", ") || "matches everything";
}

/** Each condition of a rule: whether the rule asks for it, whether it holds, and what was found. */
export function conditionsOf(
  { when }: RoutingRule,
  classification: Labels,
  ask: { readonly placeId: string; readonly text: string },
): readonly { readonly asked: boolean; readonly holds: boolean; readonly words: string }[] {
  const text = ask.text.toLowerCase();
  const keyword = when.keywords?.find((word) => text.includes(word.toLowerCase()));
  const { kind, lane, area, severity, language } = classification;
  const among = (list: readonly string[] | undefined, value: string, words: string) => ({
    asked: list !== undefined,
    holds: list === undefined || list.includes(value),
    words,
  });
  return [
    among(when.kind, kind, `kind ${kind}`),
    among(when.lane, lane, `lane ${lane}`),
    among(when.area, area, `area ${area}`),
    among(when.severity, severity, `severity ${severity}`),
    among(when.language, language, `language ${language}`),
    among(when.place, ask.placeId, "channel"),
    {
      asked: when.keywords !== undefined,
      holds: when.keywords === undefined || keyword !== undefined,
      words: keyword === undefined ? "no keyword" : `keyword ${keyword}`,
    },
  ];
}

/** Every repository that an issue may be filed in. */
export function repositoriesOf({ rules, fallback }: Pick<Policy, "rules" | "fallback">): string[] {
  const routes = [...rules.map((rule) => rule.route), ...(fallback ? [fallback] : [])];
  return [...new Set(routes.map(({ repository }) => repository))];
}
