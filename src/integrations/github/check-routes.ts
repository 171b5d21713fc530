import type { Route } from "../../triage/policy.ts";
import type { GitHubAccess } from "./access.ts";
import { missingLabels, readRepository, splitName } from "./repository.ts";

/**
 * What routes name in one repository and it does not have: labels, assignees and issue types. Said
 * at start, since at filing time GitHub makes labels up and refuses the rest.
 */
export async function checkRoutes(
  access: GitHubAccess,
  repository: string,
  routes: readonly Pick<Route, "labels" | "assignees" | "type">[],
): Promise<string[]> {
  const client = await access.clientFor(repository);
  const where = await readRepository(client, repository);
  const named = (pick: (route: (typeof routes)[number]) => readonly string[]) => [
    ...new Set(routes.flatMap(pick)),
  ];
  const labels = await missingLabels(
    client,
    where.repository,
    named((route) => route.labels),
  );
  const assignees = named((route) => route.assignees);
  const types = named((route) => (route.type === null ? [] : [route.type]));
  const at = splitName(where.repository);
  const logins =
    assignees.length === 0
      ? []
      : await client.paginate(client.rest.issues.listAssignees, { ...at, per_page: 100 });
  const unassignable = lacking(
    assignees,
    logins.map(({ login }) => login),
  );
  const untyped =
    types.length === 0
      ? []
      : lacking(types, await typesOf(() => client.rest.orgs.listIssueTypes({ org: at.owner })));
  return [
    ...labels.map((label) => `${repository} has no label ${label}`),
    ...unassignable.map((login) => `${login} cannot be assigned in ${repository}`),
    ...untyped.map((type) => `${repository} has no issue type ${type}`),
  ];
}

/** A person's own repositories have no types at all. */
async function typesOf(
  list: () => Promise<{ data: ({ name?: string } | null)[] }>,
): Promise<string[]> {
  try {
    return (await list()).data.flatMap((type) => type?.name ?? []);
  } catch {
    return [];
  }
}

function lacking(wanted: readonly string[], known: readonly string[]): string[] {
  const names = new Set(known.map((name) => name.toLowerCase()));
  return wanted.filter((name) => !names.has(name.toLowerCase()));
}
