import type { DigestFigures } from "../../triage/report/digest.ts";
import { digestTexts as words } from "../words/digest-texts.ts";
import { inlineText, quietLink } from "./defuse.ts";

/** Titles are cut so that all lines fit into one message. */
const TITLE = 90;
const URL = 160;

/** The weekly digest as one short message. */
export function digestWords(say: DigestFigures): string {
  const whose = say.team === null ? inlineText(say.community) : inlineText(say.team);
  const range = `${date(say.from, say.zone)} – ${date(say.to, say.zone)}`;
  if (say.quiet) return `${words.title(whose, range)}\n${words.quiet}`;
  const { way, issues } = say;
  const parts = [
    words.title(whose, range),
    words.asks(say.asks, say.asksBefore),
    words.unanswered(
      say.unanswered
        .filter(({ of }) => of > 0)
        .map(({ hours, count, of }) => words.wait(hours, count, of)),
    ),
    words.replies(duration(say.firstHumanMs), duration(say.firstUsefulMs)),
    words.solvers(say.solvers.map(({ solver, count }) => words.solver(solver, count))),
    words.way(way),
    issues.filed > 0 && words.issues(issues.filed, issues.acceptedAsFiled, issues.asked),
    words.voice(say.messages, say.regretted, say.posts),
    say.gaps && words.gaps(say.gaps.opened, say.gaps.closed),
    say.repeated.length > 0 && words.repeated,
    ...say.repeated.map(({ title, people, url, isHidden }) => {
      const link = url !== null && url.length <= URL ? ` ${quietLink(url)}` : "";
      const page = isHidden ? ` ${words.hidden}` : link;
      return `- ${cut(title)} (${words.people(people)})${page}`;
    }),
    say.demand.length > 0 && words.demand,
    ...say.demand.map(({ code, title, people }) => {
      return `- ${`${code} ${cut(title)}`.trim()} (${words.people(people)})`;
    }),
    `-# ${words.whole(say.team === null ? null : inlineText(say.team))}`,
  ];
  return parts.filter((part) => part !== false && part !== null).join("\n");
}

function cut(title: string): string {
  const line = inlineText(title);
  return line.length > TITLE ? `${line.slice(0, TITLE - 1).toWellFormed()}…` : line;
}

function date(at: number, zone: string): string {
  return new Intl.DateTimeFormat("en-GB", {
    timeZone: zone,
    day: "numeric",
    month: "short",
  }).format(at);
}

/** Null where there is nothing to measure. */
function duration(ms: number | null): string | null {
  if (ms === null) return null;
  const minutes = Math.round(ms / 60_000);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${(minutes / (24 * 60)).toFixed(1)} days`;
}
