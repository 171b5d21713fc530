import type { GitHubAccess } from "./integrations/github/access.ts";
import { checkRoutes } from "./integrations/github/check-routes.ts";
import { readIssueForms } from "./integrations/github/issue-forms.ts";
import type { Logger } from "./log.ts";
import { type Clock, HOUR } from "./triage/model/clock.ts";
import type { IssueForm } from "./triage/model/issue-form.ts";
import type { Policy, Route } from "./triage/model/policy.ts";

/** How long a form that the team has changed may go unseen. */
const REFRESH_MS = HOUR;

type Deps = {
  readonly access: GitHubAccess;
  readonly clock: Clock;
  readonly log: Logger;
  /** As the config says it. */
  readonly policy: () => Promise<Pick<Policy, "rules" | "fallback" | "priorityLabels">>;
};

/**
 * Looks at the repositories that issues go to: what the routing names and they lack is logged once,
 * at start; their forms are read again every hour.
 */
export function watchRepositories({ access, clock, log, policy }: Deps) {
  const forms = new Map<string, readonly IssueForm[]>();
  let stopped = false;
  let cancel = () => {};
  let running: Promise<void> = Promise.resolve();

  async function look(first: boolean): Promise<void> {
    for (const [repository, routes] of await routesByRepository(policy)) {
      if (stopped) return;
      try {
        const client = await access.clientFor(repository);
        forms.set(repository, await readIssueForms(client, repository));
        if (!first) continue;
        for (const problem of await checkRoutes(access, repository, routes)) {
          log.warn({ problem }, "The routing names what GitHub does not have");
        }
      } catch (error) {
        log.warn({ error, repository }, "Could not look at a repository of the routing");
      }
    }
  }

  function run(first: boolean): void {
    running = look(first)
      .catch((error: unknown) => log.warn({ error }, "Could not look at the routing"))
      .finally(() => {
        if (!stopped) cancel = clock.after(REFRESH_MS, () => run(false));
      });
  }

  run(true);
  return {
    forms: (): IssueForm[] => [...forms.values()].flat(),
    async stop() {
      stopped = true;
      cancel();
      await running;
    },
  };
}

async function routesByRepository(policy: Deps["policy"]) {
  const { rules, fallback, priorityLabels } = await policy();
  const routes = [...rules.map((rule) => rule.route), ...(fallback ? [fallback] : [])];
  const raised = priorityLabels.map(({ label }) => label);
  const withRaised = routes
    .filter((route) => route.as === "issue")
    .map((route): Route => ({ ...route, labels: [...route.labels, ...raised] }));
  return Map.groupBy(withRaised, ({ repository }) => repository);
}
