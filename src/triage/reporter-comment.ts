import type { Reporter } from "./case.ts";
import { hiddenMarker } from "./marker.ts";

/** The one comment that says how many people report an issue; edited in place, so it notifies nobody. */
export function reporterComment(reporters: readonly Reporter[], key: string): string {
  const count = reporters.length === 1 ? "1 reporter" : `${reporters.length} reporters`;
  const times = reporters.map((one) => one.since);
  const day = (time: number) => new Date(time).toISOString().slice(0, 10);
  const span =
    reporters.length > 0
      ? `, first on ${day(Math.min(...times))}, last on ${day(Math.max(...times))}`
      : "";
  return `**${count}** in the community${span}.\n\n${hiddenMarker(key)}\n`;
}
