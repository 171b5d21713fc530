import { RequestError } from "octokit";
import type { GitHubAccess } from "../../integrations/github/access.ts";
import { splitName } from "../../integrations/github/repository.ts";
import type { Route } from "../../triage/model/policy.ts";
import { type Finding, reporter } from "./finding.ts";

const { warning, failure } = reporter("github");

/** What goes without, by the permission that the app lacks. */
const HELPFUL = {
  contents: "a repository's issue forms and releases cannot be read",
  pull_requests: "it is not seen which merged change fixes what",
} as const;

/** The app's permissions in one repository, and whether it takes private reports where a route needs that. */
export async function checkPermissions(
  access: GitHubAccess,
  repository: string,
  routes: readonly Pick<Route, "as">[],
): Promise<Finding[]> {
  const granted = await access.permissions(repository);
  const lacking =
    granted === null ? [] : Object.entries(HELPFUL).filter(([name]) => !granted[name]);
  const findings = lacking.map(([name, consequence]) =>
    warning(
      `The app lacks ${inWords(name)}: read in ${repository}: ${consequence}.`,
      "Add it in the app's settings, and accept it where the app is installed.",
    ),
  );
  if (!routes.some((route) => route.as === "advisory")) return findings;
  if (granted !== null && granted["repository_advisories"] !== "write") {
    findings.push(
      failure(
        `The app may not report vulnerabilities in ${repository}.`,
        "Give it Repository security advisories: read and write, and accept it where it is installed.",
      ),
    );
  }
  if (!(await takesPrivateReports(access, repository))) {
    findings.push(
      failure(
        `${repository} takes no private vulnerability reports.`,
        "Switch on private vulnerability reporting there under Settings, Advanced Security.",
      ),
    );
  }
  return findings;
}

async function takesPrivateReports(access: GitHubAccess, repository: string): Promise<boolean> {
  const client = await access.clientFor(repository);
  try {
    const { data } = await client.rest.repos.checkPrivateVulnerabilityReporting(
      splitName(repository),
    );
    return data.enabled;
  } catch (error) {
    // GitHub has it for public repositories only.
    if (error instanceof RequestError && (error.status === 404 || error.status === 422))
      return false;
    throw error;
  }
}

function inWords(name: string): string {
  const words = name.replace("_", " ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
