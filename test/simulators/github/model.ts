/** How a person stands to a repository; GitHub shows it as `author_association`. */
export type Role = "OWNER" | "MEMBER" | "COLLABORATOR" | "CONTRIBUTOR" | "NONE";
export type Permission = "none" | "read" | "write" | "admin";

export type User = {
  readonly id: number;
  readonly login: string;
  readonly type: "User" | "Bot" | "Organization";
};

export type Label = {
  readonly id: number;
  name: string;
  color: string;
  description: string | null;
};

export type Comment = {
  readonly id: number;
  readonly author: string;
  readonly viaApp: boolean;
  body: string;
  readonly reactions: Reaction[];
  readonly createdAt: number;
  updatedAt: number;
};

export type Reaction = {
  readonly id: number;
  readonly by: string;
  readonly content: string;
  readonly at: number;
};

export type StateReason = "completed" | "not_planned" | "duplicate" | "reopened";

export type IssueEvent = {
  readonly id: number;
  readonly event: string;
  readonly actor: string;
  readonly at: number;
  readonly label?: string;
  readonly rename?: { readonly from: string; readonly to: string };
  readonly stateReason?: StateReason | null;
};

/** What the search index saw of an issue at a time; the index lags behind the truth. */
export type Revision = {
  readonly at: number;
  readonly title: string;
  readonly body: string;
  readonly state: "open" | "closed";
  readonly labels: readonly string[];
};

export type Issue = {
  readonly id: number;
  readonly nodeId: string;
  readonly number: number;
  readonly author: string;
  readonly viaApp: boolean;
  title: string;
  body: string | null;
  state: "open" | "closed";
  stateReason: StateReason | null;
  labels: string[];
  assignees: string[];
  type: string | null;
  locked: boolean;
  lockReason: string | null;
  pinned: boolean;
  readonly createdAt: number;
  updatedAt: number;
  closedAt: number | null;
  closedBy: string | null;
  /** Set when this number belongs to a pull request: whether and when it was merged. */
  readonly pull: { mergedAt: number | null } | null;
  comments: Comment[];
  events: IssueEvent[];
  revisions: Revision[];
};

export type Release = {
  readonly id: number;
  readonly author: string;
  readonly tag: string;
  readonly name: string | null;
  readonly body: string | null;
  readonly prerelease: boolean;
  readonly createdAt: number;
};

export type Advisory = {
  readonly ghsaId: string;
  readonly author: string;
  readonly summary: string;
  readonly description: string;
  readonly severity: string | null;
  readonly createdAt: number;
};

/** Where an issue number leads that no longer holds an issue. */
type Tombstone =
  | { readonly gone: "deleted" }
  | { readonly gone: "transferred"; readonly repoId: number; readonly number: number };

export type Repo = {
  readonly id: number;
  owner: string;
  name: string;
  fullName: string;
  private: boolean;
  archived: boolean;
  hasIssues: boolean;
  /** Whether the app is installed on it. */
  installed: boolean;
  readonly createdAt: number;
  readonly members: Map<string, Role>;
  readonly labels: Map<string, Label>;
  readonly issues: Map<number, Issue>;
  readonly tombstones: Map<number, Tombstone>;
  readonly releases: Release[];
  readonly advisories: Advisory[];
  /** Whether vulnerabilities may be reported in private. */
  privateReporting: boolean;
  readonly issueTypes: readonly string[];
  /** Contents of the default branch, by path. */
  readonly files: Map<string, string>;
  nextNumber: number;
};
