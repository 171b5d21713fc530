import type { Ground } from "./ground.ts";
import type { IssueInput, IssuePatch } from "./inputs.ts";
import { note, touch } from "./issue-history.ts";
import { refuseOverlong } from "./length-limits.ts";
import type { Issue, Repo, StateReason } from "./model.ts";
import { notFound } from "./refusal.ts";

/** Everything that happens to issues, and to pull requests as far as they are like them. */
export function createIssueChanges(ground: Ground) {
  const { second, nextId, user, appLogin, toLabels, tell } = ground;

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
    touch(ground, made);
    for (const label of made.labels) note(ground, made, "labeled", author, { label });
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
      note(ground, on, "renamed", actor, { rename: { from: on.title, to: patch.title } });
      on.title = patch.title;
    }
    if (patch.body !== undefined && patch.body !== on.body) {
      changes["body"] = { from: on.body ?? "" };
      on.body = patch.body;
    }
    if (patch.assignees) on.assignees = [...patch.assignees];
    if (patch.type !== undefined) on.type = patch.type;
    touch(ground, on);
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
    if (added.length + removed.length > 0) touch(ground, on);
    for (const label of added) note(ground, on, "labeled", actor, { label });
    for (const label of removed) note(ground, on, "unlabeled", actor, { label });
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
    touch(ground, on);
    const action = state === "closed" ? "closed" : "reopened";
    note(ground, on, action, actor, { stateReason: state === "closed" ? on.stateReason : null });
    tell({ event: on.pull ? "pull_request" : "issues", action, repo: where, actor, issue: on });
  }

  function setLock(where: Repo, on: Issue, actor: string, locked: boolean, reason?: string) {
    on.locked = locked;
    on.lockReason = locked ? (reason ?? null) : null;
    const action = locked ? "locked" : "unlocked";
    note(ground, on, action, actor);
    touch(ground, on);
    tell({ event: "issues", action, repo: where, actor, issue: on });
  }

  function setPin(where: Repo, on: Issue, actor: string, pinned: boolean): void {
    on.pinned = pinned;
    const action = pinned ? "pinned" : "unpinned";
    note(ground, on, action, actor);
    tell({ event: "issues", action, repo: where, actor, issue: on });
  }

  function deleteIssue(where: Repo, on: Issue, actor: string): void {
    where.issues.delete(on.number);
    where.tombstones.set(on.number, { gone: "deleted" });
    tell({ event: "issues", action: "deleted", repo: where, actor, issue: on });
  }

  /** The issue stays, closed and locked; what goes on is a discussion that no webhook here tells of. */
  function convertToDiscussion(where: Repo, on: Issue, actor: string): void {
    note(ground, on, "converted_to_discussion", actor);
    setState(where, on, actor, "closed");
    setLock(where, on, actor, true);
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

  /** The moved issue is another record there: id, node id, number and label set are its own. */
  function transferIssue(from: Repo, on: Issue, to: Repo, actor: string): Issue {
    const labels = on.labels.filter((name) => to.labels.has(name.toLowerCase()));
    const moved = put(to, on.author, { title: on.title, body: on.body, labels }, null);
    Object.assign(moved, { createdAt: on.createdAt, comments: on.comments, viaApp: on.viaApp });
    note(ground, moved, "transferred", actor);
    from.issues.delete(on.number);
    from.tombstones.set(on.number, {
      gone: "transferred",
      repoId: to.id,
      number: moved.number,
    });
    const movedTo = { repo: to, issue: moved };
    tell({ event: "issues", action: "transferred", repo: from, actor, issue: on, movedTo });
    const movedFrom = { repo: from, issue: on };
    tell({ event: "issues", action: "opened", repo: to, actor, issue: moved, movedFrom });
    return moved;
  }

  return {
    createIssue,
    editIssue,
    setLabels,
    setLock,
    setPin,
    transferIssue,
    deleteIssue,
    convertToDiscussion,
    openPull,
    mergePull,
  };
}

function toNodeId(prefix: string, repoId: number, id: number): string {
  return `${prefix}_kwDO${Buffer.from(`${repoId}.${id}`).toString("base64url")}`;
}
