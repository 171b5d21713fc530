import type { z } from "zod";
import { type Caller, mustSee } from "./access.ts";
import type { Repo } from "./model.ts";
import { Moved } from "./moved.ts";
import { invalidRequest, notFound, Refusal } from "./refusal.ts";
import type { Renderer } from "./render.ts";
import type { World } from "./world.ts";

export type Answer = {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
};

/** One request as the handlers see it. */
export type Call = {
  readonly method: string;
  readonly url: URL;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly caller: Caller;
  readonly world: World;
  readonly render: Renderer;
};

export type Handler = (call: Call) => Answer;
/** "GET /repos/:owner/:repo": the last parameter may be `:path*`, which takes slashes too. */
export type Routes = Readonly<Record<string, Handler>>;

export const ok = (body: unknown, headers?: Record<string, string>): Answer => ({
  status: 200,
  body,
  ...(headers && { headers }),
});

/** The repository in the path, if the caller may know that it exists. */
export function repoOf(call: Call): Repo {
  const { world, caller, params, method } = call;
  const name = `${params["owner"]}/${params["repo"]}`.toLowerCase();
  const repo = world.repos.get(name) ?? world.formerNames.get(name);
  if (!repo) throw notFound();
  mustSee(repo, caller);
  if (repo.fullName.toLowerCase() !== name) throw Moved.repository(repo.id, method);
  return repo;
}

export function issueOf(call: Call, repo: Repo) {
  mustHaveIssues(repo);
  return call.world.issue(repo, Number(call.params["number"]));
}

export function mustHaveIssues(repo: Repo): void {
  if (!repo.hasIssues) throw new Refusal(410, "Issues has been disabled in this repository.");
}

export function readBody<T>(call: Call, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(call.body ?? {});
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  const field = first?.path.join("/") ?? "";
  throw invalidRequest(field === "" ? "Body should be a JSON object" : `"${field}" is not valid.`);
}

/** One page of a list with GitHub's Link header. */
export function page<T>(call: Call, all: readonly T[], render: (one: T) => unknown): Answer {
  const perPage = Math.min(100, Math.max(1, Number(call.query.get("per_page") ?? 30) || 30));
  const at = Math.max(1, Number(call.query.get("page") ?? 1) || 1);
  const last = Math.max(1, Math.ceil(all.length / perPage));
  const body = all.slice((at - 1) * perPage, at * perPage).map(render);
  const links: string[] = [];
  const link = (rel: string, to: number) => {
    const url = new URL(call.url);
    url.searchParams.set("page", String(to));
    links.push(`<${url.href}>; rel="${rel}"`);
  };
  if (at > 1) link("prev", at - 1);
  if (at < last) link("next", at + 1);
  if (at < last) link("last", last);
  if (at > 1) link("first", 1);
  return ok(body, links.length > 0 ? { link: links.join(", ") } : undefined);
}
