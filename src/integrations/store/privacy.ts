import { sql } from "kysely";
import { z } from "zod";
import type { OffSwitch, Privacy } from "../../triage/intake/privacy.ts";
import { moment } from "./columns.ts";
import { standInFor } from "./stand-in.ts";
import type { Db } from "./tables.ts";

const HoldingsRow = z.object({
  posts: z.array(
    z.object({
      sourceId: z.string(),
      title: z.string(),
      text: z.string(),
      permalink: z.string(),
      postedAt: z.number(),
      files: z.array(
        z.object({ name: z.string(), text: z.string().nullable(), imageKept: z.boolean() }),
      ),
    }),
  ),
  tickets: z.array(
    z.object({
      code: z.string(),
      title: z.string().nullable(),
      state: z.string(),
      permalink: z.string(),
      createdAt: z.number(),
    }),
  ),
  answers: z.array(z.object({ outcome: z.string(), at: z.number() })),
  vouches: z.array(z.object({ code: z.string(), words: z.string().nullable(), at: z.number() })),
  claims: z.array(z.object({ code: z.string(), until: z.number() })),
  reviews: z.array(z.object({ code: z.string(), verdict: z.string(), at: z.number() })),
  subscriptions: z.array(z.object({ code: z.string(), since: z.number() })),
  fixes: z.array(z.object({ code: z.string(), verdict: z.string(), at: z.number() })),
});

const millis = (column: string) => sql`(extract(epoch FROM ${sql.ref(column)}) * 1000)::float8`;

const ofTicket = (alias: string) => sql`JOIN tickets t
  ON t.community_id = ${sql.ref(`${alias}.community_id`)} AND t.id = ${sql.ref(`${alias}.ticket_id`)}`;

/** The files of a held post, each with whether its image is still there. */
const filesOf = (communityId: string) => sql`(SELECT coalesce(json_agg(json_build_object(
    'name', file->>'name', 'text', file->>'text', 'imageKept', EXISTS (SELECT 1 FROM images
      WHERE community_id = ${communityId} AND images.id = file->'image'->>'id')) ORDER BY n), '[]')
  FROM jsonb_array_elements(held.attachments) WITH ORDINALITY AS files (file, n))`;

/** Under what a switch may stand: a person who was forgotten since has a stand-in there. */
function keysOf(communityId: string, { source, scope, scopeId }: OffSwitch): string[] {
  if (scope !== "person") return [scopeId];
  return [scopeId, standInFor({ communityId, source, sourceId: scopeId })];
}

/** What people decided about themselves, and what is held of them. */
export function createPrivacy(db: Db): Privacy {
  return {
    async isOff(communityId, among) {
      if (among.length === 0) return false;
      const found = await db
        .selectFrom("offSwitches")
        .select("scope")
        .where("communityId", "=", communityId)
        .where((eb) =>
          eb.or(
            among.flatMap((one) =>
              keysOf(communityId, one).map((scopeId) =>
                eb.and({ source: one.source, scope: one.scope, scopeId }),
              ),
            ),
          ),
        )
        .limit(1)
        .executeTakeFirst();
      return found !== undefined;
    },

    async setOff(communityId, { source, scope, scopeId, off, by, at }) {
      if (off) {
        await db
          .insertInto("offSwitches")
          .values({ communityId, source, scope, scopeId, setBy: by, at: moment(at) })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        return;
      }
      await db
        .deleteFrom("offSwitches")
        .where("communityId", "=", communityId)
        .where("source", "=", source)
        .where("scope", "=", scope)
        .where("scopeId", "in", keysOf(communityId, { source, scope, scopeId }))
        .execute();
    },

    async holdings(communityId, source, personSourceId) {
      const { rows } = await sql`
        WITH them AS (SELECT id FROM persons WHERE community_id = ${communityId}
          AND source = ${source} AND source_id = ${personSourceId})
        SELECT
          (SELECT coalesce(json_agg(json_build_object('sourceId', source_id, 'title', title,
              'text', text, 'permalink', permalink, 'postedAt', ${millis("posted_at")},
              'files', ${filesOf(communityId)}) ORDER BY posted_at, id), '[]')
            FROM (SELECT id, source_id, title, text, permalink, posted_at, attachments FROM posts
                WHERE community_id = ${communityId} AND deleted_at IS NULL
                  AND person_id IN (SELECT id FROM them)
              UNION ALL SELECT ticket_id, answer_source_id, '', text, permalink, accepted_at, '[]'
                FROM accepted_answers WHERE community_id = ${communityId}
                  AND person_id IN (SELECT id FROM them)) held) AS posts,
          (SELECT coalesce(json_agg(json_build_object('code', t.code, 'title', t.title,
              'state', t.state, 'permalink', t.permalink, 'createdAt', ${millis("t.created_at")})
              ORDER BY t.id), '[]')
            FROM tickets t JOIN reporters r
              ON r.community_id = t.community_id AND r.ticket_id = t.id
            WHERE t.community_id = ${communityId} AND r.person_id IN (SELECT id FROM them)) AS tickets,
          (SELECT coalesce(json_agg(json_build_object('outcome', outcome, 'at', ${millis("at")})
              ORDER BY at), '[]')
            FROM answer_outcomes WHERE community_id = ${communityId}
              AND person_id IN (SELECT id FROM them)) AS answers,
          (SELECT coalesce(json_agg(json_build_object('code', t.code, 'words', v->'words',
              'at', v->'at') ORDER BY (v->>'at')::float8, p.id), '[]')
            FROM proposals p ${ofTicket("p")}, jsonb_array_elements(p.vouches) v
            WHERE p.community_id = ${communityId} AND v->>'sourceId' = ${personSourceId}
              AND p.vouches @> ${JSON.stringify([{ sourceId: personSourceId }])}::jsonb) AS vouches,
          (SELECT coalesce(json_agg(json_build_object('code', code, 'until', claim->'until')
              ORDER BY id), '[]')
            FROM tickets WHERE community_id = ${communityId} AND claim IS NOT NULL
              AND claim->>'sourceId' = ${personSourceId}) AS claims,
          (SELECT coalesce(json_agg(json_build_object('code', t.code,
              'verdict', r.verdict->>'verdict', 'at', ${millis("r.at")}) ORDER BY r.id), '[]')
            FROM reviews r ${ofTicket("r")}
            WHERE r.community_id = ${communityId} AND r.by->>'sourceId' = ${personSourceId})
            AS reviews,
          (SELECT coalesce(json_agg(json_build_object('code', t.code, 'since', ${millis("s.since")})
              ORDER BY t.id), '[]')
            FROM subscriptions s ${ofTicket("s")}
            WHERE s.community_id = ${communityId} AND s.person_id IN (SELECT id FROM them))
            AS subscriptions,
          (SELECT coalesce(json_agg(json_build_object('code', t.code, 'verdict', f.verdict,
              'at', ${millis("f.at")}) ORDER BY t.id), '[]')
            FROM fix_verdicts f ${ofTicket("f")}
            WHERE f.community_id = ${communityId} AND f.person_id IN (SELECT id FROM them))
            AS fixes`.execute(db);
      return HoldingsRow.parse(rows[0]);
    },
  };
}
