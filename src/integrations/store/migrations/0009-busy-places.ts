import type { Migration } from "../migrate.ts";

/** How many posts a place had within the last hour is asked before a model is. */
export const busyPlaces: Migration = {
  name: "0009-busy-places",
  statements: [`CREATE INDEX posts_of_place ON posts (community_id, place_id, posted_at)`],
};
