import { canWrite } from "./access.ts";
import type { IssueInput, IssuePatch } from "./inputs.ts";
import type { Comment, Issue, Release, StateReason } from "./model.ts";
import { Refusal } from "./refusal.ts";
import type { World } from "./world.ts";

export type Person = ReturnType<typeof createPerson>;

/**
 * What a person does in the browser. Repositories are `owner/name`. The rules of access hold
 * where they would show: labels and closing are for those who may.
 */
export function createPerson(world: World, login: string) {
  world.user(login);
  const caller = { kind: "user", login } as const;

  function target(repoName: string, number: number): [ReturnType<World["repo"]>, Issue] {
    const repo = world.repo(repoName);
    return [repo, world.issue(repo, number)];
  }

  function trusted(repoName: string, number: number): [ReturnType<World["repo"]>, Issue] {
    const [repo, issue] = target(repoName, number);
    if (canWrite(repo, caller) || issue.author === login) return [repo, issue];
    throw new Refusal(403, `${login} may not do that in ${repoName}`);
  }

  function edit(repoName: string, number: number, patch: IssuePatch): void {
    const [repo, issue] = trusted(repoName, number);
    world.editIssue(repo, issue, login, patch);
  }

  return {
    openIssue: (repo: string, input: IssueInput): Issue =>
      world.createIssue(world.repo(repo), login, input),

    edit,

    closeIssue(repo: string, number: number, { reason = "completed" as StateReason } = {}): void {
      edit(repo, number, { state: "closed", stateReason: reason });
    },

    reopen: (repo: string, number: number): void => edit(repo, number, { state: "open" }),

    comment(repo: string, number: number, body: string): Comment {
      return world.addComment(...target(repo, number), login, body);
    },

    editComment: (repo: string, id: number, body: string): Comment =>
      world.editComment(world.repo(repo), id, login, body),

    deleteComment: (repo: string, id: number): void =>
      world.deleteComment(world.repo(repo), id, login),

    label(repo: string, number: number, ...names: string[]): void {
      const [where, issue] = trusted(repo, number);
      world.setLabels(where, issue, login, [...issue.labels, ...names]);
    },

    unlabel(repo: string, number: number, name: string): void {
      const [where, issue] = trusted(repo, number);
      const left = issue.labels.filter((one) => one.toLowerCase() !== name.toLowerCase());
      world.setLabels(where, issue, login, left);
    },

    lock: (repo: string, number: number): void =>
      world.setLock(...trusted(repo, number), login, true),

    pin: (repo: string, number: number): void =>
      world.setPin(...trusted(repo, number), login, true),

    transfer(repo: string, number: number, to: string): Issue {
      const [from, issue] = trusted(repo, number);
      return world.transferIssue(from, issue, world.repo(to), login);
    },

    delete: (repo: string, number: number): void =>
      world.deleteIssue(...trusted(repo, number), login),

    convertToDiscussion: (repo: string, number: number): void =>
      world.convertToDiscussion(...trusted(repo, number), login),

    openPullRequest: (repo: string, input: IssueInput): Issue =>
      world.openPull(world.repo(repo), login, input),

    mergePullRequest: (repo: string, number: number): void =>
      world.mergePull(...trusted(repo, number), login),

    publishRelease: (
      repo: string,
      release: { tag: string; name?: string; body?: string; prerelease?: boolean },
    ): Release => world.publishRelease(world.repo(repo), login, release),
  };
}
