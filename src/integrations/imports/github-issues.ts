import { z } from "zod";
import { type ImportedRow, leftOut, unreadable } from "./imported-post.ts";
import { faultOf, Moment } from "./row-fields.ts";

const Person = z.object({ login: z.string(), type: z.string().optional() }).nullish();

/** An issue as the REST API gives it, or as `gh issue list --json` does. */
const GitHubIssue = z.object({
  number: z.number().int(),
  title: z.string(),
  body: z.string().nullish(),
  user: Person,
  author: Person,
  author_association: z.string().optional(),
  created_at: Moment,
  createdAt: Moment,
  html_url: z.string().optional(),
  url: z.string().optional(),
  labels: z.array(z.union([z.string(), z.object({ name: z.string() })])).default([]),
  comments: z.unknown().optional(),
  pull_request: z.unknown().optional(),
});

const STAFF = ["OWNER", "MEMBER", "COLLABORATOR"];

export function isGitHubIssue(value: unknown): boolean {
  if (typeof value !== "object" || value === null || !("number" in value)) return false;
  return "html_url" in value || "createdAt" in value || "author_association" in value;
}

/** One issue as a post; pull requests, bots' and maintainers' own issues are left out. */
export function* readGitHubIssue(value: unknown, where: string): Generator<ImportedRow> {
  const parsed = GitHubIssue.safeParse(value);
  if (!parsed.success) return yield unreadable(where, faultOf(parsed.error));
  const issue = parsed.data;
  if (issue.pull_request) return yield leftOut(where, "a pull request");
  const person = issue.user ?? issue.author;
  if (person?.type === "Bot" || person?.login.endsWith("[bot]")) {
    return yield leftOut(where, "written by a bot");
  }
  if (STAFF.includes(issue.author_association ?? "")) {
    return yield leftOut(where, "written by staff");
  }
  const text = issue.body ?? "";
  const url = issue.html_url ?? issue.url ?? null;
  yield {
    type: "post",
    format: "github",
    where,
    id: String(issue.number),
    title: issue.title,
    text,
    parts: [text],
    author: person ? { id: person.login, name: person.login } : null,
    channel: url === null ? null : (/\/([^/]+\/[^/]+)\/issues\/\d+$/.exec(url)?.[1] ?? null),
    postedAt: issue.created_at ?? issue.createdAt,
    url,
    tags: issue.labels.map((label) => (typeof label === "string" ? label : label.name)),
    attachments: [],
    answeredBy: issue.comments === 0 ? "nobody" : null,
  };
}
