import { refuseOverlong } from "./length-limits.ts";
import type {
  Comment,
  Issue,
  IssueEvent,
  Label,
  Release,
  Repo,
  Role,
  StateReason,
  User,
} from "./model.ts";
import { Moved } from "./moved.ts";
import { notFound, Refusal } from "./refusal.ts";

/** Something that happened, before it is put into a webhook's words. */
export type Happening = {
  readonly event: "issues" | "issue_comment" | "label" | "release" | "pull_request";
  readonly action: string;
  readonly repo: Repo;
  readonly actor: string;
  readonly issue?: Issue;
  readonly comment?: Comment;
  readonly label?: Label;
  readonly release?: Release;
  readonly changes?: Record<string, unknown>;
  readonly movedTo?: { readonly repo: Repo; readonly issue: Issue };
  readonly movedFrom?: { readonly repo: Repo; readonly issue: Issue };
};

export type RepoSetup = {
  /** `owner/name`. */
  readonly name: string;
  readonly private?: boolean;
  readonly archived?: boolean;
  readonly hasIssues?: boolean;
  readonly installed?: boolean;
  readonly labels?: readonly string[];
  readonly issueTypes?: readonly string[];
  readonly members?: Readonly<Record<string, Role>>;
  readonly files?: Readonly<Record<string, string>>;
};

export type IssueInput = {
  readonly title: string;
  readonly body?: string | null;
  readonly labels?: readonly string[];
  readonly assignees?: readonly string[];
  readonly type?: string | null;
};

export type IssuePatch = {
  readonly title?: string;
  readonly body?: string | null;
  readonly state?: "open" | "closed";
  readonly stateReason?: StateReason | null;
  readonly labels?: readonly string[];
  readonly assignees?: readonly string[];
  readonly type?: string | null;
};

type Deps = {
  readonly now: () => number;
  readonly appLogin: string;
  readonly tell: (happening: Happening) => void;
};

export type World = ReturnType<typeof createWorld>;

const ORDINARY_LABELS = ["bug", "documentation", "duplicate", "enhancement", "invalid", "wontfix"];

/** Everything that is true on the simulated GitHub, and the only place that changes it. */
export function createWorld({ now, appLogin, tell }: Deps) {
  const users = new Map<string, User>();
  const repos = new Map<string, Repo>();
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

  function issue(where: Repo, number: number): Issue {
    const found = where.issues.get(number);
    if (found) return found;
    const tombstone = where.tombstones.get(number);
    if (tombstone?.gone === "deleted") throw new Refusal(410, "This issue was deleted");
    if (tombstone?.gone === "transferred") {
      throw new Moved(tombstone.repo, tombstone.number);
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

  function note(on: Issue, event: string, actor: string, more: Partial<IssueEvent> = {}) {
    on.events.push({ id: nextId(), event, actor, at: second(), ...more });
  }

  function touch(on: Issue) {
    on.updatedAt = second();
    const { title, body, state, labels } = on;
    on.revisions.push({ at: now(), title, body: body ?? "", state, labels: [...labels] });
  }

  function put(where: Repo, author: string, input: IssueInput, pull: Issue["pull"]): Issue {
    refuseOverlong("Issue", input);
    const at = second();
    const id = nextId();
    const made: Issue = {
      id,
      nodeId: toNodeId(pull ? "PR" : "I", where.id, id),
      number: where.nextNumber++,
      author: user(author).login,
      viaApp: author === appLogin,
      title: input.title,
      body: input.body ?? null,
      state: "open",
      stateReason: null,
      labels: toLabels(where, input.labels ?? [], author),
      assignees: [...(input.assignees ?? [])],
      type: input.type ?? null,
      locked: false,
      lockReason: null,
      pinned: false,
      createdAt: at,
      updatedAt: at,
      closedAt: null,
      closedBy: null,
      pull,
      comments: [],
      events: [],
      revisions: [],
    };
    touch(made);
    for (const label of made.labels) note(made, "labeled", author, { label });
    where.issues.set(made.number, made);
    return made;
  }

  function createIssue(where: Repo, actor: string, input: IssueInput): Issue {
    const made = put(where, actor, input, null);
    tell({ event: "issues", action: "opened", repo: where, actor, issue: made });
    for (const name of made.labels) tellLabel(where, made, actor, "labeled", name);
    return made;
  }

  function tellLabel(where: Repo, on: Issue, actor: string, action: string, name: string) {
    const label = where.labels.get(name.toLowerCase());
    const event = on.pull ? "pull_request" : "issues";
    tell({ event, action, repo: where, actor, issue: on, ...(label && { label }) });
  }

  function editIssue(where: Repo, on: Issue, actor: string, patch: IssuePatch): void {
    refuseOverlong("Issue", patch);
    const changes: Record<string, { from: string }> = {};
    if (patch.title !== undefined && patch.title !== on.title) {
      changes["title"] = { from: on.title };
      note(on, "renamed", actor, { rename: { from: on.title, to: patch.title } });
      on.title = patch.title;
    }
    if (patch.body !== undefined && patch.body !== on.body) {
      changes["body"] = { from: on.body ?? "" };
      on.body = patch.body;
    }
    if (patch.assignees) on.assignees = [...patch.assignees];
    if (patch.type !== undefined) on.type = patch.type;
    touch(on);
    if (Object.keys(changes).length > 0) {
      tell({ event: "issues", action: "edited", repo: where, actor, issue: on, changes });
    }
    if (patch.labels) setLabels(where, on, actor, patch.labels);
    if (patch.state) setState(where, on, actor, patch.state, patch.stateReason);
  }

  function setLabels(where: Repo, on: Issue, actor: string, names: readonly string[]): void {
    const before = on.labels;
    on.labels = toLabels(where, names, actor);
    const added = on.labels.filter((name) => !before.includes(name));
    const removed = before.filter((name) => !on.labels.includes(name));
    if (added.length + removed.length > 0) touch(on);
    for (const label of added) note(on, "labeled", actor, { label });
    for (const label of removed) note(on, "unlabeled", actor, { label });
    for (const label of added) tellLabel(where, on, actor, "labeled", label);
    for (const label of removed) tellLabel(where, on, actor, "unlabeled", label);
  }

  function setState(
    where: Repo,
    on: Issue,
    actor: string,
    state: "open" | "closed",
    reason?: StateReason | null,
  ): void {
    if (on.state === state) {
      if (state === "closed" && reason) on.stateReason = reason;
      return;
    }
    on.state = state;
    on.stateReason = state === "closed" ? (reason ?? "completed") : "reopened";
    on.closedAt = state === "closed" ? second() : null;
    on.closedBy = state === "closed" ? actor : null;
    touch(on);
    const action = state === "closed" ? "closed" : "reopened";
    note(on, action, actor, { stateReason: state === "closed" ? on.stateReason : null });
    tell({ event: on.pull ? "pull_request" : "issues", action, repo: where, actor, issue: on });
  }

  function addComment(where: Repo, on: Issue, actor: string, body: string): Comment {
    refuseOverlong("IssueComment", { body });
    const at = second();
    const made: Comment = {
      id: nextId(),
      author: user(actor).login,
      viaApp: actor === appLogin,
      body,
      createdAt: at,
      updatedAt: at,
    };
    on.comments.push(made);
    touch(on);
    const told = { repo: where, actor, issue: on, comment: made };
    tell({ event: "issue_comment", action: "created", ...told });
    return made;
  }

  function comment(where: Repo, id: number): { on: Issue; comment: Comment } {
    for (const on of where.issues.values()) {
      const found = on.comments.find((one) => one.id === id);
      if (found) return { on, comment: found };
    }
    throw notFound();
  }

  function editComment(where: Repo, id: number, actor: string, body: string): Comment {
    refuseOverlong("IssueComment", { body });
    const { on, comment: found } = comment(where, id);
    const changes = { body: { from: found.body } };
    found.body = body;
    found.updatedAt = second();
    touch(on);
    const told = { repo: where, actor, issue: on, comment: found, changes };
    tell({ event: "issue_comment", action: "edited", ...told });
    return found;
  }

  function deleteComment(where: Repo, id: number, actor: string): void {
    const { on, comment: found } = comment(where, id);
    on.comments = on.comments.filter((one) => one.id !== id);
    touch(on);
    const told = { repo: where, actor, issue: on, comment: found };
    tell({ event: "issue_comment", action: "deleted", ...told });
  }

  function setLock(where: Repo, on: Issue, actor: string, locked: boolean, reason?: string) {
    on.locked = locked;
    on.lockReason = locked ? (reason ?? null) : null;
    const action = locked ? "locked" : "unlocked";
    note(on, action, actor);
    touch(on);
    tell({ event: "issues", action, repo: where, actor, issue: on });
  }

  function setPin(where: Repo, on: Issue, actor: string, pinned: boolean): void {
    on.pinned = pinned;
    const action = pinned ? "pinned" : "unpinned";
    note(on, action, actor);
    tell({ event: "issues", action, repo: where, actor, issue: on });
  }

  /** The moved issue is another record there: id, node id, number and label set are its own. */
  function transferIssue(from: Repo, on: Issue, to: Repo, actor: string): Issue {
    const labels = on.labels.filter((name) => to.labels.has(name.toLowerCase()));
    const moved = put(to, on.author, { title: on.title, body: on.body, labels }, null);
    Object.assign(moved, { createdAt: on.createdAt, comments: on.comments, viaApp: on.viaApp });
    note(moved, "transferred", actor);
    from.issues.delete(on.number);
    from.tombstones.set(on.number, {
      gone: "transferred",
      repo: to.fullName,
      number: moved.number,
    });
    const movedTo = { repo: to, issue: moved };
    tell({ event: "issues", action: "transferred", repo: from, actor, issue: on, movedTo });
    const movedFrom = { repo: from, issue: on };
    tell({ event: "issues", action: "opened", repo: to, actor, issue: moved, movedFrom });
    return moved;
  }

  function deleteIssue(where: Repo, on: Issue, actor: string): void {
    where.issues.delete(on.number);
    where.tombstones.set(on.number, { gone: "deleted" });
    tell({ event: "issues", action: "deleted", repo: where, actor, issue: on });
  }

  function openPull(where: Repo, actor: string, input: IssueInput): Issue {
    const made = put(where, actor, input, { mergedAt: null });
    tell({ event: "pull_request", action: "opened", repo: where, actor, issue: made });
    return made;
  }

  function mergePull(where: Repo, on: Issue, actor: string): void {
    if (!on.pull) throw notFound();
    on.pull.mergedAt = second();
    setState(where, on, actor, "closed");
  }

  function publishRelease(
    where: Repo,
    actor: string,
    input: { tag: string; name?: string; body?: string; prerelease?: boolean },
  ): Release {
    const release: Release = {
      id: nextId(),
      author: user(actor).login,
      tag: input.tag,
      name: input.name ?? null,
      body: input.body ?? null,
      prerelease: input.prerelease ?? false,
      createdAt: second(),
    };
    where.releases.push(release);
    const told = { event: "release", repo: where, actor, release } as const;
    tell({ ...told, action: "published" });
    tell({ ...told, action: release.prerelease ? "prereleased" : "released" });
    return release;
  }

  return {
    users,
    repos,
    user,
    addRepo,
    repo,
    issue,
    createLabel,
    createIssue,
    editIssue,
    setLabels,
    addComment,
    comment,
    editComment,
    deleteComment,
    setLock,
    setPin,
    transferIssue,
    deleteIssue,
    openPull,
    mergePull,
    publishRelease,
  };
}

function toNodeId(prefix: string, repoId: number, id: number): string {
  return `${prefix}_kwDO${Buffer.from(`${repoId}.${id}`).toString("base64url")}`;
}
