import type { Case } from "../model/case.ts";
import type { Post } from "../model/post.ts";
import type { Ticket } from "../model/ticket.ts";

/** A ticket as intake opens it, in memory only, with its posts and its one reporter. */
export function openCase(posts: readonly Post[], id: string, code: string, now: number): Case {
  const [first] = posts;
  if (!first) throw new Error("a ticket needs a post");
  const ticket: Ticket = {
    id,
    code,
    version: 1,
    state: "gathering",
    source: first.source,
    placeId: first.placeId,
    conversationId: first.conversationId,
    openingSourceId: first.sourceId,
    permalink: first.permalink,
    kind: null,
    lane: null,
    area: null,
    severity: null,
    title: null,
    labelledBy: null,
    silence: null,
    mark: null,
    standingMessageId: null,
    publicMessages: 0,
    linkedTo: null,
    issueNodeId: null,
    asked: 0,
    dueAt: null,
    attempts: 0,
    createdAt: first.postedAt,
    updatedAt: now,
  };
  const reporter = {
    personId: first.personId,
    sourceId: first.authorSourceId,
    name: first.authorName,
    consent: false,
    notify: true,
    since: first.postedAt,
  };
  return {
    ticket,
    posts,
    reporters: [reporter],
    subscribers: [],
    classification: null,
    decision: null,
    draft: null,
    proposal: null,
    wish: null,
    actions: [],
    issue: null,
  };
}
