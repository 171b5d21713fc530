import type { Report } from "../report.ts";
import { bars } from "./charts.ts";
import { type Html, html } from "./html.ts";
import { count, decimal, dollars, plural } from "./words.ts";

/** What it takes: secrets, reviews, money. */
export function loadSection(report: Report): Html {
  return html`<section id="load"><h2>What it takes</h2>
${reviews(report)}
<h3>Money, with a language model</h3>
${cost(report)}
<h3>Secrets and personal data in the posts</h3>
${secrets(report)}</section>`;
}

function reviews({ reviews: load, answeredBy, about }: Report): Html {
  const { aDay, cards, alerts, proposals } = load;
  const staff = answeredBy.find(({ name }) => name === "staff")?.count ?? 0;
  return html`<h3>Reviews</h3>
<p>${plural(cards, "card")} for staff${aDay && html`, <b>${decimal(aDay.average)} a day</b> over ${plural(aDay.days, "day")}, ${count(aDay.busiest)} on the busiest`}; ${plural(alerts, "alert")} that ${alerts === 1 ? "wants" : "want"} a person at once. At most ${plural(about.openCards, "card")} stand open at a time; the rest wait their turn.${staff > 0 && html` Staff answered ${count(staff)} of these posts by hand at the time.`}</p>
${proposals.length > 0 && bars("What the cards propose", proposals, cards)}`;
}

function cost({
  cost: { steps, dollars: whole, dollarsPerThousandPosts, dollarsPerThousandReasoning },
}: Report): Html {
  return html`<p>The built-in engine costs nothing. ${
    whole === null
      ? "A price is missing from the config, so there is no sum."
      : html`The same posts through the configured models: about <b>${dollars(whole)}</b>${dollarsPerThousandPosts !== null && html`, ${dollars(dollarsPerThousandPosts)} a thousand posts`}.`
  }</p>
<div class="scroll"><table class="figures"><thead><tr><th scope="col">Step</th><th scope="col" class="left">Model</th><th scope="col">Calls</th><th scope="col">Tokens in</th><th scope="col">Tokens out</th><th scope="col">Price a million, in / out</th><th scope="col">Sum</th></tr></thead>
<tbody>${steps.map(
    (one) =>
      html`<tr><th scope="row">${one.step === "classify" ? "Classify" : "Draft"}</th><td class="left">${one.model}</td><td>${count(one.calls)}</td><td>${count(one.inputTokens)}</td><td>${count(one.outputTokens)}</td><td>${one.price ? `$${one.price.input} / $${one.price.output}` : "not in the config"}</td><td>${one.dollars === null ? "" : dollars(one.dollars)}</td></tr>`,
  )}</tbody></table></div>
<p class="fine">An estimate: four characters count as one token, prompts and passages included; no discount for cached input.${dollarsPerThousandReasoning !== null && ` Models that reason bill hidden tokens as output: every thousand of them a call would add ${dollars(dollarsPerThousandReasoning)} to the sum.`} Prices come from the config.</p>`;
}

function secrets({ secrets: seen }: Report): Html {
  if (seen.length === 0) return html`<p>None was found.</p>`;
  return html`<p>Taken out in memory, before a post is kept, classified or sent to a model. Only type and number are known afterwards.</p>
<div class="scroll"><table class="figures"><thead><tr><th scope="col">Type</th><th scope="col">Found</th><th scope="col">In posts</th><th scope="col" class="left">What happens</th></tr></thead>
<tbody>${seen.map(
    (one) =>
      html`<tr><th scope="row">${one.type}</th><td>${count(one.count)}</td><td>${count(one.posts)}</td><td class="left">${one.credential ? "removed; its author told in private, staff alerted" : "removed"}</td></tr>`,
  )}</tbody></table></div>`;
}
