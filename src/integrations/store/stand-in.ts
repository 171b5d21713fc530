import { createHash } from "node:crypto";

/**
 * Stands for somebody who was forgotten in the one place that has to know them again: the list of
 * those who do not want the bot. It tells nobody who they are, and is found only by asking for them.
 */
export function standInFor({
  communityId,
  source,
  sourceId,
}: {
  readonly communityId: string;
  readonly source: string;
  readonly sourceId: string;
}): string {
  const whole = JSON.stringify([communityId, source, sourceId]);
  return `sha256:${createHash("sha256").update(whole).digest("hex")}`;
}
