import { filesTaken } from "../files/files-taken.ts";
import { besideCredential } from "../files/keep-images.ts";
import type { Case, Change } from "../model/case.ts";
import type { Post } from "../model/post.ts";
import type { Proposed } from "../model/proposal.ts";
import { isResolution } from "../model/say.ts";
import type { Step } from "../model/step.ts";
import { becoming, mayBecome, type Silence, type TicketState } from "../model/ticket.ts";
import { alerting } from "../perform/alert.ts";
import { conversationSerial, marking } from "../perform/perform.ts";
import { isGapFiling, isWarning, standingState, wasFiled } from "../perform/spoken.ts";
import { unsayingAll } from "../perform/unsaying.ts";
import { isCredential } from "../redact/redact.ts";
import { editedPart } from "./edited-part.ts";
import { looksSolved } from "./looks-solved.ts";
import { passingOn } from "./quoted-reply.ts";

/** What is not yet done and members would see. */
function waitingInPublic(known: Case): string[] {
  return known.actions
    .filter(
      (action) =>
        action.state === "waiting" &&
        action.public &&
        !isGapFiling(action) &&
        // What takes harm away happens whoever answers, and whatever else is dropped.
        action.deed.do !== "retract" &&
        !isWarning(action),
    )
    .map((action) => action.id);
}

/** How the issue ended is still edited into our own message, which disturbs nobody. */
function resolutionsWaiting(known: Case): string[] {
  return known.actions
    .filter(({ deed }) => (deed.do === "say" || deed.do === "restate") && isResolution(deed.say))
    .map((action) => action.id);
}

function overtaken(known: Case, because: string, now: number): Pick<Change, "closeProposal"> {
  return known.proposal?.state === "open"
    ? { closeProposal: { state: "overtaken", because, at: now } }
    : {};
}

/**
 * A person other than the reporters answered: the bot says nothing more there. A draft that would
 * have spoken is overtaken; filing and linking stay, since the team needs them all the same.
 */
export function personAnswered(known: Case, name: string, { now }: Step): Change {
  const speaking = known.actions.filter(
    ({ state, deed }) =>
      state === "waiting" &&
      (deed.do === "say" || deed.do === "restate") &&
      !isResolution(deed.say),
  );
  const closes = known.proposal?.state === "open" && !outlastsAnAnswer(known.proposal.proposed);
  return {
    ticket: {
      silence: known.ticket.silence ?? "answered-by-person",
      ...(closes && becoming(known.ticket, "resting")),
    },
    ...(closes ? overtaken(known, "a person answered", now) : {}),
    supersede: speaking.map((action) => action.id),
    story: [{ at: now, what: "answered by a person", detail: name }],
  };
}

/** What the team needs all the same, and how an issue ended, which is edited into what stands. */
function outlastsAnAnswer(proposed: Proposed): boolean {
  if (proposed.outcome === "tell") return proposed.reason !== "told";
  return ["file", "link", "sample"].includes(proposed.outcome);
}

/** Whoever asked, or somebody who may say so, calls it solved: nobody needs to review an answer. */
export function solved(
  known: Case,
  { what, detail }: { readonly what: string; readonly detail: string },
  step: Step,
): Change {
  const said = { at: step.now, what, detail };
  // Whether a wrong answer stands in public is for staff to decide all the same.
  if (known.proposal?.state === "open" && known.proposal.proposed.outcome === "retract") {
    return { story: [said] };
  }
  const sampled = known.proposal?.proposed.outcome === "sample";
  // What the team has stays with the team: its fix is news all the same.
  if (wasFiled(known)) return { ...overtaken(known, what, step.now), story: [said] };
  return {
    ticket: becoming(
      known.ticket,
      mayBecome(known.ticket.state, "resolved") ? "resolved" : "resting",
    ),
    // Whether silence was right can be judged all the same.
    ...(sampled ? {} : overtaken(known, what, step.now)),
    supersede: waitingInPublic(known),
    actions: marking(known, "answered", step),
    story: [said],
  };
}

/** The bot is to be silent from here on, for a reason that the reporter or staff gave. */
export function silenced(known: Case, silence: Silence, by: string, { now }: Step): Change {
  const stays = silence === "asked-for-person" ? resolutionsWaiting(known) : [];
  return {
    ticket: { silence },
    supersede: waitingInPublic(known).filter((id) => !stays.includes(id)),
    ...overtaken(known, "the bot was asked to step back", now),
    story: [{ at: now, what: "silenced", detail: `${silence}, by ${by}` }],
  };
}

/**
 * The posts are gone at the source: texts, drafts and what we said about them go, and staff decide
 * about a filed issue.
 */
export function postsDeleted(
  known: Case,
  sourceIds: readonly string[] | "all",
  step: Step,
): Change {
  const { now, policy } = step;
  const named = known.posts.filter(
    (post) =>
      (sourceIds === "all" || sourceIds.includes(post.sourceId)) &&
      !(sourceIds !== "all" && takenAwayByUs(known, post)),
  );
  const gone = named.filter((post) => post.deletedAt === null);
  // A post of several asks was emptied with the first of its tickets already.
  const goneBeside = known.ticket.part && named.length > 0 && known.ticket.state !== "withdrawn";
  if (gone.length === 0 && !goneBeside) return { story: [] };
  const emptied = { title: "", text: "", attachments: [], deletedAt: now };
  const posts = gone.map(({ id }) => ({ id, ...emptied }));
  const left = known.posts.filter((post) => post.deletedAt === null).length - gone.length;
  if (left > 0) {
    const story = [{ at: now, what: "a post was deleted", detail: `${left} remain` }];
    if (!lookedAtAgain(known)) return { posts, story };
    // A draft may rest on what is gone.
    return {
      posts,
      ticket: { state: "gathering", dueAt: now + policy.bundleMs },
      ...overtaken(known, "a post was deleted", now),
      supersede: waitingInPublic(known),
      story,
    };
  }
  const filed = known.ticket.issueNodeId !== null;
  return {
    posts,
    emptied: true,
    ticket: { state: "withdrawn", silence: "deleted", title: null, dueAt: null },
    ...overtaken(known, "the post was deleted", now),
    supersede: waitingInPublic(known),
    actions: [
      // With the whole conversation our messages went as well.
      ...(sourceIds === "all" ? [] : unsayingAll(known, step)),
      ...(filed
        ? [alerting(known, "the author deleted a post that an issue was filed from", step)]
        : []),
    ],
    story: [{ at: now, what: "withdrawn", detail: "the author deleted it" }],
  };
}

/** A message with a credential in it that we deleted ourselves: its author took nothing back. */
function takenAwayByUs({ actions }: Case, { sourceId }: Post): boolean {
  return actions.some(
    ({ deed, state, attempt }) =>
      deed.do === "delete-post" &&
      deed.postSourceId === sourceId &&
      (state === "done" || state === "claimed" || attempt > 0),
  );
}

const UNDECIDED: readonly TicketState[] = ["gathering", "proposed", "resting", "waiting-reporter"];

/** A ticket that the team has is past deciding, whatever becomes of its posts. */
function lookedAtAgain({ ticket }: Case): boolean {
  return UNDECIDED.includes(ticket.state) && ticket.issueNodeId === null;
}

/** What was answered may have become another ask by an edit. */
function mayDecideAnew(known: Case): boolean {
  const { state, issueNodeId, silence } = known.ticket;
  const answered = state === "answered" || state === "redirected";
  return lookedAtAgain(known) || (answered && issueNodeId === null && silence === null);
}

/** An edited post is looked at again unless its ticket is past deciding. */
export function postEdited(known: Case, edited: Post, step: Step): Change {
  const { now, policy } = step;
  const before = known.posts.find((post) => post.sourceId === edited.sourceId);
  if (!before) return { story: [] };
  const { title, tags } = edited;
  if (looksSolved(edited) && !looksSolved(before)) {
    const change = solved(known, { what: "marked as solved", detail: title }, step);
    return { ...change, posts: [{ id: before.id, title, tags }] };
  }
  const taken = filesTaken(before, edited);
  if (before.text === edited.text && before.title === title) {
    if (!taken) return { story: [] };
    const said = { at: now, what: "edited", detail: "a file was taken away" };
    return { posts: [{ id: before.id, ...taken }], story: [said] };
  }
  const { part } = known.ticket;
  const ofPart = part?.postIds.includes(before.id) === true;
  const changedPart = ofPart ? editedPart(part, edited.text) : null;
  const again = mayDecideAnew(known) && (!ofPart || changedPart !== null);
  const gathers = again ? { state: "gathering" as const, dueAt: now + policy.bundleMs } : {};
  const parted = changedPart ? { part: changedPart } : {};
  return {
    posts: [
      {
        id: before.id,
        title,
        text: edited.text,
        removed: edited.removed,
        editedAt: now,
        ...taken,
        ...(edited.removed.some(({ type }) => isCredential(type))
          ? { attachments: besideCredential((taken ?? before).attachments) }
          : {}),
      },
    ],
    ...(again || changedPart ? { ticket: { ...gathers, ...parted } } : {}),
    ...(again ? overtaken(known, "the post was edited", now) : {}),
    ...(again ? { supersede: waitingInPublic(known) } : {}),
    story: [{ at: now, what: "edited", detail: again ? "looked at again" : "noted" }],
  };
}

/** Nobody came in time: the proposal's card closes and nothing is said. */
export function proposalExpired(known: Case, { now }: Step): Change | null {
  const { proposal } = known;
  if (proposal?.state !== "open" || proposal.expiresAt > now) return null;
  return {
    ticket: becoming(known.ticket, standingState(known)),
    closeProposal: { state: "expired", because: "nobody decided in time", at: now },
    story: [{ at: now, what: "expired", detail: `${proposal.proposed.outcome} was never decided` }],
  };
}

/** The reporter's answer to a question of the team goes to the issue, quoted and defused. */
export function reporterReplied(known: Case, post: Post, step: Step): Change | null {
  const asked = known.actions.findLast(
    ({ deed, state }) => deed.do === "say" && deed.say.say === "team-asks" && state === "done",
  );
  if (!known.issue || known.ticket.state !== "waiting-reporter" || !asked) return null;
  return {
    ticket: { state: "with-team" },
    actions: [
      passingOn(known.ticket.code, post.text, known.issue, step),
      ...marking(known, "with-the-team", step),
    ],
    story: [{ at: step.now, what: "answered the team", detail: "passed on to the issue" }],
  };
}

/** The first reporter withdraws the report: staff are told, the issue gets one comment. */
export function reporterWithdrew(known: Case, step: Step): Change {
  const { now, ids } = step;
  const { code } = known.ticket;
  const say = { say: "withdrawn", code, words: null, byReporter: true } as const;
  return {
    ticket: { state: "withdrawn", dueAt: null },
    ...overtaken(known, "the reporter withdrew it", now),
    supersede: waitingInPublic(known),
    actions: [
      ...(known.issue
        ? [
            {
              id: ids(),
              act: "link" as const,
              public: true,
              deed: {
                do: "comment" as const,
                issue: known.issue,
                key: `withdrawn:${known.ticket.id}`,
                body: `The reporter of ${known.ticket.code} has withdrawn this report.`,
              },
              serial: `issue:${known.issue.nodeId}`,
              notBefore: now,
            },
          ]
        : []),
      {
        id: ids(),
        act: null,
        public: true,
        deed: { do: "restate", say },
        serial: conversationSerial(known),
        notBefore: now,
      },
    ],
    story: [{ at: now, what: "withdrawn", detail: "by its reporter" }],
  };
}
