import type { Traffic } from "../../triage/decide/cascade.ts";
import { moment } from "./columns.ts";
import type { Db } from "./tables.ts";

/** Counts the posts of a place that became tickets since then; other messages are not stored. */
export function createTraffic(db: Db): Traffic {
  return async (communityId, placeId, since) => {
    const { count } = await db
      .selectFrom("posts")
      .select((eb) => eb.fn.countAll<string>().as("count"))
      .where("communityId", "=", communityId)
      .where("placeId", "=", placeId)
      .where("postedAt", ">=", moment(since))
      .executeTakeFirstOrThrow();
    return Number(count);
  };
}
