import { answerParts, numberedAnswer, ownBlocks } from "../answers/answer-parts.ts";
import { foreignLanguage } from "../answers/foreign-language.ts";
import { headcount } from "../decide/fresh-accounts.ts";
import { tooLargeCount } from "../files/files.ts";
import { imageCount } from "../files/image-words.ts";
import type { Case, Reporter } from "../model/case.ts";
import type { Classification, EngineStamp } from "../model/classification.ts";
import type { Reason } from "../model/decision.ts";
import { detailWords } from "../model/details.ts";
import type { Policy } from "../model/policy.ts";
import type { Card, Cited, Proposal, Proposed } from "../model/proposal.ts";
import type { ReviewCard } from "../model/review-card.ts";
import { holder } from "./claim.ts";
import { follows } from "./rule-for-all.ts";

const SEND: Readonly<Record<Proposed["outcome"], string>> = {
  answer: "Send",
  ask: "Ask",
  redirect: "Redirect",
  file: "File",
  link: "Link",
  tell: "Send",
  retract: "Retract",
  // Judged by buttons of its own.
  sample: "",
};

/**
 * What a card shows: the proposals of its group, the oldest first, as one.
 * @param reportersBefore people behind what the group would be linked to
 */
export function cardOf(
  card: Card,
  cases: readonly Case[],
  policy: Policy,
  reportersBefore: readonly Reporter[],
  now: number,
): ReviewCard {
  const lead = cases[0];
  const proposal = lead?.proposal ?? null;
  const classification = lead?.classification ?? null;
  const stamp = classification?.stamp;
  const sample = proposal?.proposed.outcome === "sample" && card.state === "open";
  // Behind the group, and behind what it would be linked to.
  const people = headcount([...reportersBefore, ...cases.flatMap((one) => one.reporters)]);
  return {
    cardId: card.id,
    version: card.version,
    codes: cases.map((one) => one.ticket.code),
    ask: classification?.ask ?? "",
    facts: [
      classification?.kind ?? "",
      classification && classification.area !== "unknown" ? classification.area : "",
      classification && classification.lane !== "open" ? `lane ${classification.lane}` : "",
      imageCount(cases.flatMap((one) => one.posts)),
      tooLargeCount(cases.flatMap((one) => one.posts)),
      classification ? foreign(classification.language) : "",
      ...(proposal?.reasons ?? []).filter((one) => !isSaidAlready(one)).map(({ text }) => text),
    ].filter((fact) => fact !== ""),
    action: proposal ? `${heading(proposal.proposed)}${alsoFor(proposal.proposed, cases)}` : "",
    body: proposal ? shownBody(proposal.proposed) : "",
    evidence: proposal ? evidence(proposal) : [],
    ...(proposal?.proposed.outcome === "answer" ? { answer: answerParts(proposal.proposed) } : {}),
    doubt: proposal?.doubt ?? null,
    learnt: learnt(classification, policy.zone),
    claim: lead && card.state === "open" ? holder(lead.ticket, now) : null,
    permalink: lead?.ticket.permalink ?? "",
    engine: stamp ? engineWords(stamp) : "",
    reporters: people.all,
    freshReporters: people.fresh,
    send:
      proposal && card.state === "open" && !isWordless(proposal.proposed) && !sample
        ? SEND[proposal.proposed.outcome]
        : null,
    ...(sample ? { sample } : {}),
    ...(proposal && card.state === "open" ? ofHelpers(proposal) : {}),
    editable:
      proposal !== null &&
      ["answer", "ask", "file", "redirect", "tell"].includes(proposal.proposed.outcome),
    closed: card.state === "closed" ? howClosed(card, proposal) : null,
    closedAt: card.state === "closed" ? (proposal?.decidedAt ?? null) : null,
    undoUntil: card.state === "closed" ? undoUntil(proposal, policy, now) : null,
  };
}

/**
 * What the card shows anyway: that there is an answer, what it is alike by, and of a routing rule
 * kind, area and repository.
 */
function isSaidAlready({ code, text }: Reason): boolean {
  if (code === "answerable" || code === "same-ask") return true;
  return code === "route" && /\brule \d+\b/.test(text);
}

/** What helpers say of a draft. */
function ofHelpers({ vouches }: Proposal): Pick<ReviewCard, "vouches" | "reworded"> {
  const first = vouches?.find(({ words }) => words !== null);
  return {
    ...(vouches && vouches.length > 0 ? { vouches: vouches.length } : {}),
    ...(first ? { reworded: { name: first.name, words: first.words ?? "" } } : {}),
  };
}

/** "German, not translated"; empty for English, and for what is no language's code. */
function foreign(language: string): string {
  const name = foreignLanguage(language);
  return name ? `${name}, not translated` : "";
}

/** Whoever corrects sees that it was not for nothing. */
function learnt(classification: Classification | null, zone: string): string | null {
  const [first] = classification?.learntFrom ?? [];
  if (!first) return null;
  const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", timeZone: zone });
  return `Drafted with your correction of ${day.format(first.at)}`;
}

/** Which engine wrote it; by which weights of the offline one, `signalbox explain` says. */
function engineWords({ engine, model }: EngineStamp): string {
  return engine === "offline" ? "offline engine" : `${engine} ${model}`;
}

/** "Sent by Rita"; only how it ended where nobody decided. */
function howClosed({ closedBecause }: Card, proposal: Proposal | null): string {
  const how = closedBecause ?? "closed";
  const words = `${how.charAt(0).toUpperCase()}${how.slice(1)}`;
  return proposal?.decidedBy ? `${words} by ${proposal.decidedBy}` : words;
}

/** Until when an approval can be undone; null when it cannot, or no longer. */
function undoUntil(proposal: Proposal | null, { undoMs }: Policy, now: number): number | null {
  if (proposal?.state !== "approved" || proposal.decidedAt === null) return null;
  const until = proposal.decidedAt + undoMs;
  return until > now ? until : null;
}

/** Nothing could be sent before a person wrote something. */
function isWordless(proposed: Proposed): boolean {
  return proposed.outcome === "tell" && proposed.words === "";
}

/** What one decision does for the others of many about the same thing. */
function alsoFor(proposed: Proposed, cases: readonly Case[]): string {
  const [lead, ...others] = cases;
  if (proposed.outcome === "answer" && others.length > 0) return `, also to ${others.length} more`;
  const linked = others.filter((one) => follows(one, lead)).length;
  return linked === 0 ? "" : `, linking ${linked} more`;
}

function heading(proposed: Proposed): string {
  switch (proposed.outcome) {
    case "answer":
      return "Answer";
    case "ask":
      return "Ask the reporter";
    case "redirect":
      return "Redirect";
    case "file":
      return `Issue in ${proposed.route.repository}`;
    case "link":
      return proposed.candidate.target.type === "issue"
        ? `Link to ${proposed.candidate.target.issue.repository}#${proposed.candidate.target.issue.number}`
        : `Link to ${proposed.candidate.target.code}`;
    case "tell":
      return "Tell the reporter";
    case "retract":
      return "Take the answer back";
    case "sample":
      return "The bot said nothing";
  }
}

/** The body as the card shows it: each sentence of an answer with the numbers of its sources. */
export function shownBody(proposed: Proposed): string {
  return proposed.outcome === "answer" ? numberedAnswer(proposed) : body(proposed);
}

/** The text that would be said or filed, as a reviewer may rewrite it. */
export function body(proposed: Proposed): string {
  switch (proposed.outcome) {
    case "answer":
      return [...proposed.claims.map((claim) => claim.text), ...ownBlocks(proposed)].join("\n\n");
    case "ask":
      return proposed.details.map((detail) => `- ${detailWords(detail)}`).join("\n");
    case "redirect":
      return proposed.text;
    case "file":
      return `**${proposed.issue.title}**\n\n${proposed.issue.body}`;
    case "link":
      return `${proposed.candidate.title}\n${proposed.candidate.reasons.join(", ")}`;
    case "tell":
      return proposed.words;
    case "retract":
      return proposed.text;
    case "sample":
      return proposed.because;
  }
}

function evidence({ proposed, candidates }: Proposal): ReviewCard["evidence"] {
  if (proposed.outcome === "answer") {
    return proposed.sources.map((source) => ({
      title: titleOf(source),
      url: source.url,
      quote: proposed.claims.find((one) => one.passageIds.includes(source.passageId))?.quote ?? "",
    }));
  }
  return candidates.map((one) => ({
    title: one.title,
    url: one.target.type === "issue" ? one.target.issue.url : "",
    quote: one.reasons.join(", "),
  }));
}

/** The version stands first, since a phone cuts off the end; the date is for those who see all. */
function titleOf({ title, heading, version, changedAt }: Cited): string {
  return [
    version ? version.replace(/^(?=\d)/, "v") : "",
    heading === title ? title : `${title}: ${heading}`,
    changedAt ? `changed ${changedAt.slice(0, 10)}` : "",
  ]
    .filter((part) => part !== "")
    .join(" · ");
}
