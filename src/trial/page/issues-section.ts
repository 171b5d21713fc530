import { detailWords } from "../../triage/model/details.ts";
import type { IssueShown, LinkShown } from "../issues.ts";
import type { Report } from "../report.ts";
import { bars } from "./charts.ts";
import { type Html, html, link } from "./html.ts";
import { more } from "./more.ts";
import { countOf } from "./summary.ts";
import { count, excerpt, plural } from "./words.ts";

/** What would have gone to the team: issues, links to known ones, and details asked for first. */
export function issuesSection(report: Report): Html {
  const { issues, links, details, about, reviews } = report;
  const hidden = countOf(report.outcomes, "file") - issues.length;
  const asked = reviews.proposals.find(({ name }) => name === "ask")?.count ?? 0;
  return html`<section id="issues"><h2>Issues it would have filed</h2>
<p>${plural(issues.length, "issue")} ready for a maintainer, each shown to staff before it is filed.${about.examples ? " Without a config they all go to one repository; with one, each goes to its team." : ""}${hidden > 0 ? ` ${plural(hidden, "security report")} more would go to a private repository and ${hidden === 1 ? "is" : "are"} not shown here.` : ""}</p>
${more(issues.map(issue), "cards", "issues")}
<h3>What they repeat <span>${count(links.length)}</span></h3>
${
  links.length === 0
    ? html`<p>None was close enough to another to be linked.${about.repository.read ? "" : ` ${notRead(report)}`}</p>`
    : html`<p>${plural(links.length, "post")} would have been linked to an earlier one instead of filed again.${about.repository.read ? "" : ` ${notRead(report)}`}</p>`
}
${more(links.map(linked), "plain", "links")}
${
  asked > 0 &&
  html`<h3>Details asked for first <span>${count(asked)}</span></h3>
<p>A report without these is not filed before its reporter was asked, once.</p>
${bars("How often each detail was missing", details.map(named), asked)}`
}</section>`;
}

function notRead({ about: { repository } }: Report): string {
  if (repository.read) return "";
  return repository.name === null
    ? "Only the posts themselves were compared; with --repo the open issues of a repository are too."
    : `The issues of ${repository.name} were not read: ${repository.why}.`;
}

function named({ name, count: times }: { readonly name: string; readonly count: number }) {
  return { name: detailWords(name), count: times };
}

function issue(shown: IssueShown): Html {
  return html`<li class="card"><h4>${excerpt(shown.title, 200)}</h4>
${shown.ask !== shown.title && html`<p class="asked">${excerpt(shown.ask, 240)}</p>`}<p class="fine">${shown.repository}${shown.labels.map((label) => html` <span class="label">${label}</span>`)}</p>
${
  shown.similar.length > 0 &&
  html`<p class="fine">Similar, worth a look first: ${shown.similar.map(
    (one, at) => html`${at > 0 && "; "}${link(`${one.where} ${excerpt(one.title, 80)}`, one.url)}`,
  )}</p>`
}
${shown.doubt !== null && html`<p class="fine">Doubt: ${shown.doubt}.</p>`}
<details><summary>The issue in full</summary><pre class="said">${shown.body}</pre></details></li>`;
}

function linked({ title, to, why }: LinkShown): Html {
  return html`<li><b>${excerpt(title, 140)}</b><br><span class="fine">repeats ${link(`${to.where} ${excerpt(to.title, 120)}`, to.url)} (${why})</span></li>`;
}
