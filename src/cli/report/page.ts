import type { Report } from "../../triage/report/report.ts";
import { type Html, html } from "../../trial/page/html.ts";
import { STYLE } from "../../trial/page/style.ts";
import { sectionLinks, wholePage } from "../../trial/page/whole-page.ts";
import { repliesSection, solversSection, unansweredSection } from "./answering-sections.ts";
import { silencesSection } from "./silences-section.ts";
import { day, duration, moment } from "./words.ts";
import {
  demandSection,
  effortSection,
  qualitySection,
  repeatedSection,
  voiceSection,
  waySection,
} from "./work-sections.ts";

const SECTIONS = [
  ["unanswered", "Unanswered"],
  ["replies", "Time to a reply"],
  ["solvers", "Who solved it"],
  ["repeated", "Asked again"],
  ["way", "You said, we did"],
  ["quality", "Issues"],
  ["demand", "Demand"],
  ["effort", "Review effort"],
  ["silences", "Silences"],
  ["voice", "The bot and the docs"],
] as const;

const OWN_STYLE = `
.plot{display:block;width:100%;max-width:44rem;height:auto;margin:.6rem 0}
.plot text{font:13px system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif}
.plot .ink{fill:var(--ink)}.plot .soft{fill:var(--soft)}
.define{margin:.9rem 0 0;padding-left:.8rem;border-left:2px solid var(--line);color:var(--soft);font-size:.86rem;line-height:1.45;max-width:50rem}
@media (min-width:52rem){.tiles{grid-template-columns:repeat(4,1fr)}}
.empty{color:var(--soft)}
.warning{border-left:3px solid var(--warn);padding:.2rem .8rem}
.scroll{margin:.6rem 0}.scroll:focus-visible,summary:focus-visible,a:focus-visible{outline:3px solid var(--accent)}
.figures{width:auto;min-width:50%}.figures th[scope=row]{max-width:22rem}
.figures th,.figures td{white-space:nowrap;overflow-wrap:normal}.figures th[scope=row],.figures td.left{white-space:normal;min-width:7rem}
@media (max-width:34rem){.plot{display:none}}
@media (max-width:40rem){.figures th,.figures td{padding:.35rem .45rem .35rem 0}.figures{font-size:.86rem}}
@media print{section{break-inside:avoid}}`;

/** The report as one HTML file that asks nothing of any server and runs nothing. */
export function reportPage(report: Report): string {
  const { community, team, period, before, zone, madeAt } = report;
  const title = `${team === null ? community : `${community}, team ${team}`}: ${day(period.from, zone)} to ${day(period.to, zone)}`;
  return wholePage(
    title,
    STYLE + OWN_STYLE,
    html`<header><p class="over">${team === null ? community : `${community}, team ${team}`}</p>
<h1>${day(period.from, zone)} to ${day(period.to, zone)}</h1>
<p class="fine">From ${moment(period.from, zone)} up to ${moment(period.to, zone)} (${zone}). “Before” is the same time just before it, from ${day(before.from, zone)}.</p>
${report.installedAt > before.from ? html`<p class="warning">The bot listens since ${moment(report.installedAt, zone)}: ${report.installedAt >= before.to ? "there is nothing to compare with yet." : "what stands under “before” is not whole."}</p>` : ""}
</header>
${tiles(report)}
${sectionLinks(SECTIONS)}
${unansweredSection(report)}
${repliesSection(report)}
${solversSection(report)}
${repeatedSection(report)}
${waySection(report)}
${qualitySection(report)}
${demandSection(report)}
${effortSection(report)}
${silencesSection(report)}
${voiceSection(report)}
<footer><p class="fine">Made by <code>signalbox report</code> on ${moment(madeAt, zone)}. For staff: it names tickets and links to private issues. Titles are shown redacted; security, care and account matters are counted and not named.</p></footer>
`,
  );
}

/** The first look: who waits, how long, and what people got. */
function tiles({ now }: Report): Html {
  const { answering, way } = now;
  const [day1] = answering.unanswered;
  const tile = (name: string, value: string, more: string) =>
    html`<div><dt>${name}</dt><dd><b>${value}</b><span>${more}</span></dd></div>`;
  return html`<section aria-label="At a glance"><dl class="tiles">
${tile("Without a reply after 24 h", day1 && day1.of > 0 ? String(day1.count) : "–", day1 && day1.of > 0 ? `of ${day1.of} asks` : "no data")}
${tile("First human reply", answering.firstHuman.count > 0 ? duration(answering.firstHuman.median) : "–", `median of ${answering.firstHuman.count} of ${answering.asks}`)}
${tile("First useful reply", answering.firstUseful.count > 0 ? duration(answering.firstUseful.median) : "–", `median of ${answering.firstUseful.count} of ${answering.asks}`)}
${tile("Shipped", String(way.shipped), `issues that came from here; told on ${way.told} reports`)}
</dl></section>`;
}
