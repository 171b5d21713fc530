import { inDollars } from "../../triage/decide/spending.ts";
import type { Action } from "../../triage/model/action.ts";
import type { Candidate } from "../../triage/model/candidate.ts";
import type { Classification, EngineStamp } from "../../triage/model/classification.ts";
import type { ModelCall } from "../../triage/model/model-call.ts";
import type { Proposal } from "../../triage/model/proposal.ts";
import type { Review } from "../../triage/model/review.ts";
import type { Story } from "./messages.ts";

/** The story of a ticket in plain words, for a terminal. */
export function tellStory(story: Story): string {
  const { ticket, issue } = story;
  const head = [
    `${ticket.code}  ${ticket.title ?? story.posts[0]?.title ?? ""}`.trimEnd(),
    facts([
      ticket.state,
      ticket.kind,
      ticket.lane && `lane ${ticket.lane}`,
      ticket.area && `area ${ticket.area}`,
      ticket.severity && `severity ${ticket.severity}`,
      ticket.silence && `silent: ${ticket.silence}`,
      story.reporters > 1 && `${story.reporters} reporters`,
      story.cost,
    ]),
    ticket.permalink,
    ...(issue ? [`${issue.url} (${facts([issue.state, issue.stateReason])})`] : []),
  ];
  return [
    head.join("\n"),
    section("Written", story.posts.map(tellPost)),
    section(
      "Classified",
      story.classifications.map(
        ({ at, found, under }) => `${time(at)}  ${tellLabels(found)}${tellUnder(under)}`,
      ),
    ),
    section("May be the same", (story.candidates.at(-1)?.found ?? []).map(tellCandidate)),
    section(
      "Passages cited",
      story.passages.map(
        ({ id, breadcrumbs, url }) => `${id}  ${breadcrumbs.join(" › ")}\n    ${url}`,
      ),
    ),
    section(
      "Drafted",
      story.drafts.map(
        ({ at, found: { claims, confidence, stamp }, under }) =>
          `${time(at)}  ${claims.length} claims, confidence ${confidence.toFixed(2)}, by ${tellStamp(stamp)}${tellUnder(under)}`,
      ),
    ),
    section(
      "Decided",
      story.decisions.map(({ at, found: { outcome, mode, reasons } }) =>
        [
          `${time(at)}  ${outcome} (${mode})`,
          ...reasons.map(({ code, text }) => `    because: ${text} [${code}]`),
        ].join("\n"),
      ),
    ),
    section("Proposed", story.proposals.map(tellProposal)),
    section("Reviewed", story.reviews.map(tellReview)),
    section("Done and to do", story.actions.map(tellAction)),
    section(
      "Model calls",
      story.calls.map(({ at, found }) => tellCall(at, found)),
    ),
    section(
      "Story",
      story.lines.map(({ at, what, detail }) => `${time(at)}  ${what}: ${detail}`),
    ),
  ]
    .filter((part) => part !== "")
    .join("\n\n")
    .concat("\n");
}

function section(title: string, entries: readonly string[]): string {
  return entries.length === 0 ? "" : [title, ...entries.map((entry) => `  ${entry}`)].join("\n");
}

function facts(parts: readonly (string | null | false | undefined)[]): string {
  return parts.filter((part) => typeof part === "string" && part !== "").join(", ");
}

function tellPost({ author, postedAt, title, text, removed }: Story["posts"][number]): string {
  const gone = removed.length === 0 ? "" : ` (taken out: ${removed.join(", ")})`;
  const lines = [title, text]
    .filter((part) => part !== "")
    .join("\n")
    .split("\n");
  return [`${time(postedAt)}  ${author}${gone}`, ...lines.map((line) => `    ${line}`)].join("\n");
}

function tellLabels(found: Classification): string {
  const {
    kind,
    lane,
    area,
    severity,
    confidence,
    stamp,
    evidence,
    missing,
    learntFrom = [],
  } = found;
  return [
    `${kind}, lane ${lane}, area ${area}, severity ${severity}, confidence ${confidence.toFixed(2)}`,
    `    by ${tellStamp(stamp)}`,
    ...evidence.map((quote) => `    evidence: ${oneLine(quote)}`),
    ...learntFrom.map(({ code, at }) => `    learnt from ${code}, corrected ${time(at)}`),
    ...(missing.length > 0 ? [`    not stated: ${missing.join(", ")}`] : []),
  ].join("\n");
}

function tellStamp({
  engine,
  model,
  prompt,
  promptHash,
  schemaHash,
  standsInBecause,
}: EngineStamp) {
  return facts([
    `${engine} ${model}`,
    prompt && `prompt ${prompt} ${promptHash}`,
    schemaHash && `schema ${schemaHash}`,
    standsInBecause && `standing in: ${standsInBecause}`,
  ]);
}

function tellUnder(under: Story["classifications"][number]["under"]): string {
  if (!under) return "";
  return `\n    policy ${under.policyHash}, index ${under.indexVersion}, ${under.redactorVersion}`;
}

function tellCall(at: number, call: ModelCall): string {
  const { promptName, model, inputTokens, cachedTokens, outputTokens, dollars, outcome } = call;
  const money = dollars === null ? "no price" : inDollars(dollars);
  return [
    `${time(at)}  ${promptName} ${model}: ${outcome}, ${inputTokens} tokens in (${cachedTokens} cached), ${outputTokens} out (${call.reasoningTokens} reasoning)`,
    `    ${facts([call.atMost ? `at most ${money}` : money, `${call.latencyMs} ms`, call.responseId])}`,
  ].join("\n");
}

function tellCandidate({ target, title, open, score, reasons }: Candidate): string {
  const name = target.type === "issue" ? target.issue.url : target.code;
  return `${score.toFixed(2)}  ${name} ${open ? "open" : "closed"}: ${oneLine(title)}\n    ${reasons.join(", ")}`;
}

function tellReview({ at, by, verdict, edit }: Review): string {
  const lines = edit ? editedLines(edit.before.text, edit.after.text) : [];
  return [`${time(at)}  ${verdict.verdict} by ${by.name}`, ...lines].join("\n");
}

/** Lines that went and lines that came, each in its order. */
function editedLines(before: string, after: string): string[] {
  const [old, fresh] = [before.split("\n"), after.split("\n")];
  return [
    ...old.filter((line) => !fresh.includes(line)).map((line) => `    - ${line}`),
    ...fresh.filter((line) => !old.includes(line)).map((line) => `    + ${line}`),
  ];
}

function tellProposal(proposal: Proposal): string {
  const { createdAt, version, proposed, state, decidedBy, closedBecause, doubt } = proposal;
  const end = facts([state, decidedBy && `by ${decidedBy}`, closedBecause]);
  return [
    `${time(createdAt)}  no. ${version}: ${proposed.outcome}, ${end}`,
    ...(doubt ? [`    doubt: ${doubt}`] : []),
    ...bodyOf(proposed)
      .split("\n")
      .map((line) => `    | ${line}`),
  ].join("\n");
}

function bodyOf(proposed: Proposal["proposed"]): string {
  switch (proposed.outcome) {
    case "answer":
      return proposed.claims.map(({ text }) => text).join("\n");
    case "ask":
      return proposed.details.join(", ");
    case "redirect":
      return proposed.text;
    case "file":
      return `${proposed.route.repository} (${proposed.route.visibility}): ${proposed.issue.title}\n${proposed.issue.body}`;
    case "link":
      return tellCandidate(proposed.candidate);
    case "tell":
      return proposed.words;
    case "retract":
      return proposed.text;
    case "sample":
      return `nothing was said: ${proposed.because}`;
  }
}

function tellAction({ createdAt, deed, state, notBefore, attempt, outcome, externalRef }: Action) {
  const what = "say" in deed ? `${deed.do} ${deed.say.say}` : deed.do;
  const due = state === "waiting" ? `due ${time(notBefore)}` : "";
  const tries = attempt > 1 ? `${attempt} attempts` : "";
  return `${time(createdAt)}  ${what}: ${facts([state, due, tries, outcome, externalRef])}`;
}

function time(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace("T", " ");
}

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}
