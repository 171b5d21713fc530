import type { Octokit } from "octokit";
import { z } from "zod";
import type { Issue } from "../../triage/model/case.ts";
import { IssueAnswer, toIssue } from "./issue.ts";
import { numbersClosed, numbersNamed } from "./references.ts";
import { readRepository, splitName } from "./repository.ts";

const Merged = z.object({ merged_at: z.string() });
/** What a release names was closed not long before; further back we do not look. */
const MOST_PAGES = 10;

/**
 * The issues that release notes name as fixed: closed as completed and named themselves, or closed
 * by a merged pull request that is named.
 */
export async function issuesFixedIn(
  client: Octokit,
  repository: string,
  notes: string,
): Promise<Issue[]> {
  const named = new Set(numbersNamed(notes, repository));
  if (named.size === 0) return [];
  const { visibility } = await readRepository(client, repository);
  const pages = client.paginate.iterator(client.rest.issues.listForRepo, {
    ...splitName(repository),
    state: "closed",
    sort: "updated",
    direction: "desc",
    per_page: 100,
  });
  const issues = new Map<number, Issue>();
  const seen = new Set<number>();
  let page = 0;
  for await (const { data } of pages) {
    for (const answer of data.map((one) => IssueAnswer.parse(one))) {
      seen.add(answer.number);
      if (answer.pull_request === undefined) {
        issues.set(answer.number, toIssue(answer, visibility));
      } else if (named.has(answer.number) && Merged.safeParse(answer.pull_request).success) {
        for (const number of numbersClosed(answer.body ?? "", repository)) named.add(number);
      }
    }
    page += 1;
    if (page === MOST_PAGES || [...named].every((number) => seen.has(number))) break;
  }
  return [...named].flatMap((number) => {
    const issue = issues.get(number);
    return issue?.stateReason === "completed" ? [issue] : [];
  });
}
