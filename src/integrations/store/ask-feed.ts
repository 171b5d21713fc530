import { sql } from "kysely";
import { z } from "zod";
import { IssueRef } from "../../triage/model/action.ts";
import { AskPart } from "../../triage/model/ask-part.ts";
import { Kind, Lane } from "../../triage/model/classification.ts";
import { joinPosts, Post } from "../../triage/model/post.ts";
import { TicketState } from "../../triage/model/ticket.ts";
import type { AskChange, AskFeed, KnownAsk } from "../../triage/same-asks/ask-feed.ts";
import { fromRow } from "./columns.ts";
import type { Db } from "./tables.ts";

const PAGE = 500;
/** Transactions commit in another order than they were numbered: the last few are read again. */
const OVERLAP = 32;

const Issue = z.object({
  ...IssueRef.shape,
  title: z.string(),
  body: z.string(),
  state: z.enum(["open", "closed"]),
  visibility: z.enum(["public", "private"]),
});
const Ticket = z.object({
  id: z.string(),
  code: z.string(),
  title: z.string().nullable(),
  state: TicketState,
  kind: Kind.nullable(),
  lane: Lane.nullable(),
  /** The ticket that staff linked it to. */
  root: z.object({ id: z.string(), code: z.string() }).nullable(),
  part: AskPart.nullable(),
  posts: z.array(z.unknown()),
});
const PostText = Post.pick({ title: true, text: true, attachments: true, deletedAt: true });

/** States in which somebody else with the same ask would gain from being told. */
const OPEN: readonly TicketState[] = [
  "gathering",
  "proposed",
  "waiting-reporter",
  "with-team",
  "resting",
];

export function createAskFeed(db: Db): AskFeed {
  return {
    async changedAsks(communityId, after) {
      const since = Math.max(0, after - OVERLAP);
      const { rows } = await sql<{ n: string; ticket: unknown; issue: unknown }>`
        (SELECT changed AS n, NULL AS ticket, to_json(i) AS issue
        FROM issues i WHERE community_id = ${communityId} AND changed > ${since}
        ORDER BY changed LIMIT ${PAGE})
        UNION ALL
        (SELECT changed, json_build_object('id', t.id, 'code', t.code, 'title', t.title,
          'state', t.state, 'kind', t.kind, 'lane', t.lane, 'part', t.part,
          'root', (SELECT json_build_object('id', r.id, 'code', r.code) FROM tickets r
            WHERE r.community_id = t.community_id
              AND t.linked_to LIKE 'ticket:%' AND r.id = substr(t.linked_to, 8)),
          'posts', (SELECT coalesce(json_agg(p ORDER BY p.posted_at, p.id), '[]')
            FROM ticket_posts link
            JOIN posts p ON p.community_id = link.community_id AND p.id = link.post_id
            WHERE link.community_id = t.community_id AND link.ticket_id = t.id)),
          (SELECT to_json(i) FROM issues i
            WHERE i.community_id = t.community_id AND i.node_id = t.issue_node_id)
        FROM tickets t WHERE community_id = ${communityId} AND changed > ${since}
        ORDER BY changed LIMIT ${PAGE})
        ORDER BY n LIMIT ${PAGE}`.execute(db);
      return {
        changes: rows.map(({ ticket, issue }) =>
          ticket === null ? issueAsk(issue) : ticketAsk(ticket, issue),
        ),
        next: Math.max(after, Number(rows.at(-1)?.n ?? 0)),
        more: rows.length === PAGE,
      };
    },
  };
}

function issueAsk(row: unknown): AskChange {
  const issue = Issue.parse(fromRow(row));
  const ask: KnownAsk = {
    target: issueTarget(issue),
    title: issue.title,
    text: issue.body,
    open: issue.state === "open",
  };
  return { key: `issue:${issue.nodeId}`, ask };
}

function issueTarget({ nodeId, repository, number, url, visibility }: z.infer<typeof Issue>) {
  return { type: "issue", issue: { nodeId, repository, number, url }, visibility } as const;
}

/** A ticket stands for its issue, for the ticket it is linked to, or for itself while open. */
function ticketAsk(row: unknown, issueRow: unknown): AskChange {
  const ticket = Ticket.parse(row);
  const key = `ticket:${ticket.id}`;
  const mentionable = ticket.lane === "open" && ticket.kind !== "other";
  if (!mentionable || ticket.state === "withdrawn") return { key, ask: null };

  const whole = joinPosts(ticket.posts.map((post) => PostText.parse(fromRow(post))));
  const { title, text } = ticket.part ? { title: "", text: ticket.part.text } : whole;
  const words = { title: ticket.title ?? title, text: `${title}\n${text}` };
  if (issueRow !== null) {
    const issue = Issue.parse(fromRow(issueRow));
    return { key, ask: { target: issueTarget(issue), ...words, open: issue.state === "open" } };
  }
  if (!OPEN.includes(ticket.state)) return { key, ask: null };
  const { id, code } = ticket.root ?? ticket;
  return { key, ask: { target: { type: "ticket", ticketId: id, code }, ...words, open: true } };
}
