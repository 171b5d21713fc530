import { tablesWith } from "../../demo/counters.ts";
import type { Signalbox } from "../../src/main.ts";
import type { Books, Question } from "./questions.ts";

type Asked = Extract<Question, { ask: "books" }>;

/** Counts what the store holds, by statements of its own: nothing that is to be checked is asked. */
export async function readBooks(
  signalbox: Signalbox,
  { ids, deleted, planted }: Asked,
): Promise<Books> {
  const { store, communityId } = signalbox;
  const { pool } = signalbox.database;
  const { figures, lost } = store.reports;
  const told = await figures(communityId);
  const idsOf = async (statement: string, values: unknown[] = []) =>
    (await pool.query<{ id: string }>(statement, values)).rows.map(({ id }) => id);
  return {
    tickets: told.tickets,
    skips: told.skips,
    byKind: told.byKind,
    byOutcome: told.byOutcome,
    actions: told.actions,
    proposals: told.proposals,
    openCards: told.openCards,
    undone: await readUndone(signalbox),
    lost: await lost(communityId, "discord", ids),
    twice: await idsOf(TWICE),
    remembered: await idsOf(
      "SELECT source_id AS id FROM posts WHERE source_id = ANY($1) AND text || title <> ''",
      [deleted],
    ),
    leaks: (await Promise.all(planted.map((key) => tablesWith(key, pool)))).flat(),
    ofOther: await idsOf(
      // Not what became small talk by an edit or by staff after something had been said.
      `SELECT conversation_id AS id FROM tickets t WHERE conversation_id IS NOT NULL
       GROUP BY 1 HAVING bool_and(kind = 'other' AND NOT EXISTS (
         SELECT FROM classifications f WHERE f.community_id = t.community_id
           AND f.ticket_id = t.id AND f.body->>'kind' <> 'other'))`,
    ),
  };
}

/** Actions that are not done, what became of them so far, and until when they wait. */
export async function readUndone({ database }: Signalbox): Promise<string[]> {
  const { rows } = await database.pool.query<{ words: string }>(UNDONE);
  return rows.map(({ words }) => words);
}

const UNDONE = `
  SELECT (deed->>'do') || coalesce(':' || (deed->'say'->>'say'), '') || ' ' || state
      || ' since attempt ' || attempt || ', due ' || coalesce(not_before::text, 'now')
      || ': ' || coalesce(outcome, 'not tried') AS words
    FROM actions WHERE state IN ('waiting', 'claimed', 'given-up') ORDER BY 1`;

/** A post in two tickets though it holds one ask, or in a ticket and skipped for its author's sake. */
const TWICE = `
  SELECT p.source_id AS id FROM posts p
    JOIN ticket_posts link ON link.community_id = p.community_id AND link.post_id = p.id
    JOIN tickets t ON t.community_id = link.community_id AND t.id = link.ticket_id
   WHERE t.part IS NULL GROUP BY 1 HAVING count(*) > 1
  UNION ALL
  SELECT p.source_id FROM posts p JOIN skips s
      ON s.community_id = p.community_id AND s.source_id = p.source_id
   WHERE s.reason NOT IN ('not addressed to the bot', 'channel is not watched')`;
