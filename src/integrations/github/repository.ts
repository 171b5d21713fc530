import type { Octokit } from "octokit";
import { z } from "zod";

const RepositoryAnswer = z.object({
  full_name: z.string(),
  private: z.boolean(),
  archived: z.boolean(),
  has_issues: z.boolean(),
});

export type RepositoryState = {
  /** Its name now; GitHub keeps answering to old ones. */
  readonly repository: string;
  readonly visibility: "public" | "private";
  readonly state: "ready" | "archived" | "issues-disabled";
};

export function splitName(repository: string): { owner: string; repo: string } {
  const [owner = "", repo = ""] = repository.split("/");
  return { owner, repo };
}

export async function readRepository(
  client: Octokit,
  repository: string,
): Promise<RepositoryState> {
  const { data } = await client.rest.repos.get(splitName(repository));
  const answer = RepositoryAnswer.parse(data);
  const state = answer.archived ? "archived" : answer.has_issues ? "ready" : "issues-disabled";
  const visibility = answer.private ? "private" : "public";
  return { repository: answer.full_name, visibility, state };
}

/** Names of the labels that a repository lacks: GitHub would make them up, grey and unexplained. */
export async function missingLabels(
  client: Octokit,
  repository: string,
  wanted: readonly string[],
): Promise<string[]> {
  const all = await client.paginate(client.rest.issues.listLabelsForRepo, {
    ...splitName(repository),
    per_page: 100,
  });
  const known = new Set(all.map(({ name }) => name.toLowerCase()));
  return [...new Set(wanted)].filter((name) => !known.has(name.toLowerCase()));
}
