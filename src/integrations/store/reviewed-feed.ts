import { sql } from "kysely";
import { z } from "zod";
import { Kind, Lane } from "../../triage/model/classification.ts";
import type { ExampleChange, ReviewedFeed } from "../../triage/model/example.ts";
import { joinPosts, Post } from "../../triage/model/post.ts";
import { Verdict } from "../../triage/model/review.ts";
import { TicketState } from "../../triage/model/ticket.ts";
import { fromRow } from "./columns.ts";
import type { Db } from "./tables.ts";

const PAGE = 500;
/** Transactions commit in another order than they were numbered: the last few are read again. */
const OVERLAP = 32;

const Row = z.object({
  id: z.string(),
  code: z.string(),
  state: TicketState,
  kind: Kind.nullable(),
  lane: Lane.nullable(),
  area: z.string().nullable(),
  posts: z.array(z.unknown()),
  /** In the order of time. */
  reviews: z.array(z.unknown()),
});
const ReviewRow = z.object({ verdict: Verdict, at: z.number() });
const PostText = Post.pick({ title: true, text: true, attachments: true, deletedAt: true });

/** What these people say is shown to nobody else, nor to a model about somebody else's post. */
const UNSHARED: readonly Lane[] = ["security", "care"];
/** Whoever sends what was proposed agrees with what it was taken for. */
const CONFIRMING: readonly Verdict["verdict"][] = ["send", "edit", "file", "link", "ask"];

export function createReviewedFeed(db: Db): ReviewedFeed {
  return {
    async changedReviews(communityId, after) {
      const since = Math.max(0, after - OVERLAP);
      const { rows } = await sql<{ n: string; ticket: unknown }>`
        SELECT t.changed AS n, json_build_object('id', t.id, 'code', t.code, 'state', t.state,
          'kind', t.kind, 'lane', t.lane, 'area', t.area,
          'reviews', (SELECT json_agg(r ORDER BY r.id) FROM reviews r
            WHERE r.community_id = t.community_id AND r.ticket_id = t.id),
          'posts', (SELECT coalesce(json_agg(p ORDER BY p.posted_at, p.id), '[]')
            FROM ticket_posts link
            JOIN posts p ON p.community_id = link.community_id AND p.id = link.post_id
            WHERE link.community_id = t.community_id AND link.ticket_id = t.id)) AS ticket
        FROM tickets t WHERE t.community_id = ${communityId} AND t.changed > ${since}
          AND EXISTS (SELECT 1 FROM reviews r
            WHERE r.community_id = t.community_id AND r.ticket_id = t.id)
        ORDER BY t.changed LIMIT ${PAGE}`.execute(db);
      return {
        changes: rows.map(({ ticket }) => toChange(ticket)),
        next: Math.max(after, Number(rows.at(-1)?.n ?? 0)),
        more: rows.length === PAGE,
      };
    },
  };
}

function toChange(row: unknown): ExampleChange {
  const { id: ticketId, code, state, kind, lane, area, posts, reviews } = Row.parse(row);
  const none = { ticketId, example: null };
  const verdicts = reviews.map((one) => ReviewRow.parse(fromRow(one)));
  const corrected = verdicts.findLast(({ verdict }) => isCorrection(verdict));
  const last = verdicts.at(-1);
  const confirmed = last && CONFIRMING.includes(last.verdict.verdict) ? last : undefined;
  const said = corrected ?? confirmed;
  if (!said || !kind || !lane || UNSHARED.includes(lane) || state === "withdrawn") return none;
  const { title, text } = joinPosts(posts.map((post) => PostText.parse(fromRow(post))));
  if (`${title}${text}`.trim() === "") return none;
  const labels = { kind, lane, area: area ?? "unknown" };
  const example = { ticketId, code, title, text, ...labels, reviewedAt: said.at };
  return { ticketId, example: { ...example, corrected: corrected !== undefined } };
}

function isCorrection(verdict: Verdict): boolean {
  if (verdict.verdict !== "change") return false;
  return [verdict.kind, verdict.lane, verdict.area].some((label) => label !== null);
}
