import type { Classification } from "../model/classification.ts";
import type { Policy, Route, RoutingRule } from "../model/policy.ts";
import { ruleInWords } from "./route-words.ts";

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
    if (!mayTake(rule.route, classification) || !matches(rule, classification, ask)) continue;
    const found = { ...classification, number: index + 1, keyword: keywordIn(rule, ask) };
    return { route: rule.route, why: ruleInWords(rule, found) };
  }
  const { fallback } = policy;
  return fallback && mayTake(fallback, classification)
    ? {
        route: fallback,
        why: `no rule is about this: it goes to the fallback, ${fallback.repository}`,
      }
    : { route: null, why: "no rule is about this, and there is no fallback" };
}

/** What a route may take at all, whatever its rule asks for. */
export function mayTake({ visibility, as }: Route, { lane }: Pick<Labels, "lane">): boolean {
  return lane === "security" ? visibility === "private" : as === "issue";
}

function matches(
  rule: RoutingRule,
  classification: Labels,
  ask: { readonly placeId: string; readonly text: string },
): boolean {
  return conditionsOf(rule, classification, ask).every(({ asked, holds }) => !asked || holds);
}

function keywordIn({ when }: RoutingRule, ask: { readonly text: string }): string | undefined {
  const text = ask.text.toLowerCase();
  return when.keywords?.find((word) => text.includes(word.toLowerCase()));
}

/** Each condition of a rule: whether the rule asks for it, whether it holds, and what was found. */
export function conditionsOf(
  rule: RoutingRule,
  classification: Labels,
  ask: { readonly placeId: string; readonly text: string },
): readonly { readonly asked: boolean; readonly holds: boolean; readonly words: string }[] {
  const { when } = rule;
  const keyword = keywordIn(rule, ask);
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
