import type { ImportedPost } from "../integrations/imports/imported-post.ts";
import { conclude } from "../triage/decide/conclude.ts";
import { gatherEvidence } from "../triage/decide/gather-evidence.ts";
import { admit } from "../triage/intake/admit.ts";
import { openCase } from "../triage/intake/open-case.ts";
import type { Lane } from "../triage/model/classification.ts";
import type { Clock } from "../triage/model/clock.ts";
import type { Ids } from "../triage/model/ids.ts";
import type { Policy } from "../triage/model/policy.ts";
import { joinPosts, type Post } from "../triage/model/post.ts";
import type { SameAsks } from "../triage/ports/same-asks.ts";
import { redactPost } from "../triage/redact/redact-post.ts";
import type { KnownAsk } from "../triage/same-asks/ask-feed.ts";
import { toRawPosts } from "./to-raw-posts.ts";
import type { TriedPost } from "./tried-post.ts";
import { type TrialEngines, watched } from "./watched-engines.ts";
import { wouldSay } from "./would-say.ts";

/** Everything that a trial reads with and decides by. None of it can write outside. */
export type TrialParts = TrialEngines & {
  readonly sameAsks: SameAsks;
  /** Told of each ask that was looked at, so that later ones are held against it. */
  readonly learn: (ask: KnownAsk) => void;
  readonly policy: Policy;
  readonly clock: Clock;
  readonly ids: Ids;
};

export type Tried =
  | { readonly type: "tried"; readonly tried: TriedPost }
  | { readonly type: "skipped"; readonly reason: string };

/** Nobody else's ask is held against a security report or a moderator's matter. */
const UNSHARED: readonly Lane[] = ["security", "care"];

export function isShareable(lane: Lane): boolean {
  return !UNSHARED.includes(lane);
}

const COMMUNITY = "trial";

/** Returns a function that runs one post after the other through the program's own triage. */
export function createTrial(parts: TrialParts): (post: ImportedPost) => Promise<Tried> {
  const { policy, clock, ids, sameAsks } = parts;
  const { seen, ...engines } = watched(parts);
  let number = 0;

  return async (post) => {
    number += 1;
    const code = `SB-${number}`;
    const admitted = takeIn(post, number, parts);
    if (admitted.type === "skipped") return admitted;
    const opened = openCase(admitted.posts, ids(), code, clock.now());
    const { id: ticketId } = opened.ticket;

    seen.nearest = null;
    seen.drafting = null;
    const gathered = await gatherEvidence(COMMUNITY, opened, policy, { ...engines, sameAsks });
    if (gathered.type === "failed") {
      return { type: "skipped", reason: `not classified: ${gathered.detail}` };
    }
    const { classification, posts, drafting } = gathered;
    const step = { now: clock.now(), ids, policy };
    const { decided, proposal, change } = conclude(opened, gathered, step);

    const ask = { ticketId, title: classification.title, text: joinPosts(posts).text };
    // Triage compares only what may be filed; what people repeat is asked of every post.
    const candidates =
      gathered.candidates.length > 0 ? gathered.candidates : await sameAsks.find(COMMUNITY, ask);
    if (isShareable(classification.lane)) {
      const target = { type: "ticket", ticketId, code } as const;
      parts.learn({ target, title: ask.title, text: ask.text, open: true });
    }
    const known = { ...opened, posts, ticket: { ...opened.ticket, ...change.ticket } };
    const actions = change.actions ?? [];
    return {
      type: "tried",
      tried: {
        where: post.where,
        ticketId,
        code,
        text: ask.text,
        channel: post.channel,
        postedAt: post.postedAt,
        url: post.url,
        answeredBy: post.answeredBy,
        removed: posts.flatMap((one) => one.removed),
        classification,
        decision: decided.decision,
        draft: drafting.draft,
        cited: drafting.passages,
        proposal,
        candidates,
        nearest: seen.nearest,
        said: wouldSay(known, actions, proposal, step),
        alerted: actions.some(({ deed }) => deed.do === "alert"),
        marked: actions.some(({ deed }) => deed.do === "mark"),
        classifying: seen.classifying,
        drafting: seen.drafting,
      },
    };
  };
}

/** What intake would do: admit or skip each message, and redact it. Every channel is listened to. */
function takeIn(
  post: ImportedPost,
  number: number,
  { clock, ids }: TrialParts,
):
  | { readonly type: "posts"; readonly posts: readonly Post[] }
  | Extract<Tried, { type: "skipped" }> {
  const posts: Post[] = [];
  let reason = "empty";
  for (const raw of toRawPosts(post, number, clock.now())) {
    const admission = admit(raw, "forum", 0);
    if (admission.type === "admit") {
      posts.push(redactPost(raw, ids(), `person:${raw.authorSourceId}`));
    } else reason = admission.reason;
  }
  return posts.length > 0 ? { type: "posts", posts } : { type: "skipped", reason };
}
