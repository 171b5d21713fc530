import { headcount, headcountWords } from "../decide/fresh-accounts.ts";
import type { Reporter } from "../model/case.ts";
import { hiddenMarker } from "../text/marker.ts";

/** The one comment that says how many people report an issue; edited in place, so it notifies nobody. */
export function reporterComment(reporters: readonly Reporter[], key: string): string {
  const { all, fresh } = headcount(reporters);
  const [count = "", ...ages] = headcountWords({ all, fresh }).split(", ");
  const times = reporters.map((one) => one.since);
  const day = (time: number) => new Date(time).toISOString().slice(0, 10);
  const span =
    reporters.length > 0
      ? `, first on ${day(Math.min(...times))}, last on ${day(Math.max(...times))}`
      : "";
  const young = ages.map((words) => ` ${words[0]?.toUpperCase()}${words.slice(1)}.`).join("");
  return `**${count}** in the community${span}.${young}\n\n${hiddenMarker(key)}\n`;
}
