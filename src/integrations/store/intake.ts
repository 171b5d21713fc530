import { sql } from "kysely";
import type { Clock } from "../../triage/model/clock.ts";
import type { Ids } from "../../triage/model/ids.ts";
import type { Post } from "../../triage/model/post.ts";
import { mayBecome, TicketState } from "../../triage/model/ticket.ts";
import { TYPED_PREFIXES } from "../../triage/people/by-command.ts";
import type { Placement, StandingPost, TicketStore } from "../../triage/ports/ticket-store.ts";
import { moment, toColumns } from "./columns.ts";
import { insertImages } from "./images.ts";
import { toTicket } from "./rows.ts";
import type { Db, Tx } from "./tables.ts";
import { writeTogether } from "./together.ts";

type Deps = { readonly db: Db; readonly ids: Ids; readonly clock: Clock };
type Intake = Pick<
  TicketStore,
  | "personId"
  | "surroundings"
  | "savePost"
  | "saveSkip"
  | "isKnown"
  | "standingPosts"
  | "cursor"
  | "moveCursor"
>;

const MAY_GATHER = TicketState.options.filter((state) => mayBecome(state, "gathering"));

/** The part of the store that takes posts in: exactly once, before anything is acknowledged. */
export function createIntake(deps: Deps): Intake {
  const { db, ids } = deps;
  return {
    async personId(communityId, source, sourceId) {
      // Writing the name onto itself makes the statement return the row that was there already.
      const { id } = await db
        .insertInto("persons")
        .values({ communityId, id: ids(), source, sourceId, name: "" })
        .onConflict((conflict) =>
          conflict
            .columns(["communityId", "source", "sourceId"])
            .doUpdateSet({ name: (eb) => eb.ref("persons.name") }),
        )
        .returning("id")
        .executeTakeFirstOrThrow();
      return id;
    },

    async surroundings(communityId, post) {
      const { rows } = await sql<{
        gathering: unknown;
        here: { ticket: unknown; reporterIds: string[] } | null;
      }>`SELECT
        (SELECT to_json(t) FROM tickets t
          WHERE community_id = ${communityId} AND state = 'gathering' AND source = ${post.source}
            AND place_id = ${post.placeId}
            AND conversation_id IS NOT DISTINCT FROM ${post.conversationId}
            AND EXISTS (SELECT 1 FROM reporters r WHERE r.community_id = t.community_id
              AND r.ticket_id = t.id AND r.person_id = ${post.personId})
          ORDER BY id DESC LIMIT 1) AS gathering,
        (SELECT json_build_object('ticket', to_json(t), 'reporterIds', (
            SELECT coalesce(json_agg(person_id), '[]') FROM reporters r
            WHERE r.community_id = t.community_id AND r.ticket_id = t.id))
          FROM tickets t
          WHERE community_id = ${communityId} AND conversation_id = ${post.conversationId}
            AND source = ${post.source}
          ORDER BY (state = 'waiting-reporter') DESC, id DESC LIMIT 1) AS here`.execute(db);
      const { gathering = null, here = null } = rows[0] ?? {};
      return {
        gathering: gathering === null ? null : toTicket(gathering),
        inConversation: here && { ...here, ticket: toTicket(here.ticket) },
      };
    },

    savePost: (communityId, post, placement, images = []) =>
      db.transaction().execute(async (tx) => {
        const { authorName, authorSourceId, ...kept } = post;
        const fresh = await tx
          .insertInto("posts")
          .values({ communityId, ...toColumns(kept) })
          .onConflict((conflict) =>
            conflict.columns(["communityId", "sourceId", "source"]).doNothing(),
          )
          .returning("id")
          .executeTakeFirst();
        if (!fresh) return { saved: false, ticketId: await ticketOf(tx, communityId, post) };
        await writeTogether(tx, insertImages(tx, communityId, images));
        await tx
          .deleteFrom("skips")
          .where("communityId", "=", communityId)
          .where("sourceId", "=", post.sourceId)
          .where("source", "=", post.source)
          .execute();
        const ticketId = await placePost(tx, communityId, post, placement, deps);
        return { saved: true, ticketId };
      }),

    async saveSkip(communityId, skip) {
      await db
        .insertInto("skips")
        .values({ communityId, ...toColumns(skip) })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    },

    async isKnown(communityId, source, sourceId) {
      const { rows } = await sql<{ known: boolean }>`SELECT
        EXISTS (SELECT 1 FROM posts WHERE community_id = ${communityId}
          AND source_id = ${sourceId} AND source = ${source})
        OR EXISTS (SELECT 1 FROM skips WHERE community_id = ${communityId}
          AND source_id = ${sourceId} AND source = ${source}) AS known`.execute(db);
      return rows[0]?.known ?? false;
    },

    async standingPosts(communityId, source, { since, until }, limit) {
      const { rows } = await sql<StandingPost>`
        SELECT source_id AS "sourceId", place_id AS "placeId",
          conversation_id AS "conversationId", title, tags
        FROM posts p
        WHERE community_id = ${communityId} AND source = ${source} AND deleted_at IS NULL
          AND posted_at BETWEEN ${moment(since)} AND ${moment(until)}
          AND NOT EXISTS (SELECT FROM unnest(${[...TYPED_PREFIXES]}::text[]) AS typed (prefix)
            WHERE starts_with(source_id, typed.prefix))
          AND EXISTS (SELECT 1 FROM ticket_posts link
            JOIN tickets t ON t.community_id = link.community_id AND t.id = link.ticket_id
            WHERE link.community_id = p.community_id AND link.post_id = p.id
              AND t.state <> 'withdrawn' AND coalesce(t.silence, '') <> 'imported')
        ORDER BY posted_at DESC, id DESC LIMIT ${limit}`.execute(db);
      return rows;
    },

    async cursor(communityId, placeId) {
      const row = await db
        .selectFrom("cursors")
        .select("sourceId")
        .where("communityId", "=", communityId)
        .where("placeId", "=", placeId)
        .executeTakeFirst();
      return row?.sourceId ?? null;
    },

    async moveCursor(communityId, placeId, sourceId) {
      await sql`INSERT INTO cursors AS c (community_id, place_id, source_id)
        VALUES (${communityId}, ${placeId}, ${sourceId})
        ON CONFLICT (community_id, place_id) DO UPDATE SET source_id = excluded.source_id
        WHERE (length(excluded.source_id), excluded.source_id) > (length(c.source_id), c.source_id)
        `.execute(db);
    },
  };
}

async function ticketOf(tx: Tx, communityId: string, post: Post): Promise<string> {
  const { ticketId } = await tx
    .selectFrom("posts")
    .innerJoin("ticketPosts", (join) =>
      join
        .onRef("ticketPosts.communityId", "=", "posts.communityId")
        .onRef("ticketPosts.postId", "=", "posts.id"),
    )
    .select("ticketPosts.ticketId")
    .where("posts.communityId", "=", communityId)
    .where("posts.sourceId", "=", post.sourceId)
    .where("posts.source", "=", post.source)
    .orderBy("ticketPosts.ticketId")
    .executeTakeFirstOrThrow();
  return ticketId;
}

/** Puts a post that was just stored into its ticket, new or known, with its author as reporter. */
async function placePost(
  tx: Tx,
  communityId: string,
  post: Post,
  placement: Placement,
  { ids, clock }: Deps,
): Promise<string> {
  const opens = placement.type === "open";
  const ticketId = opens ? ids() : placement.ticketId;
  const ticket = opens
    ? openTicket(tx, communityId, ticketId, post, placement, {
        code: await nextCode(tx, communityId),
        now: clock.now(),
      })
    : await joinTicket(tx, communityId, placement, clock.now());
  const { personId } = post;
  await writeTogether(tx, [
    ...ticket,
    tx.insertInto("ticketPosts").values({ communityId, ticketId, postId: post.id }),
    tx
      .insertInto("persons")
      .values({
        communityId,
        id: personId,
        ...toColumns({
          source: post.source,
          sourceId: post.authorSourceId,
          name: post.authorName,
        }),
      })
      .onConflict((conflict) =>
        conflict
          .columns(["communityId", "id"])
          .doUpdateSet({ name: (eb) => eb.ref("excluded.name") }),
      ),
    tx
      .insertInto("reporters")
      .values({
        communityId,
        ticketId,
        personId,
        consent: false,
        notify: true,
        since: moment(post.postedAt),
      })
      .onConflict((conflict) => conflict.doNothing()),
    tx.insertInto("storyLines").values({
      communityId,
      ticketId,
      at: moment(clock.now()),
      what: opens ? "opened" : "joined",
      detail: post.permalink,
    }),
  ]);
  return ticketId;
}

export async function nextCode(tx: Tx, communityId: string): Promise<string> {
  const { value } = await tx
    .insertInto("counters")
    .values({ communityId, name: "code", value: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(["communityId", "name"])
        .doUpdateSet({ value: (eb) => eb("counters.value", "+", 1) }),
    )
    .returning("value")
    .executeTakeFirstOrThrow();
  return `SB-${value}`;
}

function openTicket(
  tx: Tx,
  communityId: string,
  id: string,
  post: Post,
  placement: Extract<Placement, { type: "open" }>,
  { code, now }: { readonly code: string; readonly now: number },
) {
  return [
    tx.insertInto("tickets").values({
      communityId,
      id,
      code,
      version: 1,
      state: placement.dueAt === null ? "resting" : "gathering",
      ...toColumns({
        source: post.source,
        placeId: post.placeId,
        conversationId: post.conversationId,
        openingSourceId: post.sourceId,
        permalink: post.permalink,
        silence: placement.silence,
        dueAt: placement.dueAt,
        createdAt: now,
        updatedAt: now,
      }),
      publicMessages: 0,
      asked: 0,
      attempts: 0,
    }),
  ];
}

/** The version goes up, so that a triage that read the ticket without this post is refused. */
async function joinTicket(
  tx: Tx,
  communityId: string,
  { ticketId, dueAt }: Extract<Placement, { type: "join" }>,
  now: number,
): Promise<never[]> {
  const gathers = sql<"gathering">`CASE WHEN state = ANY(${MAY_GATHER}) THEN 'gathering' ELSE state END`;
  const joined = await tx
    .updateTable("tickets")
    .set((eb) => ({
      version: eb("version", "+", 1),
      updatedAt: moment(now),
      ...(dueAt !== null && { dueAt: moment(dueAt), state: gathers }),
    }))
    .where("communityId", "=", communityId)
    .where("id", "=", ticketId)
    .returning("id")
    .executeTakeFirst();
  if (!joined) throw new Error(`no such ticket: ${ticketId}`);
  return [];
}
