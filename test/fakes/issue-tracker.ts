import type { IssueEvent } from "../../src/triage/issues/follow-up.ts";
import type { IssueRef } from "../../src/triage/model/action.ts";
import type { Issue } from "../../src/triage/model/case.ts";
import type { Clock } from "../../src/triage/model/clock.ts";
import type { RepositoryEvent } from "../../src/triage/model/repository-event.ts";
import type { IssueTracker } from "../../src/triage/ports/issue-tracker.ts";
import { markersIn } from "../../src/triage/text/marker.ts";
import { createFaults, type Faults } from "./faults.ts";

type FiledIssue = {
  readonly ref: IssueRef;
  title: string;
  body: string;
  labels: string[];
  readonly comments: { readonly id: string; body: string; edits: number }[];
  /** What the team said last. */
  words: string | null;
  discussion: boolean;
  readonly at: number;
  /** False for what somebody else opened. */
  readonly ours: boolean;
  readonly visibility: "public" | "private";
  readonly as: "issue" | "advisory";
};

export type FakeIssueTracker = IssueTracker &
  Pick<Faults<keyof IssueTracker>, "failNext"> & {
    readonly issues: FiledIssue[];
    /** An issue that somebody else opened. */
    setUpIssue(repository: string, title: string, body: string): IssueRef;
    /** The team makes a discussion of it. */
    convert(issue: Pick<IssueRef, "nodeId">): void;
    /** Closed as completed, for release notes to name. */
    readonly fixed: Issue[];
    /** Node ids of issues that we opened again. */
    readonly reopened: ReadonlySet<string>;
    /** What a periodic read finds, in the order of change. */
    readonly changed: Issue[];
    /** What else a periodic read finds. */
    readonly happened: (IssueEvent | RepositoryEvent)[];
    /** Where issues went, by node id; null for what was deleted. */
    readonly whereabouts: Map<string, Issue | null>;
    /** Logins that may not change issues. */
    readonly outsiders: Set<string>;
    /** By the id of the comment: whether its directive was taken. */
    readonly reactions: ReadonlyMap<string, boolean>;
    /** Every repository turns so. */
    turn(visibility: Issue["visibility"]): void;
    /** A person of the team comments. */
    teamSays(issue: Pick<IssueRef, "nodeId">, words: string): void;
    /** Marker ids that stand in more than one issue, or more than one comment. */
    twice(): string[];
  };

/** GitHub as the core sees it. Repositories and labels that were not set up are refused. */
export function createFakeIssueTracker(
  clock: Clock,
  setUp: { readonly repositories: Readonly<Record<string, readonly string[]>> },
): FakeIssueTracker {
  const issues: FiledIssue[] = [];
  const fixed: Issue[] = [];
  const reopened = new Set<string>();
  const changed: Issue[] = [];
  const happened: (IssueEvent | RepositoryEvent)[] = [];
  const whereabouts = new Map<string, Issue | null>();
  const outsiders = new Set<string>();
  const reactions = new Map<string, boolean>();
  const setUpNow: { visibility: Issue["visibility"] } = { visibility: "public" };
  const { failNext, run } = createFaults<keyof IssueTracker>();
  let comments = 0;

  function refuseUnknownLabels(repository: string, labels: readonly string[]): void {
    const known = setUp.repositories[repository];
    if (!known) throw new Error(`no such repository: ${repository}`);
    const unknown = labels.filter((label) => !known.includes(label));
    if (unknown.length > 0) throw new Error(`no such label in ${repository}: ${unknown}`);
  }

  function file(
    repository: string,
    title: string,
    body: string,
    labels: readonly string[],
    how: Pick<FiledIssue, "ours" | "visibility" | "as">,
  ) {
    refuseUnknownLabels(repository, labels);
    const number = issues.filter(({ ref }) => ref.repository === repository).length + 1;
    const ref =
      how.as === "issue"
        ? {
            nodeId: `I_${repository}_${number}`,
            repository,
            number,
            url: `https://github.example/${repository}/issues/${number}`,
          }
        : {
            nodeId: `GHSA-${number}`,
            repository,
            number: 0,
            url: `https://github.example/${repository}/security/advisories/GHSA-${number}`,
          };
    const filed = { ref, title, body, labels: [...labels], words: null, discussion: false };
    issues.push({ ...filed, comments: [], at: clock.now(), ...how });
    return ref;
  }

  const find = ({ nodeId }: Pick<IssueRef, "nodeId">) =>
    issues.find((one) => one.ref.nodeId === nodeId);

  function standing(ref: Pick<IssueRef, "nodeId">): FiledIssue {
    const issue = find(ref);
    if (!issue) throw new Error(`no such issue: ${ref.nodeId}`);
    return issue;
  }

  return {
    issues,
    fixed,
    reopened,
    changed,
    happened,
    whereabouts,
    outsiders,
    reactions,
    turn(visibility) {
      setUpNow.visibility = visibility;
    },
    failNext,
    setUpIssue: (repository, title, body) =>
      file(repository, title, body, [], { ours: false, visibility: "public", as: "issue" }),
    convert(ref) {
      standing(ref).discussion = true;
    },
    teamSays(ref, words) {
      standing(ref).words = words;
    },
    twice() {
      const inIssues = issues.flatMap(({ body }) => markersIn(body));
      const inComments = issues.flatMap((issue) =>
        issue.comments.flatMap(({ body }) => markersIn(body)),
      );
      const repeated = [inIssues, inComments].flatMap((ids) =>
        ids.filter((id, at) => ids.indexOf(id) !== at),
      );
      return [...new Set(repeated)];
    },

    openIssue: (route, issue) =>
      run("openIssue", () => {
        const { repository, labels, visibility } = route;
        const how = { ours: true, visibility, as: "issue" } as const;
        const ref = file(repository, issue.title, issue.body, labels, how);
        return { ...ref, visibility };
      }),
    reportVulnerability: (repository, { title, body }) =>
      run("reportVulnerability", () => {
        const how = { ours: true, visibility: "private", as: "advisory" } as const;
        return { ...file(repository, title, body, [], how), visibility: "private" as const };
      }),
    findVulnerability: (repository, markerId, since) =>
      run("findVulnerability", () => {
        const found = issues.find(
          ({ ref, body, at, as }) =>
            as === "advisory" &&
            ref.repository === repository &&
            at >= since &&
            markersIn(body).includes(markerId),
        );
        return found ? { ...found.ref, visibility: "private" as const } : null;
      }),
    findIssue: (repository, markerId, since) =>
      run("findIssue", () => {
        refuseUnknownLabels(repository, []);
        const found = issues.find(
          ({ ref, body, at, ours, as }) =>
            ours &&
            as === "issue" &&
            ref.repository === repository &&
            at >= since &&
            markersIn(body).includes(markerId),
        );
        return found ? { ...found.ref, visibility: found.visibility } : null;
      }),
    comment: (ref, body) =>
      run("comment", () => {
        const id = `ic${++comments}`;
        standing(ref).comments.push({ id, body, edits: 0 });
        return id;
      }),
    editComment: (ref, commentId, body) =>
      run("editComment", () => {
        const comment = standing(ref).comments.find(({ id }) => id === commentId);
        if (!comment) throw new Error(`no such comment: ${commentId}`);
        comment.body = body;
        comment.edits += 1;
      }),
    findComment: (ref, markerId) =>
      run("findComment", () => {
        const found = standing(ref).comments.find(({ body }) => markersIn(body).includes(markerId));
        return found?.id ?? null;
      }),
    lastWords: (ref) => run("lastWords", () => find(ref)?.words ?? null),
    becameDiscussion: (ref) => run("becameDiscussion", () => find(ref)?.discussion ?? false),
    changesSince: (repository, since) =>
      run("changesSince", () => ({
        repository,
        visibility: setUpNow.visibility,
        issues: changed.filter((one) => one.repository === repository && one.updatedAt >= since),
        events: [...happened],
        whole: true,
        reached: null,
      })),
    whereIs: (ref) =>
      run("whereIs", () => {
        const to = whereabouts.get(ref.nodeId);
        if (to === undefined) return { is: "there" } as const;
        return to === null ? ({ is: "gone" } as const) : ({ is: "moved", issue: to } as const);
      }),
    mayDirect: (_, login) => run("mayDirect", () => !outsiders.has(login)),
    acknowledge: (_, commentId, taken) =>
      run("acknowledge", () => void reactions.set(commentId, taken)),
    reopen: (ref) => run("reopen", () => void reopened.add(standing(ref).ref.nodeId)),
    fixedIn: (repository, notes) =>
      run("fixedIn", () =>
        fixed.filter((one) => one.repository === repository && notes.includes(`#${one.number}`)),
      ),
    addLabels: (ref, labels) =>
      run("addLabels", () => {
        refuseUnknownLabels(ref.repository, labels);
        const issue = standing(ref);
        issue.labels = [...new Set([...issue.labels, ...labels])];
      }),
  };
}
