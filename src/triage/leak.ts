import type { PlannedAction } from "./action.ts";
import { alerting } from "./alert.ts";
import type { Case } from "./case.ts";
import { ELSEWHERE } from "./elsewhere.ts";
import { isCredential } from "./redact.ts";
import type { Step } from "./step.ts";

/**
 * Tells the author of a post that a credential stood in it, once a post and in private, and staff
 * how many there were; the credential itself is nowhere any more.
 */
export function sayLeaked(known: Case, step: Step): PlannedAction[] {
  const { now, ids, policy } = step;
  const told = known.actions.some(({ deed }) => deed.do === "tell-privately");
  const types = [
    ...new Set(known.posts.flatMap((post) => post.removed.map(({ type }) => type))),
  ].filter(isCredential);
  const author = known.posts[0];
  if (types.length === 0 || told || !author) return [];

  const pages = [
    ...new Set(
      types.flatMap((type) => policy.revokePages[type] ?? policy.revokePages["default"] ?? []),
    ),
  ];
  const actions: PlannedAction[] = [
    alerting(
      known,
      `${types.length === 1 ? "a credential" : `${types.length} kinds of credential`} stood in the post`,
      step,
    ),
  ];
  const isHere = author.source !== ELSEWHERE;
  if (isHere && policy.mode === "live" && policy.acts["direct-message"] !== "off") {
    actions.push({
      id: ids(),
      act: "direct-message",
      public: true,
      deed: {
        do: "tell-privately",
        personSourceId: author.authorSourceId,
        say: { say: "leaked-credential", community: policy.communityName, types, pages },
      },
      serial: `private:${author.authorSourceId}`,
      notBefore: now,
    });
  }
  return actions;
}
