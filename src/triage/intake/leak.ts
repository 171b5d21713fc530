import type { PlannedAction } from "../model/action.ts";
import type { Case } from "../model/case.ts";
import type { Policy } from "../model/policy.ts";
import type { Post } from "../model/post.ts";
import type { Say } from "../model/say.ts";
import type { Step } from "../model/step.ts";
import { alerting } from "../perform/alert.ts";
import { changeTicket, type StepDeps } from "../perform/commit.ts";
import type { Wake } from "../ports/outbox.ts";
import { isCredential } from "../redact/redact.ts";
import { ELSEWHERE } from "./elsewhere.ts";

type LeakNote = Extract<Say, { say: "leaked-credential" }>;

/**
 * Tells the author of a ticket's posts that a credential stood in them, in private and once for
 * each kind, and staff how many there were; the credential itself is nowhere any more.
 */
export function sayLeaked(known: Case, step: Step): PlannedAction[] {
  // Of tickets that share their posts the first speaks for all.
  if (known.ticket.part?.leads === false) return [];
  return warning(known, known.posts, "the post", step);
}

/**
 * The same at once, whatever becomes of the ticket: an engine that is down, a bundle that is still
 * open or a team that has it already keep nobody from being told.
 * @param reply what somebody else wrote in the ticket's conversation; null for the ticket's posts
 */
export async function warnOfLeak(
  communityId: string,
  ticketId: string,
  reply: Post | null,
  deps: StepDeps & { readonly wake: Pick<Wake, "act"> },
): Promise<void> {
  const done = await changeTicket(communityId, ticketId, deps, (known, step) => {
    const actions = reply ? warning(known, [reply], "a reply", step) : sayLeaked(known, step);
    return actions.length > 0 ? { actions, story: [] } : null;
  });
  if (done) await deps.wake.act(communityId, ticketId);
}

/** Whether a credential stood in a post or in one of its files. */
export function leaks(post: Pick<Post, "removed" | "attachments">): boolean {
  return credentialsIn(post).length > 0;
}

/** What the author is told: the kinds of credential, and where each is revoked. */
export function leakNote(posts: readonly Post[], { communityName, revokePages }: Policy): LeakNote {
  const types = leakedTypes(posts);
  const pages = types.flatMap((type) => revokePages[type] ?? revokePages["default"] ?? []);
  return {
    say: "leaked-credential",
    community: communityName,
    types,
    pages: [...new Set(pages)],
  };
}

function warning(known: Case, posts: readonly Post[], where: string, step: Step): PlannedAction[] {
  const { now, ids, policy } = step;
  const [author] = posts;
  const note = leakNote(posts, policy);
  if (!author || note.types.length === 0) return [];
  const actions = deleting(known, posts, step);

  const count = posts.flatMap(credentialsIn).reduce((sum, one) => sum + one.count, 0);
  const what = `${count === 1 ? "a credential" : `${count} credentials`} stood in ${where}`;
  const alerted = known.actions.some(
    ({ deed }) => deed.do === "alert" && deed.say.say === "alert" && deed.say.what === what,
  );
  if (!alerted) actions.push(alerting(known, what, step));

  const told = known.actions.flatMap(({ deed }) =>
    deed.do === "tell-privately" &&
    deed.personSourceId === author.authorSourceId &&
    deed.say.say === "leaked-credential"
      ? deed.say.types
      : [],
  );
  const isNews = note.types.some((type) => !told.includes(type));
  const isHere = author.source !== ELSEWHERE;
  const mayTell = policy.mode === "live" && policy.acts["direct-message"] !== "off";
  if (isNews && isHere && mayTell) {
    actions.push({
      id: ids(),
      act: "direct-message",
      public: true,
      deed: { do: "tell-privately", personSourceId: author.authorSourceId, say: note },
      serial: `private:${author.authorSourceId}`,
      notBefore: now,
    });
  }
  return actions;
}

function leakedTypes(posts: readonly Post[]): string[] {
  return [...new Set(posts.flatMap(credentialsIn).map(({ type }) => type))];
}

function credentialsIn({ removed, attachments }: Pick<Post, "removed" | "attachments">) {
  const inFiles = attachments.flatMap((file) => file.removed ?? []);
  return [...removed, ...inFiles].filter(({ type }) => isCredential(type));
}

/** What everybody could read is taken away, once; the ask stays, and its text without the secret. */
function deleting(
  known: Case,
  posts: readonly Post[],
  { now, ids, policy }: Step,
): PlannedAction[] {
  if (policy.mode !== "live" || policy.acts["delete-message"] !== "auto") return [];
  const begun = known.actions.flatMap(({ deed }) =>
    deed.do === "delete-post" ? [deed.postSourceId] : [],
  );
  return posts
    .filter((post) => post.source !== ELSEWHERE && post.deletedAt === null && leaks(post))
    .filter(({ sourceId }) => !begun.includes(sourceId))
    .map(({ placeId, conversationId, sourceId }) => ({
      id: ids(),
      act: "delete-message",
      public: true,
      deed: { do: "delete-post", placeId, conversationId, postSourceId: sourceId },
      serial: `delete:${sourceId}`,
      notBefore: now,
    }));
}
