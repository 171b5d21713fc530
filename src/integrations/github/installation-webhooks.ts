import { z } from "zod";
import type { RepositoryEvent } from "../../triage/model/repository-event.ts";
import { unreadable } from "./repository-webhooks.ts";

type Access = Extract<RepositoryEvent, { event: "access" }>;
type Read = { readonly event: RepositoryEvent } | { readonly ignored: string };

const Named = z.array(z.object({ full_name: z.string() }));
const Installation = z.object({
  installation: z.object({ account: z.object({ login: z.string() }) }),
});
const Repositories = Installation.extend({
  repositories_added: Named,
  repositories_removed: Named,
});

const CHANGES: Readonly<Record<string, Access["change"]>> = {
  created: "back",
  deleted: "uninstalled",
  suspend: "suspended",
  unsuspend: "back",
};

/** What the owner of repositories does with our installation as a whole. */
export function readInstallation(action: string, payload: unknown): Read {
  const change = CHANGES[action];
  if (!change) return { ignored: `${action} changes nothing for us` };
  const parsed = Installation.safeParse(payload);
  if (!parsed.success) return unreadable(parsed.error);
  const owner = parsed.data.installation.account.login;
  return { event: { event: "access", change, owner, repositories: null } };
}

/** Repositories that were added to the installation, or taken out of it. */
export function readInstalledRepositories(action: string, payload: unknown): Read {
  const parsed = Repositories.safeParse(payload);
  if (!parsed.success) return unreadable(parsed.error);
  const { installation, repositories_added: added, repositories_removed: removed } = parsed.data;
  const owner = installation.account.login;
  const back = action === "added";
  const repositories = (back ? added : removed).map(({ full_name: name }) => name);
  return {
    event: { event: "access", change: back ? "back" : "uninstalled", owner, repositories },
  };
}
