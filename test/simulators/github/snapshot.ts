import type { Comment, Issue, Repo } from "./model.ts";

/** Plain JSON of everything a page would show. */
export type Snapshot = { readonly repositories: readonly RepoView[] };
export type RepoView = {
  readonly name: string;
  readonly visibility: "public" | "private";
  readonly archived: boolean;
  readonly issues: readonly IssueView[];
  readonly releases: readonly { readonly tag: string; readonly at: number }[];
};
export type IssueView = Omit<
  Issue,
  "comments" | "events" | "revisions" | "pull" | "viaApp" | "lockReason"
> & { readonly url: string; readonly isPull: boolean; readonly comments: readonly CommentView[] };
export type CommentView = Omit<Comment, "viaApp">;

/** Newest issues first, comments in order. */
export function toRepoView(repo: Repo, web: string): RepoView {
  return {
    name: repo.fullName,
    visibility: repo.private ? "private" : "public",
    archived: repo.archived,
    issues: [...repo.issues.values()].map((issue) => toIssueView(repo, issue, web)).toReversed(),
    releases: repo.releases.map(({ tag, createdAt }) => ({ tag, at: createdAt })),
  };
}

export function toIssueView(repo: Repo, issue: Issue, web: string): IssueView {
  const { events, revisions, viaApp, lockReason, pull, comments, ...shown } = issue;
  return structuredClone({
    ...shown,
    isPull: pull !== null,
    url: `${web}/${repo.fullName}/issues/${issue.number}`,
    comments: comments.map(toCommentView),
  });
}

export function toCommentView({ viaApp, ...shown }: Comment): CommentView {
  return { ...shown };
}
