import { NOT_WANTED } from "../../src/triage/model/action.ts";
import type { Change } from "../../src/triage/model/case.ts";
import { mayBecome, type Ticket } from "../../src/triage/model/ticket.ts";
import { addActions, addStory, type Community, proposalsOf } from "./store-state.ts";

/** Writes a change whole, or throws before anything was written. */
export function applyChange(
  community: Community,
  ticket: Ticket,
  change: Change,
  now: number,
): void {
  refuseWhatBreaks(community, ticket, change);
  const { id } = ticket;
  community.tickets.set(id, {
    ...ticket,
    ...change.ticket,
    ...(change.silence && { silence: change.silence }),
    version: ticket.version + 1,
    updatedAt: now,
  });
  for (const { id: postId, ...patch } of change.posts ?? []) {
    const post = community.posts.get(postId);
    if (patch.attachments) {
      const left = patch.attachments.flatMap(({ image }) => image?.id ?? []);
      for (const [imageId, image] of community.images) {
        if (image.postId === postId && !left.includes(imageId)) community.images.delete(imageId);
      }
    }
    if (post)
      community.posts.set(postId, {
        ...post,
        ...patch,
        removed: [...(patch.removed ?? post.removed)],
      });
  }
  if (change.classification)
    community.classifications.push({ ticketId: id, value: change.classification });
  if (change.candidates) community.candidates.push({ ticketId: id, value: change.candidates });
  if (change.draft) community.drafts.push({ ticketId: id, value: change.draft });
  if (change.decision) community.decisions.push({ ticketId: id, value: change.decision });
  if (change.review) community.reviews.push({ ticketId: id, value: change.review });
  if (change.answerOutcome) {
    const { actionId, personId } = change.answerOutcome;
    community.outcomes.set(`${actionId} ${personId}`, {
      ticketId: id,
      value: change.answerOutcome,
    });
  }
  writeWayBack(community, ticket, change);
  noteGap(community, id, change, now);
  changeProposals(community, id, change, now);
  changeActions(community, change);
  addActions(community, id, change.actions ?? [], now);
  for (const reporter of change.reporters ?? []) saveReporter(community, ticket, reporter);
  if (change.issue) saveIssue(community, change.issue);
  addStory(community, id, change.story);
  for (const sibling of change.siblings ?? []) openSibling(community, ticket, sibling, now);
  if (change.emptied) emptyTexts(community, id);
}

/** Same posts, same place and thread, same reporters, due at once. */
function openSibling(
  community: Community,
  beside: Ticket,
  { id, part }: NonNullable<Change["siblings"]>[number],
  now: number,
): void {
  community.tickets.set(id, {
    ...beside,
    ...{ id, part, code: `SB-${++community.lastCode}`, version: 1, state: "gathering" },
    ...{ dueAt: now, createdAt: now, updatedAt: now },
  });
  for (const postId of part.postIds) community.ticketPosts.push({ ticketId: id, postId });
  for (const reporter of community.reporters.filter((one) => one.ticketId === beside.id)) {
    community.reporters.push({ ...reporter, ticketId: id });
  }
  addStory(community, id, [{ at: now, what: "opened", detail: `split from ${beside.code}` }]);
}

/** What the store empties when the posts are gone. */
function emptyTexts(community: Community, ticketId: string): void {
  const ticket = community.tickets.get(ticketId);
  if (ticket?.part) {
    community.tickets.set(ticketId, { ...ticket, part: { ...ticket.part, text: "" } });
  }
  const issue = { title: "(deleted)", body: "" };
  community.classifications.forEach((one, at, all) => {
    if (one.ticketId !== ticketId) return;
    const value = { ...one.value, title: issue.title, ask: "", evidence: [] };
    all[at] = { ticketId, value };
  });
  community.drafts.forEach((one, at, all) => {
    if (one.ticketId !== ticketId) return;
    all[at] = { ticketId, value: { ...one.value, unanswered: [], clarify: null } };
  });
  for (const one of proposalsOf(community, ticketId)) {
    if (one.proposed.outcome !== "file") continue;
    community.proposals.set(one.id, { ...one, proposed: { ...one.proposed, issue } });
  }
  for (const action of community.actions.values()) {
    const { deed, state } = action;
    if (action.ticketId !== ticketId || state === "waiting" || state === "claimed") continue;
    if (deed.do === "open-issue")
      community.actions.set(action.id, { ...action, deed: { ...deed, issue } });
    if (deed.do === "comment")
      community.actions.set(action.id, { ...action, deed: { ...deed, body: "" } });
  }
  for (const [key, ask] of community.gapAsks) {
    if (ask.ticketId === ticketId) community.gapAsks.delete(key);
  }
}

function writeWayBack(
  community: Community,
  { id: ticketId, source }: Ticket,
  { subscription, verdict, facts = [] }: Change,
): void {
  if (subscription) {
    const { personId, sourceId, name, since } = subscription.who;
    const others = community.subscriptions.filter(
      (one) => one.ticketId !== ticketId || one.personId !== personId,
    );
    const standing = community.subscriptions.length > others.length;
    if (!subscription.on) community.subscriptions = others;
    else if (!standing) community.subscriptions = [...others, { ticketId, personId, since }];
    if (subscription.on) community.persons.set(personId, { source, sourceId, name });
  }
  if (verdict) {
    const others = community.verdicts.filter(
      (one) => one.ticketId !== ticketId || one.value.personId !== verdict.personId,
    );
    community.verdicts = [...others, { ticketId, value: verdict }];
  }
  for (const value of facts) {
    const known = community.facts.some(
      (one) =>
        one.ticketId === ticketId && one.value.fact === value.fact && one.value.at === value.at,
    );
    if (!known) community.facts.push({ ticketId, value });
  }
}

function noteGap(
  { gapAsks }: Community,
  ticketId: string,
  { gap, decision }: Change,
  now: number,
): void {
  if (gap) {
    const key = `${ticketId} ${gap.reason}`;
    const gapId = gapAsks.get(key)?.gapId ?? null;
    const before = gapAsks.get(key)?.answer;
    const settled = gap.answer?.accepted || gap.answer?.by === "reviewer";
    const answer = settled ? gap.answer : (before ?? gap.answer);
    const note = { ticketId, ...gap, gapId, notedAt: now, answerableAt: null };
    gapAsks.set(key, answer ? { ...note, answer } : note);
  } else if (decision && decision.outcome !== "leave" && decision.outcome !== "none") {
    gapAsks.delete(`${ticketId} unanswered`);
    gapAsks.delete(`${ticketId} contradiction`);
  }
}

function refuseWhatBreaks(community: Community, ticket: Ticket, change: Change): void {
  const next = change.ticket?.state ?? ticket.state;
  if (!mayBecome(ticket.state, next)) {
    throw new Error(`a ticket that is ${ticket.state} may not become ${next}`);
  }
  const versions = proposalsOf(community, ticket.id).map(({ version }) => version);
  if (change.proposal && versions.includes(change.proposal.version)) {
    throw new Error(`the ticket has a proposal ${change.proposal.version} already`);
  }
  const { settled } = change;
  if (settled && community.actions.get(settled.actionId)?.state !== "claimed") {
    throw new Error(`the action ${settled.actionId} is not claimed`);
  }
}

function changeProposals(
  community: Community,
  ticketId: string,
  change: Change,
  now: number,
): void {
  const { closeProposal: closing, snoozeProposal, proposal: fresh } = change;
  const end = (state: "open" | "approved", patch: object) => {
    for (const one of proposalsOf(community, ticketId)) {
      if (one.state === state) community.proposals.set(one.id, { ...one, ...patch });
    }
  };
  if (change.vouches) end("open", { vouches: [...change.vouches] });
  if (closing) {
    const patch = {
      state: closing.state,
      closedBecause: closing.because,
      decidedBy: closing.by ?? null,
      decidedAt: closing.at,
    };
    const open = proposalsOf(community, ticketId).some(({ state }) => state === "open");
    if (open) end("open", patch);
    else if (closing.state === "retracted") {
      const approved = proposalsOf(community, ticketId).findLast(
        ({ state }) => state === "approved",
      );
      if (approved) community.proposals.set(approved.id, { ...approved, ...patch });
    }
  }
  if (snoozeProposal) end("open", { snoozedUntil: snoozeProposal.until });
  if (!fresh) return;
  end("open", {
    state: "overtaken",
    closedBecause: "a newer proposal took its place",
    decidedAt: now,
  });
  community.proposals.set(fresh.id, { ...fresh, ticketId });
}

function changeActions(community: Community, { supersede, settled }: Change): void {
  for (const actionId of supersede ?? []) {
    const action = community.actions.get(actionId);
    if (action?.state === "waiting" && action.attempt === 0) {
      community.actions.set(actionId, { ...action, state: "superseded" });
    } else if (action?.state === "waiting" || action?.state === "claimed") {
      community.actions.set(actionId, { ...action, outcome: NOT_WANTED });
    }
  }
  const action = settled && community.actions.get(settled.actionId);
  if (!settled || !action) return;
  community.actions.set(action.id, {
    ...action,
    state: settled.state,
    claimedUntil: null,
    externalRef: settled.externalRef ?? action.externalRef,
    outcome: settled.outcome,
    notBefore: settled.notBefore ?? action.notBefore,
  });
}

function saveReporter(
  community: Community,
  ticket: Ticket,
  reporter: NonNullable<Change["reporters"]>[number],
): void {
  const { personId, sourceId, name, consent, notify, since } = reporter;
  community.persons.set(personId, { source: ticket.source, sourceId, name });
  const known = community.reporters.find(
    (one) => one.ticketId === ticket.id && one.personId === personId,
  );
  if (known) Object.assign(known, { consent, notify });
  else community.reporters.push({ ticketId: ticket.id, personId, consent, notify, since });
}

/** An older view of an issue never replaces a newer one; our ticket stays known. */
export function saveIssue(community: Community, issue: NonNullable<Change["issue"]>): void {
  const known = community.issues.get(issue.nodeId);
  if (known && known.updatedAt > issue.updatedAt) return;
  community.issues.set(issue.nodeId, {
    ...issue,
    ticketId: issue.ticketId ?? known?.ticketId ?? null,
  });
}
