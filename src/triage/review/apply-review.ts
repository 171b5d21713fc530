import { issueOf } from "../decide/propose.ts";
import { route } from "../decide/route.ts";
import { JUDGED } from "../decide/sample.ts";
import { gapInEdit } from "../gaps/note-gap.ts";
import type { Case } from "../model/case.ts";
import type { Classification } from "../model/classification.ts";
import type { Passage } from "../model/passage.ts";
import { joinPosts } from "../model/post.ts";
import type { Proposal, Proposed } from "../model/proposal.ts";
import type { Review, Verdict } from "../model/review.ts";
import type { Step } from "../model/step.ts";
import { becoming } from "../model/ticket.ts";
import { performing } from "../perform/perform.ts";
import { isGapFiling, standingState, wasFiled } from "../perform/spoken.ts";
import { redact } from "../redact/redact.ts";
import { readEdited, wordsOf } from "./edited.ts";
import { retract } from "./retract.ts";
import { changed, closing, type Reviewed, refused, told, verdictWords } from "./verdict-result.ts";

/**
 * What a person's verdict on a ticket's latest proposal changes.
 * @param about the passage that the ticket is about, once it is a matter of the docs
 */
export function applyReview(
  known: Case,
  verdict: Verdict,
  by: Review["by"],
  step: Step,
  about: Passage | null = null,
): Reviewed {
  const { proposal } = known;
  if (!proposal) return refused("there is nothing to decide on this ticket");
  const review: Review = {
    id: step.ids(),
    ticketId: known.ticket.id,
    proposalId: proposal.id,
    verdict,
    edit: null,
    by,
    at: step.now,
  };
  if (verdict.verdict === "undo") return undo(known, proposal, review, step);
  if (verdict.verdict === "retract") return retract(known, proposal, review, verdict.words, step);
  if (proposal.state !== "open") {
    const who = proposal.decidedBy ? ` by ${proposal.decidedBy}` : "";
    return refused(`already ${proposal.state}${who}`);
  }
  if (verdict.verdict === "file" || verdict.verdict === "change") {
    return changeAndRepropose(known, proposal, verdict, review, about, step);
  }
  return decideOpen(known, proposal, verdict, review, step);
}

function decideOpen(
  known: Case,
  proposal: Proposal,
  verdict: Exclude<Verdict, { verdict: "undo" | "retract" | "file" | "change" }>,
  review: Review,
  step: Step,
): Reviewed {
  switch (verdict.verdict) {
    case "send":
      if (proposal.proposed.outcome === "sample") {
        return refused("there is nothing to send: say whether silence was right");
      }
      if (proposal.proposed.outcome === "tell" && proposal.proposed.words === "") {
        return refused("there are no words to send yet: write them with Edit");
      }
      return approve(known, proposal, proposal.proposed, review, step);
    case "edit": {
      const edited = readEdited(proposal.proposed, verdict.title, verdict.text);
      if (typeof edited === "string") return refused(edited);
      const edit = { before: wordsOf(proposal.proposed), after: wordsOf(edited) };
      const approved = approve(known, proposal, edited, { ...review, edit }, step);
      const gap = gapInEdit(proposal.proposed, edited, review.by);
      if (gap === null || approved.type === "refused") return approved;
      return { ...approved, change: { ...approved.change, gap } };
    }
    case "link": {
      const linked: Proposed = { outcome: "link", candidate: verdict.candidate };
      return approve(known, proposal, linked, review, step);
    }
    case "ask":
      return approve(known, proposal, { outcome: "ask", details: verdict.details }, review, step);
    case "dismiss":
      return changed({
        ticket: becoming(known.ticket, standingState(known)),
        closeProposal: closing("dismissed", verdict.reason ?? "dismissed", review),
        review,
        story: [told(review, `dismissed${verdict.reason ? `: ${verdict.reason}` : ""}`)],
      });
    case "judge": {
      if (proposal.proposed.outcome !== "sample") return refused("this one is no sample");
      const judged = JUDGED[verdict.silence];
      return changed({
        closeProposal: closing("dismissed", judged, review),
        review,
        story: [told(review, `the silence was judged: ${judged}`)],
      });
    }
    case "snooze":
      return changed({
        snoozeProposal: { until: verdict.until },
        review,
        story: [told(review, `snoozed until ${new Date(verdict.until).toISOString()}`)],
      });
    case "redraft": {
      // It goes to a model.
      const instruction = redact(verdict.instruction).text;
      return {
        type: "changed",
        triageAgain: true,
        change: {
          review: { ...review, verdict: { ...verdict, instruction } },
          story: [told(review, `asked for another draft: ${instruction}`)],
        },
      };
    }
  }
}

function approve(
  known: Case,
  proposal: Proposal,
  proposed: Proposed,
  review: Review,
  step: Step,
): Reviewed {
  const performed = performing(known, { ...proposal, proposed }, step, step.policy.undoMs);
  return changed({
    ...performed,
    closeProposal: closing("approved", verdictWords(review.verdict), review),
    review,
    story: [told(review, `${verdictWords(review.verdict)} (${proposed.outcome})`)],
  });
}

function changeAndRepropose(
  known: Case,
  proposal: Proposal,
  verdict: Extract<Verdict, { verdict: "change" | "file" }>,
  review: Review,
  about: Passage | null,
  step: Step,
): Reviewed {
  if (!known.classification) return refused("the ticket has not been classified yet");
  if (wasFiled(known)) return refused("the team has it already: it is not decided again");
  const classification = relabelled(known.classification, verdict);
  const wantedRoute = verdict.verdict === "change" ? verdict.route : null;
  const { title, text } = joinPosts(known.posts);
  const routed = route(
    classification,
    { placeId: known.ticket.placeId, text: `${title}\n${text}` },
    step.policy,
  );
  const to = wantedRoute ?? routed.route;
  const { kind, lane, area } = classification;
  const labels = { kind, lane, area, labelledBy: review.by.name };
  const words = `set to ${kind}, ${lane}, ${area}${wantedRoute ? `, ${wantedRoute.repository}` : ""}`;
  if (kind === "question" || kind === "other" || lane === "account" || lane === "not-ours") {
    // The next triage keeps what a person said and decides the rest anew.
    return {
      type: "changed",
      triageAgain: true,
      change: { ticket: labels, classification, review, story: [told(review, words)] },
    };
  }
  if (!to) return refused(routed.why);
  if (lane === "security" && to.visibility === "public") {
    return refused("a security matter is filed into a private repository only");
  }
  if (lane !== "security" && to.as === "advisory") {
    return refused("only a security matter becomes an advisory: set the lane first");
  }
  const id = step.ids();
  return changed({
    ticket: labels,
    classification,
    review,
    proposal: {
      ...proposal,
      id,
      version: proposal.version + 1,
      state: "open",
      groupKey: `one:${id}`,
      proposed: {
        outcome: "file",
        route: to,
        issue: issueOf(known, classification, to, step.policy, proposal.candidates, about),
        ...(about ? { about } : {}),
      },
      doubt: null,
      createdAt: step.now,
      expiresAt: step.now + step.policy.shelfLifeMs,
    },
    closeProposal: closing("overtaken", words, review),
    story: [told(review, words)],
  });
}

/** The labels as a reviewer would have them. */
export function relabelled(
  classification: Classification,
  verdict: Extract<Verdict, { verdict: "change" | "file" }>,
): Classification {
  if (verdict.verdict === "file") return classification;
  const { kind, lane, area } = verdict;
  return {
    ...classification,
    kind: kind ?? classification.kind,
    lane: lane ?? classification.lane,
    area: area ?? classification.area,
  };
}

function undo(known: Case, proposal: Proposal, review: Review, step: Step): Reviewed {
  const waiting = known.actions.filter(
    (action) =>
      action.state === "waiting" &&
      action.notBefore > step.now &&
      action.public &&
      !isGapFiling(action) &&
      action.attempt === 0,
  );
  if (proposal.state !== "approved" || waiting.length === 0) {
    return refused("too late to undo: use Retract");
  }
  const id = step.ids();
  return changed({
    supersede: waiting.map((action) => action.id),
    ticket: {
      ...becoming(known.ticket, "proposed"),
      linkedTo: null,
      issueNodeId: known.issue?.ticketId === known.ticket.id ? known.ticket.issueNodeId : null,
    },
    proposal: {
      ...proposal,
      id,
      version: proposal.version + 1,
      state: "open",
      groupKey: /^(link|answer):/.test(proposal.groupKey) ? proposal.groupKey : `one:${id}`,
      decidedBy: null,
      decidedAt: null,
      closedBecause: null,
      createdAt: step.now,
      expiresAt: step.now + step.policy.shelfLifeMs,
    },
    review,
    story: [told(review, "undone before it was performed")],
  });
}
