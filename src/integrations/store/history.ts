import { sql } from "kysely";
import type pg from "pg";
import { z } from "zod";
import { Candidate } from "../../triage/model/candidate.ts";
import { Classification } from "../../triage/model/classification.ts";
import { Decision } from "../../triage/model/decision.ts";
import { Draft } from "../../triage/model/draft.ts";
import type { History } from "../../triage/model/history.ts";
import { ModelCall, Provenance } from "../../triage/model/model-call.ts";
import { Review } from "../../triage/model/review.ts";
import { fromRow } from "./columns.ts";
import { toProposal } from "./rows.ts";
import { openTables } from "./tables.ts";

/** Reads what was appended about a ticket, superseded versions included. */
export async function readHistory(
  pool: pg.Pool,
  communityId: string,
  ticketId: string,
): Promise<History> {
  const db = openTables(pool);
  const rowsOf = async (table: string, order: string) => {
    const { rows } = await sql<{ row: unknown }>`SELECT to_json(t) AS row
      FROM ${sql.table(table)} t WHERE community_id = ${communityId} AND ticket_id = ${ticketId}
      ORDER BY ${sql.ref(order)}`.execute(db);
    return rows.map(({ row }) => row);
  };
  const findings = async <T>(table: string, schema: z.ZodType<T>) =>
    (await rowsOf(table, "version")).map((row) => {
      const { at, body, under = null } = fromRow(row);
      const made = Provenance.nullable().parse(under);
      return { at: z.number().parse(at), found: schema.parse(body), under: made };
    });
  // A call that is under way has no record yet.
  const callsOf = async () =>
    (await rowsOf("model_calls", "id")).flatMap((row) => {
      const { at, body } = fromRow(row);
      return body === null ? [] : [{ at: z.number().parse(at), found: ModelCall.parse(body) }];
    });
  return {
    classifications: await findings("classifications", Classification),
    candidates: await findings("candidates", z.array(Candidate)),
    drafts: await findings("drafts", Draft),
    decisions: await findings("decisions", Decision),
    proposals: (await rowsOf("proposals", "version")).map(toProposal),
    reviews: (await rowsOf("reviews", "id")).map((row) => Review.parse(fromRow(row))),
    calls: await callsOf(),
  };
}

/** Ids of the communities that the database holds something of. */
export async function listCommunities(pool: pg.Pool): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`SELECT DISTINCT community_id AS id FROM settings
    UNION SELECT DISTINCT community_id FROM counters ORDER BY 1`.execute(openTables(pool));
  return rows.map(({ id }) => id);
}
