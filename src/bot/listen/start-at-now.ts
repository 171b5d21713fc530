import type { Clock } from "../../triage/model/clock.ts";
import type { IntakeDeps } from "../deps.ts";
import { snowflakeAt } from "../discord/snowflake.ts";
import { threadsOf } from "./reader.ts";

/**
 * Before a channel is listened to again: what was written meanwhile is never dug up. A channel that
 * was never listened to begins at now by itself.
 */
export async function startAtNow(
  placeId: string,
  { cursor, moveCursor, clock }: Pick<IntakeDeps, "cursor" | "moveCursor"> & { clock: Clock },
): Promise<void> {
  for (const key of [placeId, threadsOf(placeId)]) {
    if ((await cursor(key)) !== null) await moveCursor(key, snowflakeAt(clock.now()));
  }
}
