import type { IssueEvent } from "../issues/follow-up.ts";
import type { IssueDraft, IssueRef } from "../model/action.ts";
import type { Issue } from "../model/case.ts";
import type { Route } from "../model/policy.ts";
import type { RepositoryEvent } from "../model/repository-event.ts";

/** With its repository's visibility as it is, whatever the route says. */
export type FiledIssue = IssueRef & Pick<Issue, "visibility">;

export interface IssueTracker {
  /** Not idempotent: only the executor calls it, after looking for the marker. The body carries it. */
  openIssue(
    route: Route,
    issue: IssueDraft,
  ): Promise<FiledIssue & { readonly leftOut?: readonly string[] }>;
  /**
   * Reports a vulnerability to the maintainers of a repository, in private. Not idempotent, as
   * `openIssue`; an advisory's number is 0, and its node id begins with GHSA.
   */
  reportVulnerability(repository: string, report: IssueDraft): Promise<FiledIssue>;
  /** Our own report that carries the marker, among those made since then. */
  findVulnerability(
    repository: string,
    markerId: string,
    since: number,
  ): Promise<FiledIssue | null>;
  /** Opens a closed issue again; one that is open stays so. */
  reopen(issue: IssueRef): Promise<void>;
  /** Our own issue whose body carries the marker, among those created since then. */
  findIssue(repository: string, markerId: string, since: number): Promise<FiledIssue | null>;
  /** @returns the comment's id */
  comment(issue: IssueRef, body: string): Promise<string>;
  editComment(issue: IssueRef, commentId: string, body: string): Promise<void>;
  /** Our own comment that carries the marker; null when there is none. */
  findComment(issue: IssueRef, markerId: string): Promise<string | null>;
  addLabels(issue: IssueRef, labels: readonly string[]): Promise<void>;
  /**
   * What the team wrote last on the issue until then, without directives and personal data; null
   * when it was no person of the team who had the last word, or it said nothing.
   */
  lastWords(issue: IssueRef, until: number): Promise<string | null>;
  /** Whether the issue was closed by making a discussion of it. */
  becameDiscussion(issue: IssueRef): Promise<boolean>;
  /**
   * What changed in a repository since then: issues, oldest change first, and whatever else
   * webhooks tell of. `whole` is false when there is more, later than `reached`.
   */
  changesSince(
    repository: string,
    since: number,
  ): Promise<{
    /** Its name and visibility now. */
    readonly repository: string;
    readonly visibility: "public" | "private";
    readonly issues: readonly Issue[];
    readonly events: readonly (IssueEvent | RepositoryEvent)[];
    readonly whole: boolean;
    readonly reached: number | null;
  }>;
  /** Where an issue is by now; `gone` also when it went where we may not look. */
  whereIs(
    issue: IssueRef,
  ): Promise<
    | { readonly is: "there" }
    | { readonly is: "moved"; readonly issue: Issue }
    | { readonly is: "gone" }
  >;
  /** Whether somebody may change issues in a repository, and so give directives there. */
  mayDirect(repository: string, login: string): Promise<boolean>;
  /** Reacts to a directive: it was taken, or cannot be. Repeating it changes nothing. */
  acknowledge(issue: IssueRef, commentId: string, taken: boolean): Promise<void>;
  /** Issues closed as completed that release notes name, or the merged pull requests they name. */
  fixedIn(repository: string, notes: string): Promise<readonly Issue[]>;
}
