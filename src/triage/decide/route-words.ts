import { foreignLanguage } from "../answers/foreign-language.ts";
import type { Kind, Lane } from "../model/classification.ts";
import type { RoutingRule } from "../model/policy.ts";

const KINDS: Readonly<Record<Kind, string>> = {
  bug: "bugs",
  feature: "feature requests",
  docs: "problems with the docs",
  "model-behavior": "reports on what the model does",
  question: "questions",
  other: "other posts",
};

const LANES: Readonly<Record<Lane, string>> = {
  open: "matters open to all",
  account: "account matters",
  security: "security matters",
  care: "matters for a moderator",
  "not-ours": "matters of other products",
};

/**
 * A rule that took an ask, as a sentence for staff: `bugs in the area “cli” go to acme/cli (rule 8)`.
 * @param keyword of the rule's keywords the one that the ask holds
 */
export function ruleInWords(
  { when, route }: RoutingRule,
  found: {
    readonly number: number;
    readonly kind: Kind;
    readonly lane: Lane;
    readonly area: string;
    readonly severity: string;
    readonly language: string;
    readonly keyword: string | undefined;
  },
): string {
  const { number, kind, lane, area, severity, language, keyword } = found;
  const things = [...(when.kind ? [KINDS[kind]] : []), ...(when.lane ? [LANES[lane]] : [])];
  const conditions = [
    ...(when.area ? [`in the area “${area}”`] : []),
    ...(when.severity ? [`of ${severity} severity`] : []),
    ...(when.language ? [`in ${foreignLanguage(language) ?? "English"}`] : []),
    ...(when.place ? ["from this channel"] : []),
    ...(keyword === undefined ? [] : [`with the word “${keyword}”`]),
  ];
  const subject = [things.join(" that are ") || "everything", ...conditions].join(" ");
  const go = things.length === 0 ? "goes" : "go";
  return `${subject} ${go} to ${route.repository} (rule ${number})`;
}
