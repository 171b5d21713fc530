import { createPrivateKey } from "node:crypto";
import type { Environment } from "../../config/environment.ts";
import type { Config } from "../../config/schema.ts";
import type { GitHubAccess } from "../../integrations/github/access.ts";
import { lackingIn } from "../../integrations/github/check-routes.ts";
import { toPortError } from "../../integrations/github/failure.ts";
import { type RepositoryState, readRepository } from "../../integrations/github/repository.ts";
import { githubAccess } from "../../tracker.ts";
import { systemClock } from "../../triage/model/clock.ts";
import type { Route } from "../../triage/model/policy.ts";
import { checkPermissions } from "./check-permissions.ts";
import { type Finding, reporter } from "./finding.ts";

const { ok, warning, failure } = reporter("github");

type Needed = Pick<Config, "github" | "routing" | "fallback">;

/** Access, and each repository that a route leads to. */
export async function checkGitHub(config: Needed, env: Environment): Promise<Finding[]> {
  const routes = [
    ...config.routing.map(({ route }) => route),
    ...(config.fallback ? [config.fallback] : []),
  ];
  if (routes.length === 0) {
    return [
      warning(
        "No route leads to a repository, so nothing can be filed.",
        "Add routing rules, or at least a fallback, to the config.",
      ),
    ];
  }
  if (env.githubApp && !isPrivateKey(env.githubApp.privateKey)) {
    return [
      failure(
        "GITHUB_APP_PRIVATE_KEY is no private key.",
        "Give the whole PEM file that GitHub let you download, or its path as GITHUB_APP_PRIVATE_KEY_FILE.",
      ),
    ];
  }
  let access: GitHubAccess | null;
  try {
    access = githubAccess(config, env, systemClock);
    if (!access) {
      return [
        failure(
          "There is no access to GitHub, so nothing can be filed.",
          "Make an app (signalbox github-app) and set GITHUB_APP_ID and GITHUB_APP_PRIVATE_KEY, or set GITHUB_TOKEN.",
        ),
      ];
    }
    const login = await access.login();
    const findings = [ok(`GitHub knows the bot as ${login}.`), ...checkSecret(env)];
    for (const [repository, group] of byRepository(routes)) {
      findings.push(...(await checkRepository(access, repository, group)));
    }
    return findings;
  } catch (error) {
    const { advice } = toPortError("github.doctor", "GitHub", error, systemClock.now());
    return [
      failure(
        `GitHub does not let the bot in: ${advice}.`,
        "Check GITHUB_APP_ID and GITHUB_APP_PRIVATE_KEY (the whole PEM file), or GITHUB_TOKEN.",
      ),
    ];
  }
}

function isPrivateKey(text: string): boolean {
  try {
    createPrivateKey(text);
    return true;
  } catch {
    return false;
  }
}

function checkSecret({ githubWebhookSecret }: Environment): Finding[] {
  if (githubWebhookSecret !== undefined) return [ok("Webhooks are checked against a secret.")];
  return [
    warning(
      "GITHUB_WEBHOOK_SECRET is not set: webhooks are refused, so nobody hears that an issue was closed.",
      "Set a secret in the app's webhook settings and the same one as GITHUB_WEBHOOK_SECRET.",
    ),
  ];
}

function byRepository(routes: readonly Route[]): Map<string, Route[]> {
  return Map.groupBy(routes, ({ repository }) => repository.toLowerCase());
}

async function checkRepository(
  access: GitHubAccess,
  key: string,
  routes: readonly Route[],
): Promise<Finding[]> {
  const repository = routes[0]?.repository ?? key;
  try {
    const client = await access.clientFor(repository);
    const state = await readRepository(client, repository);
    const asIssues = routes.filter((route) => route.as === "issue");
    const { labels, assignees, types } = await lackingIn(access, state.repository, asIssues);
    const problems = [
      ...(asIssues.length > 0 ? stateProblems(repository, state, asIssues) : []),
      ...(await checkPermissions(access, state.repository, routes)),
      ...((await access.mayWriteIssues(state.repository))
        ? []
        : [
            failure(
              `The bot may not write issues in ${repository}.`,
              "Give the app Issues: read and write, or the token's owner triage or write access.",
            ),
          ]),
      ...labels.map((label) =>
        warning(
          `${repository} has no label ${label}: GitHub would make one up, grey and unexplained.`,
          `gh label create ${JSON.stringify(label)} --repo ${repository}`,
        ),
      ),
      ...assignees.map((login) =>
        warning(
          `${login} cannot be assigned in ${repository}: issues would be filed without an assignee.`,
          "Give them access to the repository, or take them out of the route's assignees.",
        ),
      ),
      ...types.map((type) =>
        warning(
          `${repository} has no issue type ${type}: issues would be filed without a type.`,
          "Make the type in the organization's settings, or take it out of the route.",
        ),
      ),
    ];
    return problems.length > 0 ? problems : [ok(`${repository} is ready (${state.visibility}).`)];
  } catch (error) {
    const { advice } = toPortError("github.doctor", repository, error, systemClock.now());
    return [
      failure(
        `${repository} cannot be used: ${advice}.`,
        "Check the name in the route, and install the app (or give the token access) there.",
      ),
    ];
  }
}

function stateProblems(
  repository: string,
  state: RepositoryState,
  routes: readonly Route[],
): Finding[] {
  const wanted = new Set(routes.map(({ visibility }) => visibility));
  const findings: Finding[] = [];
  if (state.state === "archived") {
    findings.push(failure(`${repository} is archived.`, "Unarchive it, or change the route."));
  }
  if (state.state === "issues-disabled") {
    findings.push(
      failure(
        `Issues are switched off in ${repository}.`,
        "Switch them on under Settings, Features.",
      ),
    );
  }
  if (state.visibility === "public" && wanted.has("private")) {
    findings.push(
      failure(
        `${repository} is public, but a route says private: nothing is filed there.`,
        "Make the repository private, or set visibility: public in the route if that is meant.",
      ),
    );
  }
  if (state.visibility === "private" && wanted.has("public")) {
    findings.push(
      warning(
        `${repository} is private, but a route says public: members would get a link that they cannot open.`,
        "Set visibility: private in the route.",
      ),
    );
  }
  if (state.repository.toLowerCase() !== repository.toLowerCase()) {
    findings.push(
      warning(`${repository} is called ${state.repository} now.`, "Put the new name in the route."),
    );
  }
  return findings;
}
