import type { Octokit } from "octokit";
import type { IssueRef } from "../../triage/model/action.ts";
import { PortError } from "../../triage/model/errors.ts";
import type { IssueTracker } from "../../triage/ports/issue-tracker.ts";
import { GitHubRefusal } from "./failure.ts";
import { IssueAnswer, toIssue, toIssueRef } from "./issue.ts";
import { readRepository, splitName } from "./repository.ts";

/** A call to GitHub as the tracker makes it: its failures are PortErrors. */
export type Call = <T>(
  operation: string,
  repository: string,
  run: (client: Octokit) => Promise<T>,
) => Promise<T>;

/** Looks an issue up where it was: a transfer leads on to where it went, a deletion to nothing. */
export async function whereIs(
  { repository, number, nodeId }: IssueRef,
  call: Call,
): ReturnType<IssueTracker["whereIs"]> {
  const operation = "github.whereIs";
  const read = call(operation, repository, (client) =>
    client.rest.issues.get({ ...splitName(repository), issue_number: number }),
  );
  const found = await read.catch((error: unknown) => {
    if (isGone(error)) return null;
    throw error;
  });
  if (found === null) return { is: "gone" };
  const answer = IssueAnswer.parse(found.data);
  if (answer.node_id === nodeId) return { is: "there" };
  const there = toIssueRef(answer).repository;
  const { visibility } = await call(operation, there, (client) => readRepository(client, there));
  return { is: "moved", issue: toIssue(answer, visibility) };
}

/** Also what went to a repository that we may not see: nothing of it will be heard any more. */
function isGone(error: unknown): boolean {
  if (!(error instanceof PortError) || !(error.cause instanceof GitHubRefusal)) return false;
  return error.cause.because === "issue-deleted" || error.cause.because === "not-found";
}

const MAY_DIRECT = ["admin", "maintain", "write", "triage"];

/** Whether somebody may change issues there; being a member of the organisation is not enough. */
export async function mayChangeIssues(
  repository: string,
  login: string,
  call: Call,
): Promise<boolean> {
  const asked = call("github.mayChangeIssues", repository, (client) =>
    client.rest.repos.getCollaboratorPermissionLevel({ ...splitName(repository), username: login }),
  );
  const found = await asked.catch((error: unknown) => {
    if (isGone(error)) return null;
    throw error;
  });
  if (found === null) return false;
  const { role_name: role, permission } = found.data;
  return MAY_DIRECT.includes(role) || MAY_DIRECT.includes(permission);
}
