import { type RawBuilder, sql } from "kysely";
import { standInFor } from "./stand-in.ts";
import type { Tx } from "./tables.ts";

/** A person as the source knows them, with every name that they are known by here. */
export type Known = {
  readonly communityId: string;
  readonly source: string;
  readonly sourceId: string;
  readonly names: readonly string[];
};

const SOMEBODY = "somebody";

/** Where texts of others stand, or what was derived from them: a mention in one holds an id. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  posts: ["title", "text"],
  tickets: ["title"],
  issues: ["title", "body"],
  gaps: ["title"],
  accepted_answers: ["text"],
  story_lines: ["detail"],
  gap_lines: ["detail"],
};
const RECORDS: Readonly<Record<string, readonly string[]>> = {
  posts: ["attachments"],
  tickets: ["part"],
  classifications: ["body"],
  candidates: ["body"],
  drafts: ["body"],
  decisions: ["body"],
  proposals: ["proposed", "vouches"],
  reviews: ["verdict", "edit"],
  actions: ["deed"],
  gap_asks: ["answer"],
  deliveries: ["payload"],
};

/** Every name that stands beside their id; helpers and staff may have no row of their own. */
export async function namesOf(
  tx: Tx,
  { communityId, source, sourceId }: Omit<Known, "names">,
): Promise<string[]> {
  const here = sql`community_id = ${communityId}`;
  const { rows } = await sql<{ name: string }>`
    SELECT name FROM persons WHERE ${here} AND source = ${source} AND source_id = ${sourceId}
    UNION SELECT claim->>'name' FROM tickets WHERE ${here} AND claim->>'sourceId' = ${sourceId}
    UNION SELECT v->>'name' FROM proposals, jsonb_array_elements(vouches) v
      WHERE ${here} AND vouches @> ${vouchBy(sourceId)}::jsonb AND v->>'sourceId' = ${sourceId}
    UNION SELECT by->>'name' FROM reviews WHERE ${here} AND by->>'sourceId' = ${sourceId}
  `.execute(tx);
  return rows.flatMap(({ name }) => name || []);
}

/**
 * What a person did about tickets stays done, by nobody in particular: claims, vouches, reviews and
 * switches lose their id, and every line that says who did something loses the name.
 */
export async function eraseTraces(tx: Tx, known: Known): Promise<void> {
  const { communityId, source, sourceId, names } = known;
  const here = sql`community_id = ${communityId}`;
  const nobody = JSON.stringify({ sourceId: "", name: SOMEBODY });
  const statements: RawBuilder<unknown>[] = [
    // Whoever switched the bot off does not want it back by being forgotten: see standInFor.
    sql`DELETE FROM off_switches WHERE ${here} AND source = ${source} AND scope = 'person'
      AND scope_id = ${sourceId} AND EXISTS (SELECT FROM off_switches before
        WHERE before.community_id = ${communityId} AND before.source = ${source}
          AND before.scope = 'person' AND before.scope_id = ${standInFor(known)})`,
    sql`UPDATE off_switches SET set_by = '', scope_id = ${standInFor(known)}
      WHERE ${here} AND source = ${source} AND scope = 'person' AND scope_id = ${sourceId}`,
    sql`UPDATE tickets SET claim = NULL
      WHERE ${here} AND claim IS NOT NULL AND claim->>'sourceId' = ${sourceId}`,
    sql`UPDATE proposals SET vouches = (
        SELECT coalesce(jsonb_agg(v), '[]') FROM jsonb_array_elements(vouches) v
        WHERE v->>'sourceId' <> ${sourceId})
      WHERE ${here} AND vouches @> ${vouchBy(sourceId)}::jsonb`,
    sql`UPDATE reviews SET by = ${nobody}::jsonb WHERE ${here} AND by->>'sourceId' = ${sourceId}`,
    sql`UPDATE gap_asks SET answer = NULL
      WHERE ${here} AND answer->>'personSourceId' = ${sourceId}`,
    ...namesErased(here, names),
    ...mentionsErased(here, sourceId),
  ];
  for (const statement of statements) await statement.execute(tx);
}

const vouchBy = (sourceId: string) => JSON.stringify([{ sourceId }]);

/** Of two people with one name both lose it: no line needs it, and none says which of them it was. */
function namesErased(here: RawBuilder<unknown>, names: readonly string[]): RawBuilder<unknown>[] {
  if (names.length === 0) return [];
  const wholly = (table: string, column: string) =>
    sql`UPDATE ${sql.table(table)} SET ${sql.ref(column)} = ${SOMEBODY}
      WHERE ${here} AND ${sql.ref(column)} = ANY(${names})`;
  // "Rita", "by Rita", "Rita: sent", "Rita, a helper": never the same letters within a sentence.
  const named = `(^|by )(?:${names.map(literally).join("|")})(?=$|[:,])`;
  const within = (table: string) =>
    sql`UPDATE ${sql.table(table)} SET detail = regexp_replace(detail, ${named}, ${`\\1${SOMEBODY}`}, 'g')
      WHERE ${here} AND detail ~ ${named}`;
  return [
    wholly("tickets", "labelled_by"),
    wholly("proposals", "decided_by"),
    wholly("accepted_answers", "accepted_by"),
    wholly("gaps", "filed_by"),
    wholly("setting_changes", "by"),
    wholly("off_switches", "set_by"),
    within("story_lines"),
    within("gap_lines"),
  ];
}

/** A long number is nothing but their id; a short one only where it is written as a mention. */
function mentionsErased(here: RawBuilder<unknown>, sourceId: string): RawBuilder<unknown>[] {
  const id = literally(sourceId);
  const mention = /^\d{15,}$/.test(sourceId) ? `<@!?${id}>|${id}` : `<@!?${id}>`;
  const erased =
    (type: "text" | "jsonb") =>
    ([table, columns]: readonly [string, readonly string[]]) =>
      columns.map((name) => {
        const column = sql.ref(name);
        return sql`UPDATE ${sql.table(table)}
          SET ${column} = regexp_replace(${column}::text, ${mention}, ${SOMEBODY}, 'g')::${sql.raw(type)}
          WHERE ${here} AND strpos(${column}::text, ${sourceId}) > 0 AND ${column}::text ~ ${mention}`;
      });
  return [
    ...Object.entries(TEXTS).flatMap(erased("text")),
    ...Object.entries(RECORDS).flatMap(erased("jsonb")),
  ];
}

const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
