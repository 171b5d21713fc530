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
const NOT_KNOWN = "not stated";

/**
 * What the model was asked and did, with a case for an eval where prompt and expectation are known.
 * @param quotable whether the reporter's own words may be shown
 */
export function modelCase(stated: Stated, quotable: boolean): string {
  const { model, snapshot, prompt, expected, actual, rate } = stated;
  const words = (text: string | null) =>
    text === null ? NOT_KNOWN : quotable ? defusedLine(text) : KEPT;
  const lines = [
    `- Model: ${model === null ? NOT_KNOWN : defusedLine(model)}`,
    `- Snapshot: ${snapshot === null ? NOT_KNOWN : defusedLine(snapshot)}`,
    `- Prompt: ${words(prompt)}`,
    `- Expected: ${words(expected)}`,
    `- Actual: ${words(actual)}`,
    `- How often: ${rate ? `${rate.failed} of ${rate.of}` : NOT_KNOWN}`,
  ].join("\n");
  if (!quotable || prompt === null || (expected === null && actual === null)) return lines;
  const evalCase = { model, input: prompt, expected, actual, rate };
  return `${lines}\n\nEval case:\n\n${fenced(JSON.stringify(evalCase, null, 2), "json")}`;
}

/** What somebody wants to get done, how they do it today, and each use in one line. */
export function featureCase(
  stated: Stated,
  { uses, quotable }: { readonly uses: readonly string[]; readonly quotable: boolean },
): string {
  const words = (text: string | null) =>
    text === null ? NOT_KNOWN : quotable ? defusedLine(text) : KEPT;
  const cases = quotable ? uses.map((use) => `- Use case: ${defusedLine(use, 200)}`) : [];
  return [`- Job: ${words(stated.job)}`, `- Today: ${words(stated.today)}`, ...cases].join("\n");
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
