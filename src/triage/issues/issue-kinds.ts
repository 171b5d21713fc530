import type { Kind } from "../model/classification.ts";
import { type Detail, detailName, WANTED } from "../model/details.ts";
import type { Passage } from "../model/passage.ts";
import { defusedLine, fenced } from "../text/defuse.ts";

/** What a post states by name, one line each: `Model: …`, `Expected: …`. */
export type Stated = {
  readonly model: string | null;
  /** The model's date, when its name carries one. */
  readonly snapshot: string | null;
  readonly prompt: string | null;
  readonly expected: string | null;
  readonly actual: string | null;
  /** It went wrong so many times of so many. */
  readonly rate: { readonly failed: number; readonly of: number } | null;
  readonly job: string | null;
  readonly today: string | null;
  readonly page: string | null;
};

const LONGEST = 600;
const LONGEST_PASSAGE = 2_000;
const RATE =
  /\b(\d{1,4})[ \t]*(?:of|out of|\/|in)[ \t]*(\d{1,4})[ \t]+(?:tries|times|runs|attempts|requests|calls|responses|generations|completions|samples)\b/i;
const PAGE = /https?:\/\/[^\s<>"'`)\]]{1,300}/i;

/** Reads what is stated by name; what is not is null, and nothing is guessed. */
export function readStated(text: string): Stated {
  const after = (names: string) => {
    const line = new RegExp(`^[ \\t>*_-]*(?:${names})[*_]*[ \\t]*[:=][ \\t]*(\\S[^\\n]*)`, "im");
    return line.exec(text)?.[1]?.trim().slice(0, LONGEST) ?? null;
  };
  const model = after("models?(?: name)?|engine")?.split(/[\s,;]/)[0] ?? null;
  const [, failed, of] = RATE.exec(text) ?? [];
  const rate = failed && of ? { failed: Number(failed), of: Number(of) } : null;
  return {
    model,
    snapshot: after("snapshot") ?? /\d{4}-\d{2}-\d{2}$/.exec(model ?? "")?.[0] ?? null,
    prompt: after("prompt|input|system prompt|user prompt"),
    expected: after("expected(?: (?:behaviou?r|output|result|answer))?"),
    actual: after("actual(?: (?:behaviou?r|output|result|answer))?|got|instead|output"),
    rate: rate && rate.failed <= rate.of && rate.of > 0 ? rate : null,
    job: after("job|goal|use case|i want to"),
    today: after("today|currently|workaround|now"),
    page: after("page|docs page") ?? PAGE.exec(text)?.[0] ?? null,
  };
}

const KEPT = "kept by the team until the reporter agrees to be quoted";
const NOT_KNOWN = "not known";
const IN_REPORT = "in the report";

/** What is known about the details of an ask, and which of it may be shown. */
export type Known = {
  /** Whether the reporters' own words may be shown. */
  readonly quotable: boolean;
  /** What they gave in a form, where it says that it may be shown. */
  readonly given: ReadonlyMap<Detail, string>;
  /** What the post does not say. */
  readonly missing: readonly string[];
};

/**
 * The details that teams want of the kind, a line each: what was given in a form, or not known.
 * What stands in the report is read there.
 */
export function detailLines(kind: Kind, known: Known): string {
  return WANTED[kind]
    .filter((detail) => known.given.has(detail) || known.missing.includes(detail))
    .map((detail) => detailLine(detail, null, known))
    .join("\n");
}

function detailLine(
  detail: Detail,
  stated: string | null,
  { quotable, given, missing }: Known,
): string {
  const shown = given.get(detail) ?? (quotable ? stated : null);
  const absent = missing.includes(detail) ? NOT_KNOWN : IN_REPORT;
  const words = shown !== null ? defusedLine(shown) : stated === null ? absent : KEPT;
  return `- ${detailName(detail)}: ${words}`;
}

/** What the model was asked and did, with a case for an eval where prompt and expectation are known. */
export function modelCase(stated: Stated, known: Known): string {
  const { quotable, given } = known;
  const { rate } = stated;
  // Names and numbers are no quotes.
  const facts: Partial<Record<Detail, string | null>> = {
    model: stated.model,
    snapshot: stated.snapshot,
    rate: rate && `${rate.failed} of ${rate.of}`,
  };
  const quotes: Partial<Record<Detail, string | null>> = {
    prompt: stated.prompt,
    expected: stated.expected,
    actual: stated.actual,
  };
  const lines = CASE_ORDER.map((detail) => {
    const fact = facts[detail];
    return fact
      ? detailLine(detail, fact, { ...known, quotable: true })
      : detailLine(detail, quotes[detail] ?? null, known);
  }).join("\n");
  const shown = (detail: Detail) => given.get(detail) ?? ((quotable && quotes[detail]) || null);
  const [prompt, expected, actual] = [shown("prompt"), shown("expected"), shown("actual")];
  if (prompt === null || (expected === null && actual === null)) return lines;
  const model = given.get("model") ?? stated.model;
  const evalCase = { model, input: prompt, expected, actual, rate };
  return `${lines}\n\nEval case:\n\n${fenced(JSON.stringify(evalCase, null, 2), "json")}`;
}

/** From what was asked of the model to what came of it, and where. */
const CASE_ORDER: readonly Detail[] = [
  "model",
  "snapshot",
  "surface",
  "prompt",
  "expected",
  "actual",
  "rate",
  "since",
  "category",
];

/** What somebody wants to get done, how they do it today, and each use in one line. */
export function featureCase(stated: Stated, uses: readonly string[], known: Known): string {
  const cases = known.quotable ? uses.map((use) => `- Use case: ${defusedLine(use, 200)}`) : [];
  return [
    detailLine("job", stated.job, known),
    detailLine("today", stated.today, known),
    detailLine("limit", null, known),
    ...cases,
  ].join("\n");
}

/** Which page it is about, where that stands in the source, and what it says now. */
export function docsCase({ page }: Stated, about: Passage | null): string {
  const named = page === null ? [] : [`- Named: ${defusedLine(page)}`];
  if (about === null) return named.join("\n");
  const headings = about.breadcrumbs.map((heading) => defusedLine(heading)).join(" > ");
  const lines = [
    ...named,
    `- Seems to be about: ${headings || defusedLine(about.pageTitle)}, ${about.url}`,
    `- Source: \`${about.file}\`, line ${about.line}`,
  ].join("\n");
  return `${lines}\n\nAs it stands:\n\n${fenced(about.text.slice(0, LONGEST_PASSAGE), "markdown")}`;
}
