import type { Octokit } from "octokit";
import { z } from "zod";
import type { Issue } from "../../triage/model/case.ts";
import type { Merge } from "../../triage/model/repository-event.ts";
import { IssueAnswer, toIssue } from "./issue.ts";
import { numbersClosed } from "./references.ts";
import { type RepositoryState, readRepository, splitName } from "./repository.ts";

const Merged = z.object({ merged_at: z.string() });

export type Changed = {
  readonly state: RepositoryState;
  readonly issues: readonly Issue[];
  /** Pull requests that were merged since then and say which issues they close. */
  readonly merges: readonly Merge[];
  /** False when there is more, later than the last of them. */
  readonly whole: boolean;
  /** When the last of them changed. */
  readonly reached: number | null;
};

/**
 * Issues of a repository that changed since then, oldest change first: what webhooks told us, or
 * would have told while we were away.
 * @param limit how many issues and pull requests at the most; the caller goes on from `reached`
 */
export async function readChangedIssues(
  client: Octokit,
  repository: string,
  since: number,
  limit = 300,
): Promise<Changed> {
  const state = await readRepository(client, repository);
  const pages = client.paginate.iterator(client.rest.issues.listForRepo, {
    ...splitName(repository),
    state: "all",
    sort: "updated",
    direction: "asc",
    since: new Date(Math.floor(since / 1000) * 1000).toISOString(),
    per_page: 100,
  });
  const found: unknown[] = [];
  for await (const { data } of pages) {
    found.push(...data);
    if (found.length >= limit) break;
  }
  const answers = found.slice(0, limit).map((answer) => IssueAnswer.parse(answer));
  const last = answers.at(-1);
  return {
    state,
    issues: answers
      .filter((answer) => answer.pull_request === undefined)
      .map((answer) => toIssue(answer, state.visibility)),
    merges: answers.flatMap((answer) => mergeIn(answer, state.repository, since)),
    whole: found.length < limit,
    reached: last ? Date.parse(last.updated_at) : null,
  };
}

function mergeIn(answer: IssueAnswer, repository: string, since: number): Merge[] {
  const merged = Merged.safeParse(answer.pull_request).data;
  if (!merged || Date.parse(merged.merged_at) < since) return [];
  const closes = numbersClosed(answer.body ?? "", repository);
  return closes.length === 0
    ? []
    : [{ event: "merged", repository, number: answer.number, closes }];
}
