import { type RawBuilder, sql } from "kysely";
import type { Target } from "./commit.ts";

const DERIVED = JSON.stringify({ title: "(deleted)", ask: "", evidence: [] });
const NO_ISSUE = JSON.stringify({ issue: { title: "(deleted)", body: "" } });
const NO_WORDS = JSON.stringify({ unanswered: [], clarify: null, cut: [] });

/**
 * Empties what was derived from posts that are gone: titles, excerpts, and the issues and comments
 * that were drafted or written. An action that may still go out keeps its text.
 */
export async function emptyTexts({ tx, communityId, ticketId }: Target): Promise<void> {
  const ofTicket = sql`community_id = ${communityId} AND ticket_id = ${ticketId}`;
  const settled = sql`${ofTicket} AND state NOT IN ('waiting', 'claimed')`;
  const statements: RawBuilder<unknown>[] = [
    sql`UPDATE classifications SET body = body || ${DERIVED}::jsonb WHERE ${ofTicket}`,
    sql`UPDATE drafts SET body = body || ${NO_WORDS}::jsonb WHERE ${ofTicket}`,
    sql`UPDATE proposals SET proposed = proposed || ${NO_ISSUE}::jsonb
      WHERE ${ofTicket} AND proposed ? 'issue'`,
    sql`UPDATE actions SET deed = deed || ${NO_ISSUE}::jsonb
      WHERE ${settled} AND deed->>'do' = 'open-issue'`,
    sql`UPDATE actions SET deed = deed || '{"body": ""}' WHERE ${settled} AND deed->>'do' = 'comment'`,
    sql`DELETE FROM gap_asks WHERE ${ofTicket}`,
    sql`UPDATE tickets SET part = part || '{"text": ""}'
      WHERE community_id = ${communityId} AND id = ${ticketId}`,
  ];
  for (const statement of statements) await statement.execute(tx);
}
