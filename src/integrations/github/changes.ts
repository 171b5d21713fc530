import type { Octokit } from "octokit";
import { z } from "zod";
import type { IssueEvent } from "../../triage/issues/follow-up.ts";
import type { Issue } from "../../triage/model/case.ts";
import type { IssueTracker } from "../../triage/ports/issue-tracker.ts";
import { readChangedIssues } from "./changed-issues.ts";
import { CommentAnswer, readDirectiveIn } from "./directive-comment.ts";
import { type RepositoryState, splitName } from "./repository.ts";
import { readRelease } from "./repository-webhooks.ts";

const Published = z.object({ published_at: z.string().nullish() });
const OnIssue = z.object({ issue_url: z.string() });

/** What webhooks have told, or should have, about a repository since then. */
export async function readChanges(
  client: Octokit,
  repository: string,
  since: number,
): ReturnType<IssueTracker["changesSince"]> {
  const { state, issues, merges, whole, reached } = await readChangedIssues(
    client,
    repository,
    since,
  );
  const directives = await readDirectives(client, state, issues, since);
  const releases = await readReleases(client, state, since);
  const events = [...directives, ...merges, ...releases];
  const { visibility } = state;
  return { repository: state.repository, visibility, issues, events, whole, reached };
}

/** A comment changes its issue, so that only those on issues that changed are of interest. */
async function readDirectives(
  client: Octokit,
  { repository }: RepositoryState,
  issues: readonly Issue[],
  since: number,
): Promise<IssueEvent[]> {
  if (issues.length === 0) return [];
  const byNumber = new Map(issues.map((issue) => [issue.number, issue]));
  const comments = await client.paginate(client.rest.issues.listCommentsForRepo, {
    ...splitName(repository),
    sort: "updated",
    direction: "asc",
    since: new Date(Math.floor(since / 1000) * 1000).toISOString(),
    per_page: 100,
  });
  return comments.flatMap((comment) => {
    const issue = byNumber.get(Number(OnIssue.parse(comment).issue_url.split("/").at(-1)));
    const readable = CommentAnswer.safeParse(comment);
    if (!issue || !readable.success) return [];
    const read = readDirectiveIn(readable.data, issue);
    return "event" in read ? [read.event] : [];
  });
}

async function readReleases(client: Octokit, state: RepositoryState, since: number) {
  const { repository, visibility } = state;
  const { data } = await client.rest.repos.listReleases({
    ...splitName(repository),
    per_page: 20,
  });
  const where = { full_name: repository, private: visibility === "private" };
  const fresh = data.filter((release) => {
    const at = Published.safeParse(release).data?.published_at;
    return at != null && Date.parse(at) >= since;
  });
  return fresh.toReversed().flatMap((release) => {
    const read = readRelease("published", { release, repository: where });
    return "event" in read && read.event.event === "released" ? [read.event] : [];
  });
}
