import type { DemandLine } from "../../triage/report/demand.ts";
import type { RepeatedAsk } from "../../triage/report/repeated.ts";
import type { Report } from "../../triage/report/report.ts";
import { type Html, html, link } from "../../trial/page/html.ts";
import { define, nothing, section, table } from "./parts.ts";
import { stepsPlot } from "./plots.ts";
import { DEMAND_WORDS, duration, NO_DATA, per, shareOf } from "./words.ts";

export function repeatedSection({ repeated }: Report): Html {
  const page = ({ page: found }: RepeatedAsk) =>
    found === null ? html`no page is near` : link(found.title, found.url);
  const why = ({ because, code }: RepeatedAsk) =>
    ({
      gap: `the docs lack it (${code})`,
      found: "the docs have it",
      linked: `linked (${code})`,
    })[because];
  return section("repeated", "Asked again and again", "repeated", [
    repeated.length === 0
      ? nothing("Nothing was asked by two people or more.")
      : table(
          "Most repeated asks",
          ["ask", "people", "asks", "page that should have answered", ""],
          repeated.map((one) => [
            one.title,
            String(one.people),
            String(one.asks),
            page(one),
            why(one),
          ]),
          [3, 4],
        ),
  ]);
}

export function waySection({ now, earlier, shipped }: Report): Html {
  const steps = [
    ["Reported", "reported"],
    ["Filed", "filed"],
    ["Accepted", "accepted"],
    ["Shipped", "shipped"],
    ["Told", "told"],
  ] as const;
  const list = html`<h3>Shipped</h3><ol class="plain">${shipped.map(
    ({ code, title, permalink, issueUrl, people, told }) =>
      html`<li>${link(title === "" ? code : `${code} ${title}`, permalink)} <span class="share">${people === 1 ? "1 person" : `${people} people`}, ${told ? "told" : "not told yet"}${issueUrl === null ? "" : html`, ${link("issue", issueUrl)}`}</span></li>`,
  )}</ol>`;
  return section("way", "You said, we did", "way", [
    stepsPlot(
      "From reported to told",
      steps.map(([name, key]) => ({ name, now: now.way[key], before: earlier.way[key] })),
    ),
    table(
      "Reports and their issues, by what happened to them",
      ["", "this period", "before"],
      steps.map(([name, key]) => [name, String(now.way[key]), String(earlier.way[key])]),
    ),
    shipped.length === 0 ? nothing("Nothing that was reported shipped in this period.") : list,
  ]);
}

export function qualitySection({ now }: Report): Html {
  const rows = now.quality.map((line) => {
    const otherwise = line.invalid + line.duplicate + line.wrongRepository + line.notPlanned;
    return [
      `${line.team || "no team"}, ${line.area || "no area"}`,
      String(line.filed),
      shareOf(line.acceptedAsFiled, line.filed),
      ...[line.asked, otherwise, line.stillBroken, line.undecided].map(String),
    ];
  });
  return section("quality", "Issues as teams see them", "quality", [
    table(
      "Issues by team and area",
      ["", "filed", "accepted as filed", "asked back", "refused", "still broken", "open"],
      rows,
    ),
    rows.length === 0 ? nothing("No issue was filed in this period.") : html``,
  ]);
}

export function demandSection({ demand, behaviour }: Report): Html {
  return section("demand", "What people ask for", "behaviour", [
    demandTable("Features, by distinct askers", demand, "No wish stands."),
    define("demand"),
    html`<h3>Model behaviour</h3>`,
    demandTable("Model behaviour, by distinct reporters", behaviour, "Nothing of the sort stands."),
  ]);
}

const SHOWN = 25;

function demandTable(caption: string, lines: readonly DemandLine[], none: string): Html {
  if (lines.length === 0) return nothing(none);
  const state = ({ state: at, issueUrl }: DemandLine) =>
    issueUrl === null ? html`${DEMAND_WORDS[at]}` : link(DEMAND_WORDS[at], issueUrl);
  const rest = lines.length - SHOWN;
  return html`${table(
    caption,
    ["", "people", "of", "new accounts", "tickets", "area", "state"],
    lines
      .slice(0, SHOWN)
      .map((line) => [
        link(line.title === "" ? line.code : `${line.code} ${line.title}`, line.permalink),
        String(line.people),
        String(line.needed),
        String(line.fresh),
        String(line.tickets),
        line.area ?? "",
        state(line),
      ]),
    [5, 6],
  )}${rest > 0 ? html`<p class="fine">${rest} more with fewer people.</p>` : ""}`;
}

export function effortSection({ now, earlier }: Report): Html {
  const both = (of: (figures: Report["now"]) => string) => [of(now), of(earlier)];
  const median = (of: (figures: Report["now"]) => number | null) =>
    both((figures) => {
      const value = of(figures);
      return value === null ? NO_DATA : value.toFixed(1).replace(/\.0$/, "");
    });
  return section("effort", "Review effort", "effort", [
    table(
      "Decisions of reviewers",
      ["", "this period", "before"],
      [
        ["Decided", ...both(({ effort }) => String(effort.decided))],
        ["Steps a decision, median", ...median(({ effort }) => effort.steps.median)],
        ["Waiting, median", ...both(({ effort }) => duration(effort.waited.median))],
        ["Sent as it was", ...both(({ effort }) => shareOf(effort.asItWas, effort.decided))],
        ["Edited", ...both(({ effort }) => shareOf(effort.edited, effort.decided))],
        ["Something else chosen", ...both(({ effort }) => shareOf(effort.chosen, effort.decided))],
        ["Dismissed", ...both(({ effort }) => shareOf(effort.dismissed, effort.decided))],
        ["Not decided in time", ...both(({ effort }) => String(effort.expired))],
      ],
    ),
  ]);
}

export function voiceSection({ now, earlier }: Report): Html {
  const both = (of: (figures: Report["now"]) => string) => [of(now), of(earlier)];
  const gaps = (of: "opened" | "closed") =>
    both((figures) => (figures.gaps === null ? "not by team" : String(figures.gaps[of])));
  return section("voice", "What the bot said, and the docs", "messages", [
    table(
      "Public messages and docs gaps",
      ["", "this period", "before"],
      [
        [
          "Regret per 1,000 messages",
          ...both(({ spoken }) => per(1_000, spoken.regretted, spoken.messages)),
        ],
        ["Regretted", ...both(({ spoken }) => shareOf(spoken.regretted, spoken.messages))],
        [
          "Public messages per 100 posts",
          ...both(({ spoken }) => per(100, spoken.messages, spoken.posts)),
        ],
        ["Public messages", ...both(({ spoken }) => String(spoken.messages))],
        [
          "Posts",
          ...both(({ spoken }) => (spoken.posts === null ? "not by team" : String(spoken.posts))),
        ],
        ["Docs gaps opened", ...gaps("opened")],
        ["Docs gaps closed", ...gaps("closed")],
      ],
    ),
    define("regret"),
    define("gaps"),
  ]);
}
