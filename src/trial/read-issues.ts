import { createGitHubAccess } from "../integrations/github/access.ts";
import { readOpenIssues } from "../integrations/github/open-issues.ts";
import type { Issue } from "../triage/model/case.ts";
import type { Clock } from "../triage/model/clock.ts";
import { PortError } from "../triage/model/errors.ts";
import type { About } from "./report.ts";

export type ReadIssues = {
  readonly issues: readonly Issue[];
  readonly visibility: Issue["visibility"];
  readonly told: About["repository"];
};

/** Enough to find what posts repeat; the last changed come first. */
const MOST_ISSUES = 2_000;

/** Reads a repository's open issues, or says why it did not: a trial goes on without them. */
export async function readIssues(options: {
  readonly repository: string | null;
  readonly token: string | undefined;
  readonly baseUrl: string | undefined;
  readonly clock: Clock;
}): Promise<ReadIssues> {
  const { repository: name, token, baseUrl, clock } = options;
  const without = (why: string): ReadIssues => ({
    issues: [],
    // What is not known to be private is worded as if everybody could read it.
    visibility: "public",
    told: { read: false, name, why },
  });
  if (name === null) return without("no repository was named");
  if (token === undefined) return without("GITHUB_TOKEN is not set");
  const access = createGitHubAccess({
    auth: { type: "token", token },
    clock,
    ...(baseUrl === undefined ? {} : { baseUrl }),
  });
  try {
    const { issues, visibility } = await readOpenIssues({ access, clock }, name, MOST_ISSUES);
    return { issues, visibility, told: { read: true, name, issues: issues.length } };
  } catch (error) {
    if (error instanceof PortError) return without(error.advice);
    throw error;
  }
}
