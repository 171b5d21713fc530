import type { Count } from "../count.ts";
import type { Report } from "../report.ts";
import { type Slice, split } from "./charts.ts";
import { type Html, html } from "./html.ts";
import { count, day, decimal, plural, words } from "./words.ts";

const TONES: Readonly<Record<string, string>> = {
  answer: "t1",
  ask: "t2",
  file: "t3",
  link: "t4",
  redirect: "t5",
  leave: "t6",
  none: "t7",
};

/** The first screen: what it is about, one sentence, six numbers, and the posts as one bar. */
export function summary(report: Report): Html {
  const { about, overTime, drafts } = report;
  const of = (name: string) => countOf(report.outcomes, name);
  const credentials = report.secrets.filter(({ credential }) => credential);
  return html`<header>
<p class="over">Signalbox trial</p>
<h1>What a triage bot would have done with ${plural(report.posts, "post")}</h1>
<p class="lead">${sentence(report)}</p>
<p class="fine">Read from <b>${about.file}</b>${overTime ? spanOf(report) : ""}, held against ${plural(about.docs.pages, "page")} of <b>${about.docs.name}</b>${repositoryWords(report)}. Engine: ${about.engines.join(" and ")}. Made on ${day(about.at)}. Nothing was sent to anybody: this run only read. The engine is wrong at times: <a href="#honest">what to doubt</a>.</p>
</header>
<section aria-label="In numbers"><dl class="tiles">
${tile("Answers drafted from the docs", count(drafts.good.length + drafts.borderline.length), `${count(drafts.good.length)} good, ${count(drafts.borderline.length)} borderline`)}
${tile("Issues ready to file", count(of("file")), `${count(of("link"))} more repeat a known one`)}
${tile("Reporters asked for details", count(of("ask")), "once each, at most three details")}
${tile("Left alone", count(of("leave") + of("none")), "no message and no card")}
${tile("Credentials taken out", count(sum(credentials)), "before anything was kept")}
${tile(report.reviews.aDay ? "Reviews a day" : "Cards to review", report.reviews.aDay ? decimal(report.reviews.aDay.average) : count(report.reviews.cards), report.reviews.aDay ? `${count(report.reviews.aDay.busiest)} on the busiest day` : "in all; the posts have no dates")}
</dl>
${split(slices(report.outcomes))}</section>`;
}

function sentence({ outcomes, posts, publicMessages }: Report): string {
  const of = (name: string) => countOf(outcomes, name);
  const parts = [
    [of("answer"), "a cited answer from the docs"],
    [of("ask"), "a question for missing details"],
    [of("file"), "an issue for the team"],
    [of("link"), "a link to what is known"],
    [of("redirect"), "a pointer to who can help"],
  ] as const;
  const said = parts
    .filter(([number]) => number > 0)
    .map(([number, what]) => `${what} for ${count(number)}`);
  if (said.length === 0) return `None of the ${count(posts)} posts would have led to a message.`;
  const alone = of("leave") + of("none");
  return `It would have drafted ${listed(said)}. A person approves each before it is said: ${plural(publicMessages, "public message")} in all. It would have left ${count(alone)} of ${count(posts)} posts alone.`;
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

function spanOf({ overTime, undated }: Report): string {
  const first = overTime?.buckets[0]?.from ?? 0;
  const last = overTime?.buckets.at(-1)?.from ?? 0;
  const span = day(first) === day(last) ? day(first) : `${day(first)} to ${day(last)}`;
  return ` (${span}${undated > 0 ? `; ${count(undated)} without a date` : ""})`;
}

function repositoryWords({ about: { repository } }: Report): string {
  if (repository.read)
    return ` and ${plural(repository.issues, "open issue")} of ${repository.name}`;
  return repository.name === null
    ? ""
    : ` (issues of ${repository.name} were not read: ${repository.why})`;
}

function tile(name: string, value: string, note: string): Html {
  return html`<div><dt>${name}</dt><dd><b>${value}</b><span>${note}</span></dd></div>`;
}

function slices(outcomes: readonly Count[]): Slice[] {
  return outcomes.map(({ name, count }) => ({
    label: words(name),
    count,
    tone: TONES[name] ?? "t7",
  }));
}

export function countOf(counts: readonly Count[], name: string): number {
  return counts.find((one) => one.name === name)?.count ?? 0;
}

function sum(counts: readonly { readonly count: number }[]): number {
  return counts.reduce((total, one) => total + one.count, 0);
}
