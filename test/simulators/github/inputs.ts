import type { Role, StateReason } from "./model.ts";

export type RepoSetup = {
  /** `owner/name`. */
  readonly name: string;
  readonly private?: boolean;
  readonly archived?: boolean;
  readonly hasIssues?: boolean;
  readonly installed?: boolean;
  readonly privateReporting?: boolean;
  readonly labels?: readonly string[];
  readonly issueTypes?: readonly string[];
  readonly members?: Readonly<Record<string, Role>>;
  readonly files?: Readonly<Record<string, string>>;
};

export type IssueInput = {
  readonly title: string;
  readonly body?: string | null;
  readonly labels?: readonly string[];
  readonly assignees?: readonly string[];
  readonly type?: string | null;
};

export type IssuePatch = {
  readonly title?: string;
  readonly body?: string | null;
  readonly state?: "open" | "closed";
  readonly stateReason?: StateReason | null;
  readonly labels?: readonly string[];
  readonly assignees?: readonly string[];
  readonly type?: string | null;
};
