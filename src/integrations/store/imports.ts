import { sql } from "kysely";
import type { Db } from "./tables.ts";

/** What an import asks besides: which of its tickets still have to be looked at. */
export type Imports = {
  /** Imported tickets without a classification, oldest first: a run may have been killed. */
  untriaged(communityId: string): Promise<string[]>;
  /** Dollars that all imports have cost. */
  spent(communityId: string): Promise<number>;
};

export function createImports(db: Db): Imports {
  return {
    async untriaged(communityId) {
      const { rows } = await sql<{ id: string }>`SELECT t.id FROM tickets t
        WHERE t.community_id = ${communityId} AND t.silence = 'imported' AND t.state = 'resting'
          AND NOT EXISTS (SELECT 1 FROM classifications c
            WHERE c.community_id = t.community_id AND c.ticket_id = t.id)
        ORDER BY t.id`.execute(db);
      return rows.map(({ id }) => id);
    },

    async spent(communityId) {
      const { rows } = await sql<{ dollars: number }>`SELECT coalesce(sum(dollars), 0) AS dollars
        FROM model_calls WHERE community_id = ${communityId} AND purpose = 'import'`.execute(db);
      return rows[0]?.dollars ?? 0;
    },
  };
}
