import { headcount, headcountWords } from "../decide/fresh-accounts.ts";
import { fileExcerpts, filesInWords, textFiles } from "../files/files.ts";
import type { IssueDraft, IssueRef } from "../model/action.ts";
import type { Candidate } from "../model/candidate.ts";
import type { Reporter } from "../model/case.ts";
import type { Classification } from "../model/classification.ts";
import { fillIn, type IssueForm, type Section, type Topic } from "../model/issue-form.ts";
import type { Passage } from "../model/passage.ts";
import type { Route } from "../model/policy.ts";
import { joinPosts, type Post } from "../model/post.ts";
import { defusedLine, defuseForGitHub, fenced } from "../text/defuse.ts";
import { readFacts, withoutRequestIds } from "./facts.ts";
import {
  detailLines,
  docsCase,
  featureCase,
  type Known,
  modelCase,
  readStated,
} from "./issue-kinds.ts";
import { givenInForms } from "./stated-details.ts";

const HEADINGS: Readonly<Record<Classification["kind"], string>> = {
  bug: "What happens",
  feature: "What is asked for",
  docs: "What the docs lack",
  "model-behavior": "What the model does",
  question: "What is asked",
  other: "What was written",
};

/** The parts of an issue that outside text can fill stay far below GitHub's limit for a body. */
const MOST_QUOTED = 12_000;
const MOST_CODE = 8_000;
const MOST_USES = 10;
/** GitHub takes 256. */
const LONGEST_TITLE = 250;

/**
 * Writes an issue that asks nothing back. For a public repository it paraphrases and gives error
 * text and code; a private one also gets the reporter's words and request ids. The hidden marker
 * is added when it is filed.
 */
export function composeIssue(input: {
  readonly classification: Classification;
  readonly code: string;
  readonly permalink: string;
  readonly posts: readonly Post[];
  readonly reporters: readonly Reporter[];
  readonly route: Route;
  /** A closed issue that it may be again; named only where its repository may be. */
  readonly closedBefore?: Candidate | null;
  /** For a matter of the docs: the passage that it seems to be about. */
  readonly about?: Passage | null;
  /** The repository's own form, if it has one. */
  readonly form?: IssueForm | null;
}): IssueDraft {
  const { classification, posts, reporters, route } = input;
  const closedBefore = mayName(input.closedBefore ?? null, route);
  const open = route.visibility === "public";
  const shown = (words: string) => (open ? withoutRequestIds(words) : words);
  const whole = joinPosts(posts).text;
  const { requestIds: ids } = readFacts(whole);
  const own = shown(joinPosts(posts.map(withoutFiles)).text);
  // What stands in files is made public by their author alone.
  const text = open ? own : whole;
  const facts = readFacts(text);
  const quotable = !open || (reporters.length > 0 && reporters.every((one) => one.consent));

  const given = givenInForms(posts.map((post) => ({ ...post, text: shown(post.text) })));
  const known = { quotable, given, missing: classification.missing };

  const sections = [
    section(
      "what",
      HEADINGS[classification.kind],
      defusedLine(shown(askIn(classification, input))),
    ),
    ofKind(classification.kind, text, { posts, known, about: input.about ?? null }),
    facts.errors.length > 0 && section("error", "Error", fenced(facts.errors.join("\n"))),
    facts.code.length > 0 &&
      section(
        "reproduction",
        "Reproduction",
        facts.code
          .slice(0, 2)
          .map((block) => fenced(block.slice(0, MOST_CODE)))
          .join("\n\n"),
      ),
    facts.versions.length > 0 &&
      section(
        "environment",
        "Environment",
        facts.versions.map((one) => `- ${defusedLine(one)}`).join("\n"),
      ),
    section("other", "Impact", impact(classification, reporters)),
    closedBefore !== null &&
      section("other", "Maybe back", `Looks like ${nameOf(closedBefore)}, which is closed.`),
    quotable && section("quote", "In the reporter's words", quoted(own)),
    filesOf(posts, open),
    ids.length > 0 && section("other", "Request ids", requestIds(ids, open)),
    details(classification.kind, known),
    removed(posts),
    section("other", "Where it comes from", `${input.code}, ${input.permalink}`),
  ].filter((part) => part !== false);
  const arranged = input.form ? fillIn(input.form, sections) : sections;
  return {
    title: defusedLine(shown(classification.title), LONGEST_TITLE),
    body: arranged
      .map(({ heading, body }) => `### ${heading}\n\n${body}`)
      .join("\n\n")
      .slice(0, 60_000)
      .toWellFormed(),
  };
}

/** What the team of this kind asks for first; null where the general sections say it all. */
function ofKind(
  kind: Classification["kind"],
  text: string,
  {
    posts,
    known,
    about,
  }: {
    readonly posts: readonly Post[];
    readonly known: Known;
    readonly about: Passage | null;
  },
): Section | false {
  const stated = readStated(text);
  switch (kind) {
    case "model-behavior":
      return section("reproduction", "The case", modelCase(stated, known));
    case "feature": {
      const uses = posts.flatMap((post) => post.title || (post.text.split("\n")[0] ?? []));
      const told = [...new Set(uses)].slice(0, MOST_USES);
      return section("what", "The job", featureCase(stated, told, known));
    }
    case "docs":
      return (
        (stated.page !== null || about !== null) &&
        section("other", "Page", docsCase(stated, about))
      );
    default:
      return false;
  }
}

function withoutFiles(post: Post): Post {
  return { ...post, attachments: [] };
}

/** What is asked; in public never the words of a file that the post itself does not say. */
function askIn(
  { ask, title }: Classification,
  { posts, route }: { readonly posts: readonly Post[]; readonly route: Route },
): string {
  const files = textFiles(posts).map(({ text }) => text);
  if (route.visibility !== "public" || files.length === 0) return ask;
  const inFiles = flat(files.join("\n"));
  const own = flat(joinPosts(posts.map(withoutFiles)).text);
  const fromFile = (words: string) => inFiles.includes(flat(words)) && !own.includes(flat(words));
  return [ask, title].find((words) => words !== "" && !fromFile(words)) ?? "";
}

const flat = (text: string): string => text.replace(/\s+/g, " ").trim().toLowerCase();

function filesOf(posts: readonly Post[], open: boolean): Section | false {
  const words = filesInWords(posts);
  if (words === "") return false;
  const files = open ? [] : textFiles(posts);
  const excerpts =
    files.length > 0 ? `\n\n${fenced(fileExcerpts(files).slice(0, MOST_QUOTED))}` : "";
  return section("other", "Files", `${defusedLine(words)}, kept by the team.${excerpts}`);
}

function section(topic: Topic, heading: string, body: string): Section {
  return { topic, heading, body };
}

function nameOf({ repository, number }: Pick<IssueRef, "repository" | "number">): string {
  return `${repository}#${number}`;
}

/** A private repository's issue stays unnamed in a public one. */
function mayName(candidate: Candidate | null, { visibility }: Route): IssueRef | null {
  if (candidate?.target.type !== "issue" || candidate.open) return null;
  const { target } = candidate;
  return visibility === "public" && target.visibility === "private" ? null : target.issue;
}

function impact(classification: Classification, reporters: readonly Reporter[]): string {
  const count = headcountWords(headcount(reporters));
  const times = reporters.map((one) => one.since);
  const day = (time: number) => new Date(time).toISOString().slice(0, 10);
  const [first, last] = [Math.min(...times), Math.max(...times)];
  // Whoever reported it may have asked to be forgotten.
  const seen =
    times.length === 0
      ? ""
      : `, first seen ${day(first)}${day(first) === day(last) ? "" : `, last seen ${day(last)}`}`;
  return `${count}${seen}; severity ${classification.severity}; area ${defusedLine(classification.area)}; not yet verified by us.`;
}

function quoted(text: string): string {
  return defuseForGitHub(text, { maxLength: MOST_QUOTED })
    .split("\n")
    .map((line) => `> ${line}`)
    .join("\n");
}

function requestIds(ids: readonly string[], open: boolean): string {
  return open ? "Kept by the team." : ids.map((id) => `- \`${id}\``).join("\n");
}

/** What was given or is not known; the case of a model and the job of a wish say it by themselves. */
function details(kind: Classification["kind"], known: Known): Section | false {
  if (kind !== "bug" && kind !== "docs") return false;
  const lines = detailLines(kind, known);
  return lines !== "" && section("other", "Details", lines);
}

function removed(posts: readonly Post[]): Section | false {
  const counts = new Map<string, number>();
  for (const { type, count } of posts.flatMap((post) => post.removed)) {
    counts.set(type, (counts.get(type) ?? 0) + count);
  }
  const lines = [...counts].map(([type, count]) => `- ${type}: ${count}`);
  return lines.length > 0 && section("other", "Removed before filing", lines.join("\n"));
}
