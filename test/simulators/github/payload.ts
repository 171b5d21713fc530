import type { Happening } from "./happening.ts";
import type { Issue, Repo } from "./model.ts";
import { type AppIdentity, type Json, nodeId, type Renderer, time } from "./render.ts";
import { renderRepository } from "./render-repository.ts";

/** The body of the webhook that GitHub would send for a happening. */
export function toPayload(happening: Happening, render: Renderer, app: AppIdentity): Json {
  const { repo, issue, comment, label, release, changes, movedTo, movedFrom } = happening;
  const about =
    issue && happening.event === "pull_request"
      ? { number: issue.number, pull_request: renderPull(render, repo, issue) }
      : issue && { issue: hookIssue(render, repo, issue) };
  return {
    action: happening.action,
    ...about,
    ...(comment && issue && { comment: render.comment(repo, issue, comment) }),
    ...(label && { label: render.label(repo, label) }),
    ...(release && { release: render.release(repo, release) }),
    ...(changes && { changes }),
    ...(movedTo && { changes: moved(render, "new", movedTo) }),
    ...(movedFrom && { changes: moved(render, "old", movedFrom) }),
    ...envelope(happening, render, app),
  };
}

/** What every webhook of an installed app carries. */
function envelope({ repo, actor }: Happening, render: Renderer, app: AppIdentity): Json {
  const owner = render.user(repo.owner);
  const organization = owner["type"] === "Organization" && {
    organization: {
      login: repo.owner,
      id: owner["id"],
      node_id: owner["node_id"],
      description: null,
    },
  };
  return {
    repository: renderRepository(render, repo),
    ...organization,
    sender: render.user(actor),
    installation: { id: app.installationId, node_id: nodeId("MDIz", app.installationId) },
  };
}

function hookIssue(render: Renderer, repo: Repo, issue: Issue): Json {
  // Webhooks, unlike REST, do not say who closed it.
  const { closed_by: _, ...rest } = render.issue(repo, issue);
  return { ...rest, draft: false };
}

function moved(render: Renderer, which: "old" | "new", at: { repo: Repo; issue: Issue }): Json {
  return {
    [`${which}_issue`]: hookIssue(render, at.repo, at.issue),
    [`${which}_repository`]: renderRepository(render, at.repo),
  };
}

function renderPull(render: Renderer, repo: Repo, issue: Issue): Json {
  const shown = render.issue(repo, issue);
  const url = `${render.repoUrl(repo)}/pulls/${issue.number}`;
  const mergedAt = issue.pull?.mergedAt ?? null;
  const branch = (ref: string): Json => ({
    label: `${repo.owner}:${ref}`,
    ref,
    sha: "0".repeat(40),
    user: render.user(repo.owner),
    repo: renderRepository(render, repo),
  });
  return {
    url,
    id: issue.id,
    node_id: issue.nodeId,
    html_url: shown["html_url"],
    diff_url: `${shown["html_url"]}.diff`,
    patch_url: `${shown["html_url"]}.patch`,
    issue_url: shown["url"],
    number: issue.number,
    state: issue.state,
    locked: issue.locked,
    title: issue.title,
    user: shown["user"],
    body: issue.body,
    created_at: shown["created_at"],
    updated_at: shown["updated_at"],
    closed_at: shown["closed_at"],
    merged_at: time(mergedAt),
    merge_commit_sha: mergedAt === null ? null : "1".repeat(40),
    assignee: shown["assignee"],
    assignees: shown["assignees"],
    requested_reviewers: [],
    requested_teams: [],
    labels: shown["labels"],
    milestone: null,
    draft: false,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: `${render.repoUrl(repo)}/pulls/comments{/number}`,
    comments_url: shown["comments_url"],
    statuses_url: `${render.repoUrl(repo)}/statuses/${"0".repeat(40)}`,
    head: branch("change"),
    base: branch("main"),
    _links: { self: { href: url }, html: { href: shown["html_url"] } },
    author_association: shown["author_association"],
    auto_merge: null,
    active_lock_reason: issue.lockReason,
    merged: mergedAt !== null,
    mergeable: null,
    rebaseable: null,
    mergeable_state: "unknown",
    merged_by: mergedAt === null || issue.closedBy === null ? null : render.user(issue.closedBy),
    comments: issue.comments.length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: 1,
    additions: 1,
    deletions: 0,
    changed_files: 1,
  };
}
