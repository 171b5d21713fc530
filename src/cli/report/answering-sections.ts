import { SOLVERS } from "../../triage/report/answering.ts";
import type { Report } from "../../triage/report/report.ts";
import type { Spread } from "../../triage/report/spread.ts";
import { split } from "../../trial/page/charts.ts";
import { type Html, html, link } from "../../trial/page/html.ts";
import { define, nothing, section, table } from "./parts.ts";
import { spreadPlot } from "./plots.ts";
import { duration, likely, moment, NO_DATA, SOLVER_WORDS, shareOf } from "./words.ts";

const HOURS: Readonly<Record<number, string>> = { 24: "24 hours", 72: "72 hours", 168: "7 days" };

export function unansweredSection({ now, earlier, zone }: Report): Html {
  const rows = now.answering.unanswered.map(({ hours, count, of }, at) => {
    const before = earlier.answering.unanswered[at];
    return [
      `after ${HOURS[hours] ?? `${hours} hours`}`,
      shareOf(count, of),
      likely(count, of),
      before ? shareOf(before.count, before.of) : NO_DATA,
    ];
  });
  const { waiting } = now.answering;
  const list =
    waiting.length === 0
      ? nothing("No open ask older than 24 hours waits without a reply.")
      : html`<h3>Still waiting</h3><ol class="plain">${waiting.map(
          ({ code, title, permalink, askedAt }) =>
            html`<li>${link(`${code} ${title}`, permalink)} <span class="share">since ${moment(askedAt, zone)}</span></li>`,
        )}</ol>${define("waiting")}`;
  return section("unanswered", "Unanswered", "unanswered", [
    table("Asks without a reply", ["", "this period", "likely", "before"], rows),
    list,
  ]);
}

export function repliesSection({ now, earlier, repliesSince, period, zone }: Report): Html {
  const lines = [
    ["First human reply", now.answering.firstHuman, earlier.answering.firstHuman],
    ["First useful reply", now.answering.firstUseful, earlier.answering.firstUseful],
  ] as const;
  const rows = lines.flatMap(([name, of, before]) => [
    row(name, of, now.answering.asks),
    row("before", before, earlier.answering.asks),
  ]);
  return section("replies", "Time to a reply", "replies", [
    spreadPlot(
      "Time to the first reply",
      lines.flatMap(([name, of, before]) => [
        { name, before: false, of },
        { name: "before", before: true, of: before },
      ]),
    ),
    table("Time to the first reply", ["", "median", "middle half", "asks with one"], rows),
    recorded(repliesSince, period.from, zone),
  ]);
}

function row(name: string, of: Spread, asks: number): string[] {
  const half = of.count < 2 ? NO_DATA : `${duration(of.quarter)} to ${duration(of.threeQuarters)}`;
  return [name, duration(of.median), half, shareOf(of.count, asks)];
}

const TONES = ["t1", "t5", "t3", "t2", "t2", "t4", "t1", "t6", "t6", "t7"] as const;

export function solversSection({ now, earlier, repliesSince, period, zone }: Report): Html {
  const { asks, solvers } = now.answering;
  const rows = SOLVERS.filter(
    (name) => (solvers[name] ?? 0) > 0 || (earlier.answering.solvers[name] ?? 0) > 0,
  ).map((name) => [
    SOLVER_WORDS[name],
    shareOf(solvers[name] ?? 0, asks),
    shareOf(earlier.answering.solvers[name] ?? 0, earlier.answering.asks),
  ]);
  return section("solvers", "Who solved it", "solvers", [
    asks === 0 ? nothing("No ask came in this period.") : html``,
    split(
      SOLVERS.map((name, at) => ({
        label: SOLVER_WORDS[name],
        count: solvers[name] ?? 0,
        tone: TONES[at] ?? "t7",
      })),
    ),
    table("Asks by who solved them", ["", "this period", "before"], rows),
    recorded(repliesSince, period.from, zone),
  ]);
}

function recorded(since: number | null, from: number, zone: string): Html {
  if (since === null || since <= from) return html``;
  return html`<p class="warning">Who replied is counted since ${moment(since, zone)}: what was before is not in it.</p>`;
}
