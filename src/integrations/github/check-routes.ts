import { RequestError } from "octokit";
import { z } from "zod";
import type { Route } from "../../triage/model/policy.ts";
import type { GitHubAccess } from "./access.ts";
import { missingLabels, readRepository, splitName } from "./repository.ts";

type Named = Pick<Route, "labels" | "assignees" | "type">;

/** What routes name and their repository does not have. */
export type Lacking = {
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  readonly types: readonly string[];
};

const TypeAnswer = z.array(z.object({ name: z.string(), is_enabled: z.boolean().optional() }));

/**
 * Labels, assignees and issue types that routes name and one repository does not have. Asked at
 * start, since at filing time GitHub makes labels up and refuses the rest.
 */
export async function lackingIn(
  access: GitHubAccess,
  repository: string,
  routes: readonly Named[],
): Promise<Lacking> {
  const client = await access.clientFor(repository);
  const where = await readRepository(client, repository);
  const at = splitName(where.repository);
  const named = (pick: (route: Named) => readonly string[]) => [...new Set(routes.flatMap(pick))];
  const assignees = named((route) => route.assignees);
  const types = named((route) => (route.type === null ? [] : [route.type]));

  async function assignable(): Promise<string[]> {
    const people = await client.paginate(client.rest.issues.listAssignees, {
      ...at,
      per_page: 100,
    });
    return people.map(({ login }) => login);
  }

  async function existingTypes(): Promise<string[] | null> {
    try {
      const { data } = await client.request("GET /repos/{owner}/{repo}/issue-types", at);
      const usable = TypeAnswer.parse(data).filter((type) => type.is_enabled !== false);
      return usable.map(({ name }) => name);
    } catch (error) {
      if (!(error instanceof RequestError)) throw error;
      // A person's own repositories have no types; where we may not look, we cannot tell.
      if (error.status === 404) return [];
      if (error.status === 403) return null;
      throw error;
    }
  }

  const existing = types.length === 0 ? null : await existingTypes();
  return {
    labels: await missingLabels(
      client,
      where.repository,
      named((route) => route.labels),
    ),
    assignees: assignees.length === 0 ? [] : lacking(assignees, await assignable()),
    types: existing === null ? [] : lacking(types, existing),
  };
}

/** The same in words, for the log at start. */
export async function checkRoutes(
  access: GitHubAccess,
  repository: string,
  routes: readonly Named[],
): Promise<string[]> {
  const { labels, assignees, types } = await lackingIn(access, repository, routes);
  return [
    ...labels.map((label) => `${repository} has no label ${label}`),
    ...assignees.map((login) => `${login} cannot be assigned in ${repository}`),
    ...types.map((type) => `${repository} has no issue type ${type}`),
  ];
}

function lacking(wanted: readonly string[], known: readonly string[]): string[] {
  const names = new Set(known.map((name) => name.toLowerCase()));
  return wanted.filter((name) => !names.has(name.toLowerCase()));
}
