import { z } from "zod";
import { canWrite, mustTalk, mustWrite } from "../access.ts";
import type { Issue, Repo } from "../model.ts";
import { Refusal, validationFailed } from "../refusal.ts";
import {
  type Call,
  issueOf,
  mustHaveIssues,
  ok,
  page,
  type Routes,
  readBody,
  repoOf,
} from "../request.ts";

const LabelNames = z
  .array(z.union([z.string(), z.object({ name: z.string() })]))
  .transform((labels) => labels.map((label) => (typeof label === "string" ? label : label.name)));

const NewIssue = z.object({
  title: z.union([z.string(), z.number()]).transform(String),
  body: z.string().nullish(),
  labels: LabelNames.optional(),
  assignees: z.array(z.string()).optional(),
  type: z.string().nullish(),
});

const IssueChange = z.object({
  title: z.string().optional(),
  body: z.string().nullish(),
  state: z.enum(["open", "closed"]).optional(),
  state_reason: z.enum(["completed", "not_planned", "duplicate", "reopened"]).nullish(),
  labels: LabelNames.optional(),
  assignees: z.array(z.string()).optional(),
  type: z.string().nullish(),
});

export const issueRoutes: Routes = {
  "POST /repos/:owner/:repo/issues": (call) => {
    const repo = repoOf(call);
    mustHaveIssues(repo);
    const actor = mustTalk(repo, call.caller);
    const input = readBody(call, NewIssue);
    // Whoever cannot push has labels, assignees and type dropped without a word.
    const trusted = canWrite(repo, call.caller);
    const made = call.world.createIssue(repo, actor, {
      title: input.title,
      body: input.body ?? null,
      ...(trusted && input.labels && { labels: input.labels }),
      ...(trusted && input.assignees && { assignees: knownAssignees(repo, input.assignees) }),
      ...(trusted && { type: knownType(repo, input.type) }),
    });
    const body = call.render.issue(repo, made);
    return { status: 201, body, headers: { location: String(body["url"]) } };
  },

  "GET /repos/:owner/:repo/issues": (call) => {
    const repo = repoOf(call);
    mustHaveIssues(repo);
    const found = sorted(call, [...repo.issues.values()].filter(listFilter(call)));
    return page(call, found, (issue) => call.render.issue(repo, issue));
  },

  "GET /repos/:owner/:repo/issues/:number": (call) => {
    const repo = repoOf(call);
    return ok(call.render.issue(repo, issueOf(call, repo)));
  },

  "PATCH /repos/:owner/:repo/issues/:number": (call) => {
    const repo = repoOf(call);
    const issue = issueOf(call, repo);
    const actor = mustTalk(repo, call.caller);
    const { state_reason: stateReason, ...change } = readBody(call, IssueChange);
    const trusted = canWrite(repo, call.caller);
    if (!trusted && issue.author !== actor) {
      throw new Refusal(403, "Must have admin rights to Repository.");
    }
    call.world.editIssue(repo, issue, actor, {
      ...(change.title !== undefined && { title: change.title }),
      ...(change.body !== undefined && { body: change.body }),
      ...(change.state !== undefined && { state: change.state }),
      ...(stateReason && { stateReason }),
      ...(trusted && change.labels && { labels: change.labels }),
      ...(trusted && change.assignees && { assignees: knownAssignees(repo, change.assignees) }),
      ...(trusted && change.type !== undefined && { type: knownType(repo, change.type) }),
    });
    return ok(call.render.issue(repo, issue));
  },

  "PUT /repos/:owner/:repo/issues/:number/lock": (call) => {
    const repo = repoOf(call);
    const issue = issueOf(call, repo);
    const actor = mustWrite(repo, call.caller);
    const reason = z.enum(["off-topic", "too heated", "resolved", "spam"]);
    const { lock_reason } = readBody(call, z.object({ lock_reason: reason.optional() }));
    call.world.setLock(repo, issue, actor, true, lock_reason);
    return { status: 204 };
  },

  "DELETE /repos/:owner/:repo/issues/:number/lock": (call) => {
    const repo = repoOf(call);
    const issue = issueOf(call, repo);
    call.world.setLock(repo, issue, mustWrite(repo, call.caller), false);
    return { status: 204 };
  },

  "GET /repos/:owner/:repo/issues/:number/events": (call) => {
    const repo = repoOf(call);
    const issue = issueOf(call, repo);
    return page(call, issue.events, (event) => call.render.issueEvent(repo, issue, event));
  },

  "GET /repos/:owner/:repo/issues/:number/timeline": (call) => {
    const repo = repoOf(call);
    const issue = issueOf(call, repo);
    const entries = [
      ...issue.events.map((one) => ({
        at: one.at,
        id: one.id,
        body: call.render.issueEvent(repo, issue, one),
      })),
      ...issue.comments.map((one) => {
        const shown = call.render.comment(repo, issue, one);
        const body = { ...shown, event: "commented", actor: shown["user"] };
        return { at: one.createdAt, id: one.id, body };
      }),
    ];
    return page(
      call,
      entries.toSorted((a, b) => a.at - b.at || a.id - b.id),
      (one) => one.body,
    );
  },

  "GET /repos/:owner/:repo/issues/events": (call) => {
    const repo = repoOf(call);
    const all = [...repo.issues.values()].flatMap((issue) =>
      issue.events.map((event) => ({ issue, event })),
    );
    const newestFirst = all.toSorted((a, b) => b.event.id - a.event.id);
    return page(call, newestFirst, ({ issue, event }) => ({
      ...call.render.issueEvent(repo, issue, event),
      issue: call.render.issue(repo, issue),
    }));
  },
};

function listFilter(call: Call): (issue: Issue) => boolean {
  const state = call.query.get("state") ?? "open";
  const creator = call.query.get("creator")?.toLowerCase();
  const since = Date.parse(call.query.get("since") ?? "");
  const labels = (call.query.get("labels") ?? "").split(",").filter((name) => name !== "");
  return (issue) =>
    (state === "all" || issue.state === state) &&
    (creator === undefined || issue.author.toLowerCase() === creator) &&
    (Number.isNaN(since) || issue.updatedAt >= since) &&
    labels.every((name) => hasLabel(issue, name));
}

function hasLabel(issue: Issue, name: string): boolean {
  return issue.labels.some((one) => one.toLowerCase() === name.trim().toLowerCase());
}

function sorted(call: Call, issues: Issue[]): Issue[] {
  const by = call.query.get("sort") ?? "created";
  const sign = call.query.get("direction") === "asc" ? 1 : -1;
  const rank = (issue: Issue) => {
    if (by === "updated") return issue.updatedAt;
    return by === "comments" ? issue.comments.length : issue.createdAt;
  };
  return issues.toSorted((a, b) => sign * (rank(a) - rank(b) || a.number - b.number));
}

/** One who cannot be assigned spoils the whole request. */
function knownAssignees(repo: Repo, logins: readonly string[]): readonly string[] {
  const stranger = logins.find((login) => login !== repo.owner && !repo.members.has(login));
  if (stranger === undefined) return logins;
  throw validationFailed({ resource: "Issue", field: "assignees", code: "invalid" });
}

function knownType(repo: Repo, type: string | null | undefined): string | null {
  if (type === null || type === undefined) return null;
  const found = repo.issueTypes.find((name) => name.toLowerCase() === type.toLowerCase());
  if (found) return found;
  throw validationFailed({ resource: "Issue", field: "type", code: "invalid" });
}
