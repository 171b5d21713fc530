import type pg from "pg";
import { createVectorSpaces, type Standing } from "./vector-spaces.ts";
import type { Shelf } from "./vector-table.ts";

export const COLLECTIONS: readonly Shelf["collection"][] = ["passages", "asks"];

export type CollectionStanding = Standing & { readonly collection: Shelf["collection"] };

/** How far the vectors of a community have come; none where there never were any. */
export async function readStandings(
  pool: Pick<pg.Pool, "query">,
  communityId: string,
): Promise<CollectionStanding[]> {
  const { rows } = await pool.query("SELECT to_regclass('vector_spaces') AS there");
  if (rows[0]?.there === null) return [];
  const spaces = createVectorSpaces(pool);
  const all: CollectionStanding[] = [];
  for (const collection of COLLECTIONS) {
    const found = await spaces.standings(communityId, collection);
    all.push(...found.map((standing) => ({ ...standing, collection })));
  }
  return all;
}
