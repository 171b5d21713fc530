import type { Happening } from "./happening.ts";
import type { Repo } from "./model.ts";
import { type AppIdentity, type Json, nodeId, type Renderer } from "./render.ts";
import type { World } from "./world.ts";

type Settings = Pick<Repo, "archived" | "private" | "installed" | "hasIssues" | "privateReporting">;

type Deps = {
  readonly world: World;
  readonly render: Renderer;
  readonly app: AppIdentity;
  readonly tell: (happening: Happening) => void;
  readonly publish: (event: string, payload: Json) => void;
  /** Ends all tokens of the installation. */
  readonly revokeTokens: () => void;
};

/** What an owner of repositories does in the settings; the app hears of it as on GitHub. */
export function createOwner({ world, render, app, tell, publish, revokeTokens }: Deps) {
  const installation = { suspended: false };

  function changed(repo: Repo, action: string, changes?: Json): void {
    const told = { event: "repository", action, repo, actor: repo.owner } as const;
    tell(changes ? { ...told, changes } : told);
  }

  function installed(action: string, owner: string): void {
    const account = render.user(owner);
    const id = app.installationId;
    const body = { id, node_id: nodeId("MDIz", id), account, app_id: app.id, app_slug: app.slug };
    publish("installation", { action, installation: body, repositories: [], sender: account });
  }

  return {
    installation,

    /** Changes what stands in a repository's settings. */
    configure(name: string, change: Partial<Settings>): void {
      const repo = world.repo(name);
      const before = { ...repo };
      Object.assign(repo, change);
      if (before.archived !== repo.archived) {
        changed(repo, repo.archived ? "archived" : "unarchived");
      }
      if (before.private !== repo.private) {
        changed(repo, repo.private ? "privatized" : "publicized");
      }
    },

    rename(name: string, to: string): void {
      const repo = world.repo(name);
      const from = repo.name;
      world.renameRepo(name, to);
      changed(repo, "renamed", { repository: { name: { from } } });
    },

    /** Gives a repository to another owner; the old address leads there. */
    giveAway(name: string, to: string): void {
      const repo = world.repo(name);
      const from = render.user(repo.owner);
      world.giveRepo(name, to);
      changed(repo, "transferred", { owner: { from: { organization: from } } });
    },

    deleteRepository(name: string): void {
      const repo = world.repo(name);
      changed(repo, "deleted");
      world.repos.delete(repo.fullName.toLowerCase());
    },

    suspendApp(owner: string): void {
      installation.suspended = true;
      installed("suspend", owner);
    },
    unsuspendApp(owner: string): void {
      installation.suspended = false;
      installed("unsuspend", owner);
    },
    uninstallApp(owner: string): void {
      revokeTokens();
      for (const repo of world.repos.values()) if (repo.owner === owner) repo.installed = false;
      installed("deleted", owner);
    },
    installApp(owner: string): void {
      for (const repo of world.repos.values()) if (repo.owner === owner) repo.installed = true;
      installed("created", owner);
    },
  };
}
