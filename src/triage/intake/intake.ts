import type { Knowledge } from "../answers/knowledge.ts";
import { answerIn, gapAnsweredOutside, type OutsideAnswer } from "../answers/outside-answer.ts";
import { keepImages } from "../files/keep-images.ts";
import type { Gaps } from "../model/gap.ts";
import type { Policy } from "../model/policy.ts";
import type { Post, RawPost } from "../model/post.ts";
import type { Ticket, TicketState } from "../model/ticket.ts";
import { cameByCommand } from "../people/by-command.ts";
import { changeTicket, type StepDeps } from "../perform/commit.ts";
import type { Wake } from "../ports/outbox.ts";
import type { Placement, Surroundings } from "../ports/ticket-store.ts";
import { redact } from "../redact/redact.ts";
import { redactContinuation } from "../redact/redact-continuation.ts";
import { redactPost } from "../redact/redact-post.ts";
import { admit, type SkipReason } from "./admit.ts";
import { ELSEWHERE } from "./elsewhere.ts";
import { personAnswered, postEdited, reporterReplied } from "./events.ts";
import { leaks, warnOfLeak } from "./leak.ts";
import type { OffSwitch, Privacy } from "./privacy.ts";
import { repliedTo } from "./replied-to.ts";
import { type Replies, type Voice, voiceOf } from "./reply.ts";

export type IntakeDeps = StepDeps & {
  readonly wake: Wake;
  readonly privacy: Privacy;
  readonly gaps: Pick<Gaps, "forgetAnswers">;
  readonly knowledge: Knowledge;
  readonly replies: Replies;
  /** The probability, 0 to 1, that a post asks for something; at once, and for nothing. */
  readonly likelyAsk: (post: Pick<Post, "title" | "text">) => number;
};

export type Taken =
  | { readonly type: "ticket"; readonly ticketId: string }
  | { readonly type: "skipped"; readonly reason: string }
  | { readonly type: "known" };

/** A bundle that people keep adding to is closed after so many windows all the same. */
const LONGEST_BUNDLE = 5;
/** A follow-up in these states makes the ticket be looked at again. */
const LOOKED_AT_AGAIN: readonly TicketState[] = [
  "gathering",
  "proposed",
  "waiting-reporter",
  "resting",
  "escalated",
];

/**
 * Takes in a post exactly once: redacted in memory, stored with its ticket or skipped with a
 * reason, and only then is anybody woken. Calling it again with the same post changes nothing.
 * @param sent whether a person sent it into triage, whatever the channel's policy
 */
export async function takeIn(
  communityId: string,
  raw: RawPost,
  deps: IntakeDeps,
  sent = false,
): Promise<Taken> {
  if (await isSettled(communityId, raw, deps, sent)) return { type: "known" };
  if (await deps.privacy.isOff(communityId, switchesOf(raw))) {
    // Nothing of theirs is kept, but an answer to somebody else still makes the bot step back.
    const ticket = (await repliedTo(communityId, raw, deps, sent))?.ticket ?? null;
    if (isWrittenByPerson(raw)) await stepBack(communityId, raw, ticket, null, deps);
    return skip(communityId, raw, "opted out", deps);
  }
  const policy = await deps.policyOf(communityId);
  const alone = await toPost(communityId, raw, deps);
  const near = apartFromCommands(alone, await deps.tickets.surroundings(communityId, alone));
  const inConversation = near.inConversation ?? (await repliedTo(communityId, raw, deps, sent));
  const around = { ...near, inConversation };
  const post = await withoutRestOfSecret(communityId, alone, around, deps);

  if (inConversation && !inConversation.reporterIds.includes(post.personId)) {
    return byAnotherPerson(communityId, raw, post, inConversation.ticket, deps);
  }
  const place = policy.places[raw.placeId] ?? "off";
  const likely = place === "likely-questions" && deps.likelyAsk(post) >= policy.likelyAsks.from;
  const admission = admit(raw, place, policy.installedAt, { sent, likely });
  // What a reporter adds to a ticket belongs to it, whatever the channel's policy for new asks.
  const ours = inConversation !== null && admission.type === "skip" && isOurs(admission.reason);
  if (admission.type === "skip" && !ours) return skip(communityId, raw, admission.reason, deps);

  const kept = await keepImages(post, raw, policy, deps);
  const placement = placePost(around, policy, post, deps.clock.now());
  const attached = placement.type === "join" && placement.dueAt === null;
  // What is only attached is never looked at again.
  if (attached && leaks(post)) await warnOfLeak(communityId, placement.ticketId, post, deps);
  // Before the post is stored: a process that dies in between reads it again, and passes on once.
  const passedOn =
    attached &&
    (await changeTicket(communityId, placement.ticketId, deps, (known, step) =>
      reporterReplied(known, post, step),
    ));
  const { saved, ticketId } = await deps.tickets.savePost(
    communityId,
    kept.post,
    placement,
    kept.images,
  );
  if (passedOn) await deps.wake.act(communityId, ticketId);
  if (!saved) return { type: "known" };
  if (!attached) {
    if (leaks(post)) await warnOfLeak(communityId, ticketId, null, deps);
    // Also while the bundle is open: whoever works learns from it when to look again.
    await deps.wake.triage(communityId, ticketId);
  }
  return { type: "ticket", ticketId };
}

/** Whether it was taken in before. A person who sends in what was skipped knows better. */
async function isSettled(
  communityId: string,
  { source, sourceId }: RawPost,
  { tickets }: Pick<IntakeDeps, "tickets">,
  sent: boolean,
): Promise<boolean> {
  if (!(await tickets.isKnown(communityId, source, sourceId))) return false;
  return !sent || (await tickets.find(communityId, { postSourceId: sourceId })).length > 0;
}

/** What is typed into a command is an ask of its own: nothing is bundled with it, or it with others. */
function apartFromCommands(post: Post, around: Surroundings): Surroundings {
  const { gathering } = around;
  const ofCommand = gathering !== null && cameByCommand(gathering);
  const apart =
    ofCommand || post.source === ELSEWHERE || cameByCommand({ openingSourceId: post.sourceId });
  return apart ? { ...around, gathering: null } : around;
}

async function withoutRestOfSecret(
  communityId: string,
  post: Post,
  { gathering, inConversation }: Surroundings,
  deps: IntakeDeps,
): Promise<Post> {
  const ticket = gathering ?? inConversation?.ticket;
  const known = ticket && (await deps.tickets.load(communityId, ticket.id));
  const before = known?.posts.findLast((one) => one.personId === post.personId);
  if (!before) return post;
  const { text, removed } = redactContinuation(before.text, post.text);
  return removed.length === 0 ? post : { ...post, text, removed: [...post.removed, ...removed] };
}

/** An edited post, of a ticket or one never seen before. */
export async function takeEdit(communityId: string, raw: RawPost, deps: IntakeDeps): Promise<void> {
  await reviseOutsideAnswer(communityId, raw, deps);
  await deps.knowledge.revise(communityId, raw.sourceId, redact(raw.text).text.trim());
  // Whoever switched the bot off since then is left alone, and what they write now is not kept.
  if (raw.author.optedOut || (await deps.privacy.isOff(communityId, switchesOf(raw)))) return;
  const tickets = await deps.tickets.find(communityId, { postSourceId: raw.sourceId });
  if (tickets.length === 0) return;
  const post = await toPost(communityId, raw, deps);
  for (const ticket of tickets) {
    const done = await changeTicket(communityId, ticket.id, deps, (known, step) => {
      const change = postEdited(known, post, step);
      return change.story.length > 0 ? change : null;
    });
    if (!done) continue;
    if (leaks(post)) await warnOfLeak(communityId, ticket.id, null, deps);
    await deps.wake.board(communityId);
    if (done.change.ticket?.dueAt) await deps.wake.triage(communityId, ticket.id);
  }
}

/** What staff corrected in their reply is what the docs team should read. */
async function reviseOutsideAnswer(communityId: string, raw: RawPost, deps: IntakeDeps) {
  // Only the word of people with a role was kept.
  if (raw.conversationId === null || raw.author.bot || raw.author.roles.length === 0) return;
  const here = await deps.tickets.find(communityId, { conversationId: raw.conversationId });
  if (here.length === 0) return;
  const answer = answerIn(raw);
  await deps.gaps.forgetAnswers(communityId, { sourceIds: [raw.sourceId] });
  for (const { id } of here) {
    await changeTicket(communityId, id, deps, (known) => {
      const theirs = known.reporters.some((one) => one.sourceId === raw.authorSourceId);
      const gap = theirs ? null : gapAnsweredOutside(known, answer);
      return gap && { gap, story: [] };
    });
  }
}

/** Whatever may be switched off for a post. */
function switchesOf({ source, authorSourceId, placeId, conversationId }: RawPost): OffSwitch[] {
  return [
    { source, scope: "person", scopeId: authorSourceId },
    { source, scope: "place", scopeId: placeId },
    ...(conversationId === null
      ? []
      : [{ source, scope: "conversation" as const, scopeId: conversationId }]),
  ];
}

async function toPost(communityId: string, raw: RawPost, deps: IntakeDeps): Promise<Post> {
  const personId = await deps.tickets.personId(communityId, raw.source, raw.authorSourceId);
  return redactPost(raw, deps.ids(), personId);
}

async function byAnotherPerson(
  communityId: string,
  raw: RawPost,
  post: Post,
  ticket: Ticket,
  deps: IntakeDeps,
): Promise<Taken> {
  if (!isWrittenByPerson(raw)) {
    return skip(communityId, raw, raw.author.bot ? "written by a bot" : "a system message", deps);
  }
  if (leaks(post) && !raw.author.optedOut) await warnOfLeak(communityId, ticket.id, post, deps);
  await stepBack(communityId, raw, ticket, answerIn(raw), deps);
  return skip(communityId, raw, "a person's answer in a conversation", deps);
}

function isWrittenByPerson({ author, written }: RawPost): boolean {
  return !author.bot && written;
}

/** A person other than its reporter answered in a conversation: the bot says nothing more there. */
async function stepBack(
  communityId: string,
  raw: RawPost,
  ticket: Ticket | null,
  answer: OutsideAnswer | null,
  deps: IntakeDeps,
): Promise<void> {
  const where = ticket?.conversationId ?? raw.conversationId;
  const here = where ? await deps.tickets.find(communityId, { conversationId: where }) : [];
  const { openingSourceId: postSourceId } = ticket ?? {};
  const asked =
    here.length === 0 && postSourceId !== undefined
      ? await deps.tickets.find(communityId, { postSourceId })
      : here;
  for (const one of asked) {
    let voice: Voice = "asker";
    const done = await changeTicket(communityId, one.id, deps, (known, step) => {
      voice = voiceOf(raw, known.reporters);
      if (voice === "asker") return null;
      const gap = gapAnsweredOutside(known, answer);
      if (known.ticket.silence !== null) return gap && { gap, story: [] };
      const change = personAnswered(known, "somebody else", step);
      return gap ? { ...change, gap } : change;
    });
    if (voice !== "asker") {
      await deps.replies.note(communityId, one.id, { fact: "replied", voice, at: raw.postedAt });
    }
    if (done) await deps.wake.board(communityId);
  }
}

async function skip(
  communityId: string,
  raw: RawPost,
  reason: string,
  deps: IntakeDeps,
): Promise<Taken> {
  const { source, sourceId, placeId } = raw;
  await deps.tickets.saveSkip(communityId, {
    source,
    sourceId,
    placeId,
    reason,
    at: deps.clock.now(),
  });
  return { type: "skipped", reason };
}

/** Why a message would open no ticket, though it may be said about one. */
const NO_ASK_OF_ITS_OWN: readonly SkipReason[] = [
  "not addressed to the bot",
  "channel is not watched",
  "does not look like a question",
];

function isOurs(reason: SkipReason): boolean {
  return NO_ASK_OF_ITS_OWN.includes(reason);
}

function placePost(
  { gathering, inConversation }: Surroundings,
  policy: Policy,
  post: Post,
  now: number,
): Placement {
  const dueAt = now + policy.bundleMs;
  const open = gathering ?? inConversation?.ticket ?? null;
  if (open) {
    const again = LOOKED_AT_AGAIN.includes(open.state) && open.issueNodeId === null;
    const latest = open.createdAt + LONGEST_BUNDLE * policy.bundleMs;
    const capped = open.state === "gathering" ? Math.max(now, Math.min(dueAt, latest)) : dueAt;
    return { type: "join", ticketId: open.id, dueAt: again ? capped : null };
  }
  const old = now - post.postedAt > policy.quietAfterMs;
  if (post.source === ELSEWHERE) return { type: "open", dueAt, silence: "from-elsewhere" };
  return { type: "open", dueAt, silence: old ? "older-than-limit" : null };
}
