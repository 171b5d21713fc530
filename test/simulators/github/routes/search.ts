import { permissionOf } from "../access.ts";
import type { Issue, Repo, Revision } from "../model.ts";
import { validationFailed } from "../refusal.ts";
import { type Call, ok, page, type Routes } from "../request.ts";

type Query = {
  readonly words: readonly string[];
  readonly terms: readonly (readonly [string, string])[];
};
type Hit = { readonly repo: Repo; readonly issue: Issue; readonly seen: Revision };

/** Searches what the index knew `indexDelayMs` ago: a fresh issue is not in it yet. */
export function createSearchRoutes(now: () => number, indexDelayMs: () => number): Routes {
  return {
    "GET /search/issues": (call) => {
      const q = call.query.get("q") ?? "";
      if (q.trim() === "" || q.length > 256 + 200) {
        throw validationFailed({ resource: "Search", field: "q", code: "missing" });
      }
      const query = toQuery(q);
      const hits = indexed(call, now() - indexDelayMs()).filter((hit) => matches(hit, query));
      const newestFirst = hits.toSorted((a, b) => b.issue.createdAt - a.issue.createdAt);
      const answer = page(call, newestFirst, ({ repo, issue }) => ({
        ...call.render.issue(repo, issue),
        score: 1,
      }));
      const body = {
        total_count: hits.length,
        incomplete_results: false,
        search_type: "lexical",
        items: answer.body,
      };
      return ok(body, answer.headers);
    },
  };
}

function indexed(call: Call, asOf: number): Hit[] {
  return [...call.world.repos.values()]
    .filter((repo) => permissionOf(repo, call.caller) !== "none")
    .flatMap((repo) =>
      [...repo.issues.values()].flatMap((issue) => {
        const seen = issue.revisions.findLast((revision) => revision.at <= asOf);
        return seen ? [{ repo, issue, seen }] : [];
      }),
    );
}

function toQuery(q: string): Query {
  const parts = q.match(/[\w-]+:"[^"]*"|"[^"]*"|\S+/g) ?? [];
  const terms: [string, string][] = [];
  const words: string[] = [];
  for (const part of parts) {
    const term = /^([\w-]+):(.+)$/.exec(part);
    const [, key, value] = term ?? [];
    if (key && value) terms.push([key.toLowerCase(), value.replaceAll('"', "").toLowerCase()]);
    else words.push(part.replaceAll('"', "").toLowerCase());
  }
  return { words, terms };
}

function matches({ repo, issue, seen }: Hit, { words, terms }: Query): boolean {
  const text = `${seen.title}\n${seen.body}`.toLowerCase();
  const fits = ([key, value]: readonly [string, string]): boolean => {
    if (key === "repo") return repo.fullName.toLowerCase() === value;
    if (key === "org" || key === "user") return repo.owner.toLowerCase() === value;
    if (key === "author") return isAuthor(issue.author.toLowerCase(), value);
    if (key === "label") return seen.labels.some((label) => label.toLowerCase() === value);
    if (key === "state") return seen.state === value;
    if (key === "is" || key === "type") return isOf(issue, seen, repo, value);
    // in:, sort: and the like narrow or order, which this search does not need.
    return true;
  };
  return terms.every(fits) && words.every((word) => text.includes(word));
}

function isAuthor(author: string, value: string): boolean {
  return author === value || author === `${value.replace(/^app\//, "")}[bot]`;
}

function isOf(issue: Issue, seen: Revision, repo: Repo, value: string): boolean {
  if (value === "issue") return issue.pull === null;
  if (value === "pr" || value === "pull-request") return issue.pull !== null;
  if (value === "public" || value === "private") return repo.private === (value === "private");
  return seen.state === value;
}
