import type { Privacy } from "../intake/privacy.ts";
import { type Replies, voiceOf } from "../intake/reply.ts";
import { wordsWorthKeeping } from "../issues/resolution-words.ts";
import type { Case } from "../model/case.ts";
import type { RawPost } from "../model/post.ts";
import type { Silence } from "../model/ticket.ts";
import { cameByCommand } from "../people/by-command.ts";
import { changeTicket, type StepDeps } from "../perform/commit.ts";
import { redact } from "../redact/redact.ts";
import type { Knowledge } from "./knowledge.ts";
import { acceptedIn, gapAnsweredOutside } from "./outside-answer.ts";

export type AcceptDeps = StepDeps & {
  readonly knowledge: Knowledge;
  readonly privacy: Privacy;
  readonly replies: Replies;
};

/** Why an answer is not kept, for whoever wanted it kept. */
export type NotAccepted =
  | "off"
  | "not-public"
  | "no-ticket"
  | "private-matter"
  | "the-question"
  | "no-answer"
  | "opted-out";

export type Accepting =
  | { readonly type: "accepted"; readonly code: string }
  | { readonly type: "refused"; readonly because: NotAccepted };

const PRIVATE: readonly (Silence | null)[] = ["care", "opted-out", "deleted", "from-elsewhere"];

/**
 * Keeps the answer in a message as knowledge: with the ask of its thread it becomes a page of the
 * source of solved tickets at the next look at the docs. Whoever calls this has checked that the
 * person may do so (staff or helper).
 *
 * @param answer the message that holds it, ours or a person's
 * @param openToAll whether everybody in the community can read the thread
 */
export async function acceptAnswer(
  communityId: string,
  answer: RawPost,
  openToAll: boolean,
  by: { readonly name: string },
  deps: AcceptDeps,
): Promise<Accepting> {
  const { docs } = await deps.policyOf(communityId);
  if (!docs.solved) return refused("off");
  if (!openToAll) return refused("not-public");
  const known = await caseOf(communityId, answer, deps);
  if (!known) return refused("no-ticket");
  if (await isOptedOut(communityId, answer, deps)) return refused("opted-out");
  const text = textOf(known, answer);
  const because = objection(known, answer) ?? (text === "" ? "no-answer" : null);
  if (because !== null) return refused(because);

  const { id: ticketId, code } = known.ticket;
  const { source, sourceId, authorSourceId, permalink, author } = answer;
  await deps.knowledge.accept(communityId, {
    ticketId,
    answerSourceId: sourceId,
    personId: author.bot ? null : await deps.tickets.personId(communityId, source, authorSourceId),
    text,
    permalink,
    acceptedBy: by.name,
    acceptedAt: deps.clock.now(),
  });
  const voice = voiceOf(answer, known.reporters);
  await deps.replies.note(communityId, ticketId, { fact: "kept", voice, at: answer.postedAt });
  await changeTicket(communityId, ticketId, deps, (now, step) => {
    const gap = gapAnsweredOutside(now, acceptedIn(answer));
    const story = [{ at: step.now, what: "answer kept as knowledge", detail: `by ${by.name}` }];
    return gap ? { gap, story } : { story };
  });
  return { type: "accepted", code };
}

/** Of several asks in one thread the latest is what the answer is to. */
async function caseOf(
  communityId: string,
  { conversationId }: RawPost,
  { tickets }: AcceptDeps,
): Promise<Case | null> {
  const here = conversationId ? await tickets.find(communityId, { conversationId }) : [];
  const [latest] = here
    .filter(({ state }) => state !== "withdrawn")
    .toSorted((a, b) => b.createdAt - a.createdAt);
  return latest ? tickets.load(communityId, latest.id) : null;
}

async function isOptedOut(
  communityId: string,
  { source, author, authorSourceId: scopeId }: RawPost,
  { privacy }: AcceptDeps,
): Promise<boolean> {
  if (author.optedOut) return true;
  return privacy.isOff(communityId, [{ source, scope: "person", scopeId }]);
}

function objection({ ticket }: Case, answer: RawPost): NotAccepted | null {
  if (ticket.lane !== "open" || PRIVATE.includes(ticket.silence)) return "private-matter";
  if (cameByCommand(ticket)) return "not-public";
  return ticket.openingSourceId === answer.sourceId ? "the-question" : null;
}

/** Ours as it was claimed, without what stands around it; a person's redacted. */
function textOf(known: Case, answer: RawPost): string {
  const ours = wordsWorthKeeping(known, answer.sourceId);
  if (ours !== null) return ours;
  // Another bot's words, and our own other messages, are nobody's answer.
  return answer.author.bot ? "" : redact(answer.text).text.trim();
}

function refused(because: NotAccepted): Accepting {
  return { type: "refused", because };
}
