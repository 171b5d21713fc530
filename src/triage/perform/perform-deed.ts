import { headcount } from "../decide/fresh-accounts.ts";
import { announcementOf, concludeAnnounced } from "../issues/announcing.ts";
import { bringAlong } from "../issues/bring-along.ts";
import { verdictComment } from "../issues/fix-verdict.ts";
import { reporterComment } from "../issues/reporter-comment.ts";
import type { Action } from "../model/action.ts";
import type { Case } from "../model/case.ts";
import { isResolution } from "../model/say.ts";
import type { FiledIssue } from "../ports/issue-tracker.ts";
import { digestSaid } from "../report/post-digest.ts";
import { readCard } from "../review/read-card.ts";
import { hiddenMarker } from "../text/marker.ts";
import type { ExecutorDeps } from "./apply-actions.ts";
import { allAreGone } from "./hear-of-retraction.ts";
import type { Result } from "./result.ts";
import { mayWarn, whereabouts } from "./speak.ts";
import { isUnsaid } from "./unsaying.ts";

type Outside = Omit<ExecutorDeps, "outbox" | "reached">;

/** A little before the action was recorded, for clocks that differ between systems. */
const CLOCK_SKEW_MS = 60_000;

/** Performs one action outside. Not idempotent for new messages, issues and comments. */
export async function perform(
  communityId: string,
  action: Action,
  known: Case,
  outside: Outside,
): Promise<Result> {
  const { conversation, tracker, tickets } = outside;
  const { deed, id } = action;
  const where = whereabouts(known);
  switch (deed.do) {
    case "say":
      if (deed.say.say === "retracted" && (await allAreGone(known, conversation))) {
        return done(null, "whoever asked has left");
      }
      return { type: "said", ...(await conversation.say(where, deed.say, id)) };
    case "restate": {
      const standing = deed.messageId ?? known.ticket.standingMessageId;
      if (standing === null)
        return { type: "said", ...(await conversation.say(where, deed.say, id)) };
      await conversation.restate(where, standing, deed.say, id);
      return { type: "restated" };
    }
    case "unsay":
      await conversation.unsay(where, deed.messageId);
      return done(deed.messageId);
    case "mark":
      await conversation.mark(where, deed.mark, known.ticket.mark);
      return done(null);
    case "tell-privately": {
      const told = await conversation.tellPrivately(deed.personSourceId, deed.say, id);
      if (told.type === "told") return done(told.messageId);
      if (isResolution(deed.say)) {
        return done(null, "direct messages are closed; it is told in the thread");
      }
      const permission = mayWarn(known.ticket, await outside.policyOf(communityId));
      if (!permission.may) {
        return done(null, `direct messages are closed, and in public: ${permission.because}`);
      }
      const note = { say: "private-note", code: known.ticket.code } as const;
      return { type: "said", ...(await conversation.say(where, note, id)) };
    }
    case "announce": {
      const said = await announcementOf(communityId, deed, outside);
      if (!said) return done(null, "nothing is fixed any more");
      return done(await conversation.announce(deed.placeId, said, id));
    }
    case "post-digest": {
      const said = await digestSaid(communityId, deed, outside);
      if (!said) return done(null, "a quiet week");
      return done(await conversation.announce(deed.placeId, said, id));
    }
    case "conclude":
      await concludeAnnounced(communityId, deed.nodeIds, outside);
      return done(null);
    case "alert":
      return done(
        deed.placeId === undefined
          ? await conversation.alert(deed.say, id)
          : await conversation.announce(deed.placeId, deed.say, id),
      );
    case "open-issue": {
      const body = `${deed.issue.body}\n\n${hiddenMarker(id)}\n`;
      const draft = { ...deed.issue, body };
      if (deed.route.as === "advisory") {
        const report = await tracker.reportVulnerability(deed.route.repository, draft);
        return filed(deed, report, known);
      }
      const { leftOut, ...issue } = await tracker.openIssue(deed.route, draft);
      return { ...filed(deed, issue, known), leftOut };
    }
    case "count-reporters": {
      const key = `count:${deed.issue.nodeId}`;
      const reporters = await tickets.reportersOf(communityId, deed.issue.nodeId);
      const body = reporterComment(reporters, key);
      const counted = await upsertComment(tracker, deed.issue, key, body);
      return { ...counted, reporters: headcount(reporters).seasoned };
    }
    case "count-verdicts": {
      const key = `still-broken:${deed.issue.nodeId}`;
      const verdicts = await tickets.verdictsOf(communityId, deed.issue.nodeId);
      const broken = verdicts.some(({ verdict }) => verdict === "broken");
      if (!broken && (await tracker.findComment(deed.issue, key)) === null) {
        return done(null, "nobody says that it is still broken");
      }
      return upsertComment(tracker, deed.issue, key, verdictComment(verdicts, key));
    }
    case "reopen-issue":
      await tracker.reopen(deed.issue);
      return done(null);
    case "bring-along":
      await bringAlong(communityId, known.ticket, deed.issue, outside);
      return done(null);
    case "comment": {
      const key = deed.key ?? id;
      const body = `${deed.body}\n\n${hiddenMarker(key)}\n`;
      if (deed.key === null) return done(await tracker.comment(deed.issue, body));
      return upsertComment(tracker, deed.issue, key, body);
    }
    case "label":
      await tracker.addLabels(deed.issue, deed.labels);
      return done(null);
    case "acknowledge":
      await tracker.acknowledge(deed.issue, deed.commentId, deed.taken);
      return done(null);
    case "show-card": {
      const read = await readCard(communityId, deed.cardId, outside);
      if (!read) return done(null, "the card is gone");
      const { shown: card } = read;
      const { messageId } = read.found.card;
      if (messageId) {
        await conversation.editCard(messageId, card);
        return { ...done(messageId), againAt: card.undoUntil };
      }
      if (card.closed !== null) return done(null, "decided before it was shown");
      return done(await conversation.postCard(card, id));
    }
    case "retract":
      if (isUnsaid(known, deed.messageId)) return done(null, "it was taken away already");
      await conversation.restate(where, deed.messageId, deed.say, id);
      return { type: "restated" };
    case "delete-post":
      await conversation.deletePost(deed);
      return done(null);
  }
}

/**
 * Looks outside for an action whose claim ran out: it may have been done before a crash.
 * @returns its result, or null when it has to be done (or does no harm twice)
 */
export async function settleMaybeDone(
  communityId: string,
  action: Action,
  known: Case,
  { conversation, tracker, board }: Outside,
): Promise<Result | null> {
  const { deed, id } = action;
  const where = whereabouts(known);
  const since = action.createdAt - CLOCK_SKEW_MS;
  switch (deed.do) {
    case "say":
    case "restate": {
      const found = await conversation.find(where, id, since);
      if (found === null) return null;
      const edited = deed.do === "restate" && (deed.messageId ?? known.ticket.standingMessageId);
      return edited ? { type: "restated" } : { type: "said", ...found };
    }
    case "tell-privately": {
      const told = await conversation.findPrivate(deed.personSourceId, id, since);
      if (told) return done(told);
      const found = await conversation.find(where, id, since);
      return found && { type: "said", ...found };
    }
    case "post-digest":
    case "announce": {
      const found = await conversation.findAnnouncement(deed.placeId, id, since);
      return found === null ? null : done(found);
    }
    case "alert": {
      const found =
        deed.placeId === undefined
          ? await conversation.findCard(id, since)
          : await conversation.findAnnouncement(deed.placeId, id, since);
      return found === null ? null : done(found);
    }
    case "open-issue": {
      const { repository, as } = deed.route;
      const find = as === "advisory" ? tracker.findVulnerability : tracker.findIssue;
      const issue = await find(repository, id, since);
      return issue && filed(deed, issue, known);
    }
    case "comment": {
      if (deed.key !== null) return null;
      const found = await tracker.findComment(deed.issue, id);
      return found === null ? null : done(found);
    }
    case "show-card": {
      const found = await board.card(communityId, deed.cardId);
      if (!found || found.card.messageId) return null;
      const messageId = await conversation.findCard(deed.cardId, since);
      return messageId === null ? null : done(messageId);
    }
    case "unsay":
    case "mark":
    case "label":
    case "acknowledge":
    case "count-reporters":
    case "count-verdicts":
    case "bring-along":
    case "reopen-issue":
    case "conclude":
    case "retract":
    case "delete-post":
      return null;
  }
}

async function upsertComment(
  tracker: Outside["tracker"],
  issue: Parameters<Outside["tracker"]["comment"]>[0],
  key: string,
  body: string,
): Promise<Extract<Result, { type: "done" }>> {
  const standing = await tracker.findComment(issue, key);
  if (standing === null) return done(await tracker.comment(issue, body));
  await tracker.editComment(issue, standing, body);
  return done(standing);
}

function filed(
  { route, issue, gap }: Extract<Action["deed"], { do: "open-issue" }>,
  { nodeId, repository, number, url, visibility }: FiledIssue,
  known: Case,
): Extract<Result, { type: "filed" }> {
  return {
    type: "filed",
    issue: {
      ...{ nodeId, repository, number, url },
      title: issue.title,
      body: issue.body,
      state: "open",
      stateReason: null,
      visibility,
      labels: route.labels,
      milestone: null,
      assigned: route.assignees.length > 0,
      // A gap of the docs is nobody's report.
      ticketId: gap === undefined ? known.ticket.id : null,
      // Whatever GitHub shows of it is later, also in the same second and by another clock.
      updatedAt: known.ticket.updatedAt - CLOCK_SKEW_MS,
    },
  };
}

function done(externalRef: string | null, note: string | null = null) {
  return { type: "done", externalRef, note } as const;
}
