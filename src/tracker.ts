import type { Environment } from "./config/environment.ts";
import type { Config } from "./config/schema.ts";
import { createGitHubAccess, type GitHubAccess } from "./integrations/github/access.ts";
import { createGitHubIssueTracker } from "./integrations/github/issue-tracker.ts";
import type { PaceDeps } from "./integrations/github/pace.ts";
import type { Clock } from "./triage/model/clock.ts";
import { PortError } from "./triage/model/errors.ts";
import type { IssueTracker } from "./triage/ports/issue-tracker.ts";

/** GitHub as the environment allows it: an app before a token; null without either. */
export function githubAccess(
  config: Pick<Config, "github">,
  env: Pick<Environment, "githubApp" | "githubToken">,
  clock: Clock,
  pace?: PaceDeps,
): GitHubAccess | null {
  const baseUrl = config.github.base_url;
  const common = { clock, ...(baseUrl ? { baseUrl } : {}), ...(pace ? { pace } : {}) };
  if (env.githubApp) {
    const { id, privateKey } = env.githubApp;
    return createGitHubAccess({ ...common, auth: { type: "app", appId: id, privateKey } });
  }
  if (env.githubToken === undefined) return null;
  return createGitHubAccess({ ...common, auth: { type: "token", token: env.githubToken } });
}

/** The issue tracker; one that says what is missing when there is no access to GitHub. */
export function createTracker(access: GitHubAccess | null, clock: Clock): IssueTracker {
  if (access) return createGitHubIssueTracker({ access, clock });
  const refuse = async (): Promise<never> => {
    throw new PortError("github", "never", undefined, {
      advice:
        "there is no access to GitHub: set GITHUB_APP_ID and GITHUB_APP_PRIVATE_KEY, or GITHUB_TOKEN",
    });
  };
  return {
    openIssue: refuse,
    findIssue: refuse,
    reportVulnerability: refuse,
    findVulnerability: refuse,
    comment: refuse,
    editComment: refuse,
    findComment: refuse,
    addLabels: refuse,
    lastWords: refuse,
    fixedIn: refuse,
    reopen: refuse,
    changesSince: refuse,
    whereIs: refuse,
    mayDirect: refuse,
    acknowledge: refuse,
    becameDiscussion: refuse,
  };
}
