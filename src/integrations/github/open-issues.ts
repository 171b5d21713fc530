import type { Issue } from "../../triage/model/case.ts";
import type { Clock } from "../../triage/model/clock.ts";
import type { GitHubAccess } from "./access.ts";
import { toPortError } from "./failure.ts";
import { IssueAnswer, toIssue } from "./issue.ts";
import { readRepository, splitName } from "./repository.ts";

/** The open issues of a repository, last changed first, without pull requests; only reads. */
export async function readOpenIssues(
  deps: { readonly access: GitHubAccess; readonly clock: Clock },
  repository: string,
  limit: number,
): Promise<{ readonly visibility: Issue["visibility"]; readonly issues: readonly Issue[] }> {
  const read = async () => {
    const client = await deps.access.clientFor(repository);
    const { visibility } = await readRepository(client, repository);
    const pages = client.paginate.iterator(client.rest.issues.listForRepo, {
      ...splitName(repository),
      state: "open",
      sort: "updated",
      direction: "desc",
      per_page: 100,
    });
    const answers: unknown[] = [];
    for await (const { data } of pages) {
      answers.push(...data.filter((issue) => issue.pull_request === undefined));
      if (answers.length >= limit) break;
    }
    return { visibility, answers: answers.slice(0, limit) };
  };
  const { visibility, answers } = await read().catch((error: unknown) => {
    throw toPortError("github.readOpenIssues", repository, error, deps.clock.now());
  });
  return { visibility, issues: answers.map((one) => toIssue(IssueAnswer.parse(one), visibility)) };
}
