import { sourceNumbers } from "../answers/answer-parts.ts";
import { tellingSubscribers } from "../issues/subscribing.ts";
import type { Deed, IssueRef, PlannedAction } from "../model/action.ts";
import { mayMark } from "../model/ask-part.ts";
import type { Candidate } from "../model/candidate.ts";
import type { Case, Change } from "../model/case.ts";
import { spokenIn } from "../model/classification.ts";
import { detailWords } from "../model/details.ts";
import type { Act } from "../model/policy.ts";
import type { Proposal, Proposed } from "../model/proposal.ts";
import type { Mark, Say } from "../model/say.ts";
import type { Step } from "../model/step.ts";
import { becoming } from "../model/ticket.ts";
import { cameByCommand } from "../people/by-command.ts";
import { mayTouch } from "./speak.ts";

/**
 * What an approved proposal sets in motion: actions that start `delayMs` from now, so that the
 * approval can be undone until then, and what the ticket knows at once.
 */
export function performing(
  known: Case,
  proposal: Proposal,
  step: Step,
  delayMs: number,
): Pick<Change, "actions" | "ticket" | "issue"> {
  const notBefore = step.now + delayMs;
  const { ticket } = known;
  const planned = (act: Act | null, open: boolean, serial: string, deed: Deed): PlannedAction => ({
    id: step.ids(),
    act,
    public: open,
    deed,
    serial,
    notBefore,
  });
  const say = (act: Act, what: Say) =>
    planned(act, true, conversationSerial(known), { do: "say", say: what });

  const { proposed } = proposal;
  switch (proposed.outcome) {
    case "answer":
      return {
        actions: [say("answer", answerSay(ticket.code, proposed, delayMs > 0))],
      };
    case "ask":
      if (ticket.issueNodeId !== null) {
        // The answer goes to the team then, not into another triage.
        const words = proposed.details.map(detailWords).join("\n");
        return { actions: [say("ask", { say: "team-asks", code: ticket.code, words })] };
      }
      return {
        actions: [
          say("ask", {
            say: "ask",
            code: ticket.code,
            details: proposed.details,
            ...spokenIn(proposed.language ?? "en"),
          }),
        ],
        ticket: { asked: ticket.asked + 1 },
      };
    case "redirect":
      return {
        actions: [say("redirect", { say: "redirect", code: ticket.code, text: proposed.text })],
      };
    case "file":
      return {
        actions: [
          planned(
            proposed.route.visibility === "public" ? "file-public" : "file-private",
            true,
            `repo:${proposed.route.repository}`,
            { do: "open-issue", route: proposed.route, issue: proposed.issue },
          ),
        ],
      };
    case "link":
      return linking(known, proposed.candidate, planned);
    case "sample":
      return {};
    case "retract":
      return {
        actions: [retracting(known, proposed.messageId, null, step, notBefore)],
        ticket: becoming(ticket, "resting"),
      };
    case "tell": {
      const { code } = ticket;
      const { words } = proposed;
      if (proposed.reason === "told") {
        return { actions: [say("tell-not-planned", { say: "team-tells", code, words })] };
      }
      const reason = proposed.reason === "duplicate" ? "duplicate" : "not-planned";
      const news = { say: "closed", code, reason, words } as const;
      const privately = tellingSubscribers(known, news, notBefore, step);
      return { actions: [say("tell-not-planned", news), ...privately] };
    }
  }
}

/**
 * A proposed answer as it is said.
 * @param checked whether a person had it before their eyes before it went out
 */
export function answerSay(
  code: string,
  proposed: Extract<Proposed, { outcome: "answer" }>,
  checked: boolean,
): Extract<Say, { say: "answer" }> {
  return {
    say: "answer",
    code,
    claims: proposed.claims.map((claim) => ({
      text: claim.text,
      sources: sourceNumbers(claim, proposed.sources),
    })),
    sources: proposed.sources.map(({ title, heading, url, passageId }) => ({
      title: heading && heading !== title ? `${title}: ${heading}` : title,
      url,
      passageId,
    })),
    unanswered: proposed.unanswered,
    ownCode: proposed.ownCode ?? [],
    checked,
    extractive: proposed.extractive,
    ...(proposed.edited ? { edited: true } : {}),
    ...spokenIn(proposed.language ?? "en"),
  };
}

/** Edits what was published to its correction. */
export function retracting(
  known: Case,
  messageId: string,
  words: string | null,
  step: Step,
  notBefore: number,
): PlannedAction {
  return {
    id: step.ids(),
    act: null,
    public: true,
    deed: {
      do: "retract",
      messageId,
      say: { say: "withdrawn", code: known.ticket.code, words },
    },
    serial: conversationSerial(known),
    notBefore,
  };
}

/** Tells the issue that the community team has withdrawn the report. */
export function withdrawing(issue: IssueRef, ticketId: string, step: Step): PlannedAction {
  return {
    id: step.ids(),
    act: null,
    public: true,
    deed: {
      do: "comment",
      issue,
      key: `retract:${ticketId}`,
      body: "The community team has withdrawn this report. It may be closed.",
    },
    serial: `issue:${issue.nodeId}`,
    notBefore: step.now,
  };
}

type Planned = (act: Act | null, open: boolean, serial: string, deed: Deed) => PlannedAction;

function linking(
  known: Case,
  { target, open }: Candidate,
  planned: Planned,
): Pick<Change, "actions" | "ticket"> {
  const url = target.type === "issue" && target.visibility === "public" ? target.issue.url : null;
  const code = target.type === "ticket" ? target.code : known.ticket.code;
  const told = planned("link", true, conversationSerial(known), {
    do: "restate",
    say: { say: "linked", code, url },
  });
  if (target.type === "ticket")
    return { actions: [told], ticket: { linkedTo: `ticket:${target.ticketId}` } };
  const again = open
    ? []
    : [
        planned("link", true, `issue:${target.issue.nodeId}`, {
          do: "reopen-issue",
          issue: target.issue,
        }),
      ];
  return {
    actions: [
      told,
      ...again,
      planned("link", true, `issue:${target.issue.nodeId}`, {
        do: "count-reporters",
        issue: target.issue,
      }),
    ],
    ticket: { linkedTo: `issue:${target.issue.nodeId}`, issueNodeId: target.issue.nodeId },
  };
}

/** Messages of one conversation are written one at a time. */
export function conversationSerial({ ticket }: Pick<Case, "ticket">): string {
  return `conversation:${ticket.conversationId ?? ticket.openingSourceId}`;
}

/** An action that puts a mark in place of the one before, where marks are allowed. */
export function marking(known: Case, mark: Mark, { now, ids, policy }: Step): PlannedAction[] {
  if (policy.acts.mark === "off" || !mayTouch(known.ticket, policy).may) return [];
  if (known.ticket.mark === mark || cameByCommand(known.ticket)) return [];
  if (!mayMark(known.ticket)) return [];
  return [
    {
      id: ids(),
      act: "mark",
      public: true,
      deed: { do: "mark", mark },
      serial: `mark:${known.ticket.id}`,
      notBefore: now,
    },
  ];
}
