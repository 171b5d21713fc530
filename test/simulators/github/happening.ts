import type { Comment, Issue, Label, Release, Repo } from "./model.ts";

/** Something that happened, before it is put into a webhook's words. */
export type Happening = {
  readonly event: "issues" | "issue_comment" | "label" | "release" | "pull_request" | "repository";
  readonly action: string;
  readonly repo: Repo;
  readonly actor: string;
  readonly issue?: Issue;
  readonly comment?: Comment;
  readonly label?: Label;
  readonly release?: Release;
  readonly changes?: Record<string, unknown>;
  readonly movedTo?: { readonly repo: Repo; readonly issue: Issue };
  readonly movedFrom?: { readonly repo: Repo; readonly issue: Issue };
};
