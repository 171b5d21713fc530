import { z } from "zod";
import type { IssueTracker } from "../../triage/ports.ts";
import type { GitHubAccess } from "./access.ts";
import { readChangedIssues } from "./changed-issues.ts";
import { toPortError } from "./failure.ts";
import { readRepository, splitName } from "./repository.ts";
import { readRelease } from "./repository-webhooks.ts";

type Deps = Parameters<typeof readChangedIssues>[0] & { readonly access: GitHubAccess };

const AT_ONCE = 300;
const Published = z.object({ published_at: z.string().nullish() });

/** What webhooks have told, or should have, about a repository since then. */
export async function readChanges(
  deps: Deps,
  repository: string,
  since: number,
): ReturnType<IssueTracker["changesSince"]> {
  const issues = await readChangedIssues(deps, repository, since, AT_ONCE);
  const releases = await readReleases(deps, repository, since).catch((error: unknown) => {
    throw toPortError("github.readReleases", repository, error, deps.clock.now());
  });
  return { issues, releases, whole: issues.length < AT_ONCE };
}

async function readReleases({ access }: Deps, repository: string, since: number) {
  const client = await access.clientFor(repository);
  const { data } = await client.rest.repos.listReleases({
    ...splitName(repository),
    per_page: 20,
  });
  const fresh = data.filter((release) => {
    const at = Published.safeParse(release).data?.published_at;
    return at != null && Date.parse(at) >= since;
  });
  if (fresh.length === 0) return [];
  const state = await readRepository(client, repository);
  const where = { full_name: state.repository, private: state.visibility === "private" };
  return fresh.toReversed().flatMap((release) => {
    const read = readRelease("published", { release, repository: where });
    return "event" in read && read.event.event === "released" ? [read.event] : [];
  });
}
