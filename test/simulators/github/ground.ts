import type { Happening } from "./happening.ts";
import type { RepoSetup } from "./inputs.ts";
import type { Issue, Label, Repo, User } from "./model.ts";
import { Moved } from "./moved.ts";
import { notFound, Refusal } from "./refusal.ts";

type Deps = {
  readonly now: () => number;
  readonly appLogin: string;
  readonly tell: (happening: Happening) => void;
};

export type Ground = ReturnType<typeof createGround>;

const ORDINARY_LABELS = ["bug", "documentation", "duplicate", "enhancement", "invalid", "wontfix"];

/** Users, repositories and labels: what issues stand on. */
export function createGround({ now, appLogin, tell }: Deps) {
  const users = new Map<string, User>();
  const repos = new Map<string, Repo>();
  const formerNames = new Map<string, Repo>();
  let lastId = 1_000_000;
  const nextId = () => ++lastId;
  // GitHub keeps whole seconds.
  const second = () => Math.floor(now() / 1000) * 1000;

  function user(login: string, type?: User["type"]): User {
    const known = users.get(login.toLowerCase());
    if (known) return known;
    const made: User = {
      id: nextId(),
      login,
      type: type ?? (login.endsWith("[bot]") ? "Bot" : "User"),
    };
    users.set(login.toLowerCase(), made);
    return made;
  }

  function addRepo(setup: RepoSetup): Repo {
    const [owner, name] = setup.name.split("/");
    if (!owner || !name) throw new Error(`not owner/name: ${setup.name}`);
    const members = new Map(Object.entries(setup.members ?? {}));
    user(owner, members.size > 0 ? "Organization" : "User");
    for (const login of members.keys()) user(login);
    const repo: Repo = {
      id: nextId(),
      owner,
      name,
      fullName: `${owner}/${name}`,
      private: setup.private ?? false,
      archived: setup.archived ?? false,
      hasIssues: setup.hasIssues ?? true,
      installed: setup.installed ?? true,
      createdAt: second(),
      members,
      labels: new Map(),
      issues: new Map(),
      tombstones: new Map(),
      releases: [],
      advisories: [],
      privateReporting: setup.privateReporting ?? true,
      issueTypes: setup.issueTypes ?? [],
      files: new Map(Object.entries(setup.files ?? {})),
      nextNumber: 1,
    };
    for (const label of setup.labels ?? ORDINARY_LABELS) makeLabel(repo, label);
    repos.set(repo.fullName.toLowerCase(), repo);
    return repo;
  }

  function repo(fullName: string): Repo {
    const found = repos.get(fullName.toLowerCase());
    if (!found) throw notFound();
    return found;
  }

  /** The old name keeps leading to it, as long as nobody takes that. */
  function renameRepo(fullName: string, to: string): void {
    const renamed = repo(fullName);
    repos.delete(renamed.fullName.toLowerCase());
    formerNames.set(renamed.fullName.toLowerCase(), renamed);
    renamed.name = to;
    renamed.fullName = `${renamed.owner}/${to}`;
    repos.set(renamed.fullName.toLowerCase(), renamed);
  }

  /** The same repository under another owner. */
  function giveRepo(fullName: string, owner: string): void {
    const given = repo(fullName);
    repos.delete(given.fullName.toLowerCase());
    formerNames.set(given.fullName.toLowerCase(), given);
    user(owner, "Organization");
    given.owner = owner;
    given.fullName = `${owner}/${given.name}`;
    repos.set(given.fullName.toLowerCase(), given);
  }

  function issue(where: Repo, number: number): Issue {
    const found = where.issues.get(number);
    if (found) return found;
    const tombstone = where.tombstones.get(number);
    if (tombstone?.gone === "deleted") throw new Refusal(410, "This issue was deleted");
    if (tombstone?.gone === "transferred") {
      throw Moved.issue(tombstone.repoId, tombstone.number);
    }
    throw notFound();
  }

  function makeLabel(where: Repo, name: string, color = "ededed", description?: string): Label {
    const label = { id: nextId(), name, color, description: description ?? null };
    where.labels.set(name.toLowerCase(), label);
    return label;
  }

  /** Labels are matched without case, and made on the way when they do not exist. */
  function toLabels(where: Repo, names: readonly string[], actor: string): string[] {
    const canonical = names.map((name) => {
      const known = where.labels.get(name.toLowerCase());
      if (known) return known.name;
      return createLabel(where, actor, name).name;
    });
    return [...new Set(canonical)];
  }

  function createLabel(where: Repo, actor: string, name: string, color?: string, text?: string) {
    const label = makeLabel(where, name, color, text);
    tell({ event: "label", action: "created", repo: where, actor, label });
    return label;
  }

  return {
    now,
    appLogin,
    tell,
    users,
    repos,
    formerNames,
    renameRepo,
    giveRepo,
    nextId,
    second,
    user,
    addRepo,
    repo,
    issue,
    toLabels,
    createLabel,
  };
}
