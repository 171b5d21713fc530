import { type OperationNodeSource, sql } from "kysely";
import { z } from "zod";
import type { IssueTickets, Quality } from "../../triage/issues/quality.ts";
import type { Change } from "../../triage/model/case.ts";
import { FACTS } from "../../triage/model/way-back.ts";
import { moment, toColumns } from "./columns.ts";
import type { Target } from "./commit.ts";
import { ticketsAbout } from "./issues.ts";
import type { Db } from "./tables.ts";

/** What a change says of subscriptions, of a fix, and of what became of the issue. */
export function writeWayBack(
  target: Target,
  source: string,
  change: Pick<Change, "subscription" | "verdict" | "facts">,
): OperationNodeSource[] {
  return [
    ...saveSubscription(target, source, change),
    ...saveVerdict(target, change),
    ...addFacts(target, change),
  ];
}

function saveSubscription(
  { tx, communityId, ticketId }: Target,
  source: string,
  { subscription }: Pick<Change, "subscription">,
): OperationNodeSource[] {
  if (!subscription) return [];
  const { on, who } = subscription;
  const { personId, sourceId, name, since } = who;
  if (!on) {
    return [
      tx
        .deleteFrom("subscriptions")
        .where("communityId", "=", communityId)
        .where("ticketId", "=", ticketId)
        .where("personId", "=", personId),
    ];
  }
  return [
    tx
      .insertInto("persons")
      .values({ communityId, id: personId, ...toColumns({ source, sourceId, name }) })
      .onConflict((conflict) =>
        conflict
          .columns(["communityId", "id"])
          .doUpdateSet({ name: (eb) => eb.ref("excluded.name") }),
      ),
    tx
      .insertInto("subscriptions")
      .values({ communityId, ticketId, personId, since: moment(since) })
      .onConflict((conflict) => conflict.doNothing()),
  ];
}

function saveVerdict(
  { tx, communityId, ticketId }: Target,
  { verdict }: Pick<Change, "verdict">,
): OperationNodeSource[] {
  if (!verdict) return [];
  return [
    tx
      .insertInto("fixVerdicts")
      .values({ communityId, ticketId, ...toColumns(verdict) })
      .onConflict((conflict) =>
        conflict.columns(["communityId", "ticketId", "personId"]).doUpdateSet({
          verdict: (eb) => eb.ref("excluded.verdict"),
          at: (eb) => eb.ref("excluded.at"),
        }),
      ),
  ];
}

function addFacts(
  { tx, communityId, ticketId }: Target,
  { facts = [] }: Pick<Change, "facts">,
): OperationNodeSource[] {
  if (facts.length === 0) return [];
  const rows = facts.map((fact) => ({ communityId, ticketId, ...toColumns(fact) }));
  return [
    tx
      .insertInto("issueFacts")
      .values(rows)
      .onConflict((conflict) => conflict.doNothing()),
  ];
}

const Verdicts = z.array(z.object({ code: z.string(), verdict: z.enum(["works", "broken"]) }));

/** The last word of each who said something of the fix, over all tickets of an issue. */
export async function readVerdicts(db: Db, communityId: string, nodeId: string) {
  const { rows } = await sql`
    SELECT DISTINCT ON (v.person_id) t.code, v.verdict
    FROM fix_verdicts v JOIN tickets t ON t.community_id = v.community_id AND t.id = v.ticket_id
    WHERE v.community_id = ${communityId} AND t.state <> 'withdrawn'
      AND t.id IN (${ticketsAbout(communityId, nodeId)})
    ORDER BY v.person_id, v.at DESC`.execute(db);
  return Verdicts.parse(rows).toSorted((a, b) => a.code.localeCompare(b.code, "en"));
}

const Tickets = z.array(
  z.object({
    team: z.string().nullable(),
    area: z.string().nullable(),
    facts: z.array(z.object({ fact: z.enum(FACTS), at: z.number() })),
  }),
);

export function createQuality(db: Db): Quality {
  return {
    async filedSince(communityId, since): Promise<IssueTickets> {
      const { rows } = await sql`
        SELECT filed.team, filed.area, (
          SELECT json_agg(json_build_object('fact', f.fact,
            'at', (extract(epoch FROM f.at) * 1000)::float8) ORDER BY f.at, f.fact)
          FROM issue_facts f
          WHERE f.community_id = filed.community_id AND f.ticket_id = filed.ticket_id) AS facts
        FROM (
          SELECT DISTINCT ON (ticket_id) * FROM issue_facts
          WHERE community_id = ${communityId} AND fact = 'filed' AND at >= ${moment(since)}
          ORDER BY ticket_id, at
        ) filed
        ORDER BY filed.ticket_id`.execute(db);
      return Tickets.parse(rows);
    },
  };
}
