import type { PlannedAction } from "../model/action.ts";
import type { Case } from "../model/case.ts";
import type { Policy } from "../model/policy.ts";
import type { Post } from "../model/post.ts";
import type { Say } from "../model/say.ts";
import type { Step } from "../model/step.ts";
import { alerting } from "../perform/alert.ts";
import { isCredential } from "../redact/redact.ts";
import { ELSEWHERE } from "./elsewhere.ts";

/**
 * Tells the author of a post that a credential stood in it, once a post and in private, and staff
 * how many there were; the credential itself is nowhere any more.
 */
export function sayLeaked(known: Case, step: Step): PlannedAction[] {
  const { now, ids, policy } = step;
  const deletions = deleting(known, step);
  const told = known.actions.some(({ deed }) => deed.do === "tell-privately");
  const types = leakedTypes(known.posts);
  const author = known.posts[0];
  if (types.length === 0 || told || !author) return deletions;

  const what = types.length === 1 ? "a credential" : `${types.length} kinds of credential`;
  const actions = [...deletions, alerting(known, `${what} stood in the post`, step)];
  const isHere = author.source !== ELSEWHERE;
  if (isHere && policy.mode === "live" && policy.acts["direct-message"] !== "off") {
    actions.push({
      id: ids(),
      act: "direct-message",
      public: true,
      deed: {
        do: "tell-privately",
        personSourceId: author.authorSourceId,
        say: leakNote(known.posts, policy),
      },
      serial: `private:${author.authorSourceId}`,
      notBefore: now,
    });
  }
  return actions;
}

/** What the author is told: the kinds of credential, and where each is revoked. */
export function leakNote(
  posts: readonly Post[],
  { communityName, revokePages }: Policy,
): Extract<Say, { say: "leaked-credential" }> {
  const types = leakedTypes(posts);
  const pages = types.flatMap((type) => revokePages[type] ?? revokePages["default"] ?? []);
  return {
    say: "leaked-credential",
    community: communityName,
    types,
    pages: [...new Set(pages)],
  };
}

function leakedTypes(posts: readonly Post[]): string[] {
  const removed = posts.flatMap((post) => post.removed.map(({ type }) => type));
  return [...new Set(removed)].filter(isCredential);
}

/** What everybody could read is taken away, once; the ask stays, and its text without the secret. */
function deleting(known: Case, { now, ids, policy }: Step): PlannedAction[] {
  if (policy.mode !== "live" || policy.acts["delete-message"] !== "auto") return [];
  const begun = known.actions.flatMap(({ deed }) =>
    deed.do === "delete-post" ? [deed.postSourceId] : [],
  );
  return known.posts
    .filter((post) => post.source !== ELSEWHERE && leaks(post) && !begun.includes(post.sourceId))
    .map(({ placeId, conversationId, sourceId }) => ({
      id: ids(),
      act: "delete-message",
      public: true,
      deed: { do: "delete-post", placeId, conversationId, postSourceId: sourceId },
      serial: `delete:${sourceId}`,
      notBefore: now,
    }));
}

function leaks({ removed, deletedAt }: Post): boolean {
  return deletedAt === null && removed.some(({ type }) => isCredential(type));
}
