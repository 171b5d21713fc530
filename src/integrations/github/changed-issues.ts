import type { Issue } from "../../triage/case.ts";
import type { Clock } from "../../triage/clock.ts";
import type { GitHubAccess } from "./access.ts";
import { toPortError } from "./failure.ts";
import { IssueAnswer, toIssue } from "./issue.ts";
import { readRepository, splitName } from "./repository.ts";

/**
 * Issues of a repository that changed since then, oldest change first: what webhooks told us, or
 * would have told while we were away.
 * @param limit how many at the most; the caller goes on from the last one's `updatedAt`
 */
export async function readChangedIssues(
  deps: { readonly access: GitHubAccess; readonly clock: Clock },
  repository: string,
  since: number,
  limit = 300,
): Promise<Issue[]> {
  const operation = "github.readChangedIssues";
  const read = async () => {
    const client = await deps.access.clientFor(repository);
    const { visibility } = await readRepository(client, repository);
    const pages = client.paginate.iterator(client.rest.issues.listForRepo, {
      ...splitName(repository),
      state: "all",
      sort: "updated",
      direction: "asc",
      since: new Date(Math.floor(since / 1000) * 1000).toISOString(),
      per_page: 100,
    });
    const answers: unknown[] = [];
    for await (const { data } of pages) {
      answers.push(...data);
      if (answers.length >= limit) break;
    }
    return { visibility, answers: answers.slice(0, limit) };
  };
  const { visibility, answers } = await read().catch((error: unknown) => {
    throw toPortError(operation, repository, error, deps.clock.now());
  });
  return answers
    .map((answer) => IssueAnswer.parse(answer))
    .filter((answer) => answer.pull_request === undefined)
    .map((answer) => toIssue(answer, visibility));
}
