import type { Comment, Issue, IssueEvent, Label, Release, Repo, Role, User } from "./model.ts";
import type { World } from "./world.ts";

export type Json = Record<string, unknown>;

export type AppIdentity = {
  readonly id: number;
  readonly slug: string;
  readonly installationId: number;
  readonly permissions: Readonly<Record<string, string>>;
};

/** Turns what is true into GitHub's words; addresses point at the simulator itself. */
export function createRenderer(
  world: World,
  app: AppIdentity,
  origin: () => string,
  /** Where pages for people are: what `html_url` begins with. */
  web = "https://github.com",
) {
  const repoUrl = (repo: Repo) => `${origin()}/repos/${repo.fullName}`;

  function user(login: string): Json {
    const known: User = world.user(login);
    const url = `${origin()}/users/${encodeURIComponent(known.login)}`;
    return {
      login: known.login,
      id: known.id,
      node_id: nodeId("U", known.id),
      avatar_url: `https://avatars.githubusercontent.com/u/${known.id}?v=4`,
      gravatar_id: "",
      url,
      html_url: `${web}/${encodeURIComponent(known.login)}`,
      followers_url: `${url}/followers`,
      following_url: `${url}/following{/other_user}`,
      gists_url: `${url}/gists{/gist_id}`,
      starred_url: `${url}/starred{/owner}{/repo}`,
      subscriptions_url: `${url}/subscriptions`,
      organizations_url: `${url}/orgs`,
      repos_url: `${url}/repos`,
      events_url: `${url}/events{/privacy}`,
      received_events_url: `${url}/received_events`,
      type: known.type,
      site_admin: false,
    };
  }

  function label(repo: Repo, one: Label): Json {
    return {
      id: one.id,
      node_id: nodeId("LA", one.id),
      url: `${repoUrl(repo)}/labels/${encodeURIComponent(one.name)}`,
      name: one.name,
      color: one.color,
      default: false,
      description: one.description,
    };
  }

  function labels(repo: Repo, names: readonly string[]): Json[] {
    return names.flatMap((name) => {
      const found = repo.labels.get(name.toLowerCase());
      return found ? [label(repo, found)] : [];
    });
  }

  function issue(repo: Repo, one: Issue): Json {
    const url = `${repoUrl(repo)}/issues/${one.number}`;
    const page = `${web}/${repo.fullName}/${one.pull ? "pull" : "issues"}/${one.number}`;
    return {
      url,
      repository_url: repoUrl(repo),
      labels_url: `${url}/labels{/name}`,
      comments_url: `${url}/comments`,
      events_url: `${url}/events`,
      html_url: page,
      timeline_url: `${url}/timeline`,
      id: one.id,
      node_id: one.nodeId,
      number: one.number,
      title: one.title,
      user: user(one.author),
      labels: labels(repo, one.labels),
      state: one.state,
      state_reason: one.stateReason,
      locked: one.locked,
      active_lock_reason: one.lockReason,
      assignee: one.assignees[0] === undefined ? null : user(one.assignees[0]),
      assignees: one.assignees.map(user),
      milestone: null,
      comments: one.comments.length,
      created_at: time(one.createdAt),
      updated_at: time(one.updatedAt),
      closed_at: time(one.closedAt),
      closed_by: one.closedBy === null ? null : user(one.closedBy),
      author_association: association(repo, one.author),
      body: one.body,
      reactions: reactions(url),
      type: one.type === null ? null : issueType(one.type),
      performed_via_github_app: one.viaApp ? integration() : null,
      ...(one.pull && {
        draft: false,
        pull_request: {
          url: `${repoUrl(repo)}/pulls/${one.number}`,
          html_url: page,
          diff_url: `${page}.diff`,
          patch_url: `${page}.patch`,
          merged_at: time(one.pull.mergedAt),
        },
      }),
    };
  }

  function comment(repo: Repo, on: Issue, one: Comment): Json {
    const url = `${repoUrl(repo)}/issues/comments/${one.id}`;
    return {
      url,
      html_url: `${web}/${repo.fullName}/issues/${on.number}#issuecomment-${one.id}`,
      issue_url: `${repoUrl(repo)}/issues/${on.number}`,
      id: one.id,
      node_id: nodeId("IC", one.id),
      user: user(one.author),
      created_at: time(one.createdAt),
      updated_at: time(one.updatedAt),
      author_association: association(repo, one.author),
      body: one.body,
      reactions: reactions(url),
      performed_via_github_app: one.viaApp ? integration() : null,
    };
  }

  function issueEvent(repo: Repo, on: Issue, one: IssueEvent): Json {
    return {
      id: one.id,
      node_id: nodeId("EV", one.id),
      url: `${repoUrl(repo)}/issues/events/${one.id}`,
      actor: user(one.actor),
      event: one.event,
      commit_id: null,
      commit_url: null,
      created_at: time(one.at),
      performed_via_github_app: world.user(one.actor).type === "Bot" ? integration() : null,
      ...(one.label !== undefined && { label: labelBrief(repo, one.label) }),
      ...(one.rename && { rename: one.rename }),
      ...(one.event === "closed" && { state_reason: one.stateReason ?? null }),
      ...(one.event === "locked" && { lock_reason: on.lockReason }),
    };
  }

  function release(repo: Repo, one: Release): Json {
    const url = `${repoUrl(repo)}/releases/${one.id}`;
    return {
      url,
      assets_url: `${url}/assets`,
      upload_url: `${url}/assets{?name,label}`,
      html_url: `${web}/${repo.fullName}/releases/tag/${one.tag}`,
      id: one.id,
      node_id: nodeId("RE", one.id),
      tag_name: one.tag,
      target_commitish: "main",
      name: one.name,
      draft: false,
      author: user(one.author),
      prerelease: one.prerelease,
      created_at: time(one.createdAt),
      published_at: time(one.createdAt),
      assets: [],
      tarball_url: `${repoUrl(repo)}/tarball/${one.tag}`,
      zipball_url: `${repoUrl(repo)}/zipball/${one.tag}`,
      body: one.body,
    };
  }

  function integration(): Json {
    return {
      id: app.id,
      slug: app.slug,
      node_id: nodeId("A", app.id),
      client_id: `Iv1.${app.id}`,
      owner: user("signalbox-operators"),
      name: app.slug,
      description: "",
      external_url: "https://example.test",
      html_url: `${web}/apps/${app.slug}`,
      created_at: time(0),
      updated_at: time(0),
      permissions: app.permissions,
      events: ["issues", "issue_comment", "label", "release", "pull_request"],
    };
  }

  return { user, label, issue, comment, issueEvent, release, integration, repoUrl, web };
}

export type Renderer = ReturnType<typeof createRenderer>;

export function time(at: number): string;
export function time(at: number | null): string | null;
export function time(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString().replace(".000Z", "Z");
}

export function association(repo: Repo, login: string): Role {
  if (login.toLowerCase() === repo.owner.toLowerCase()) return "OWNER";
  for (const [member, role] of repo.members) {
    if (member.toLowerCase() === login.toLowerCase()) return role;
  }
  return "NONE";
}

export function nodeId(prefix: string, id: number): string {
  return `${prefix}_kwDO${Buffer.from(String(id)).toString("base64url")}`;
}

function labelBrief(repo: Repo, name: string): Json {
  return { name, color: repo.labels.get(name.toLowerCase())?.color ?? "ededed" };
}

function issueType(name: string): Json {
  return { id: name.length, node_id: nodeId("IT", name.length), name, description: null };
}

function reactions(url: string): Json {
  const none = { "+1": 0, "-1": 0, laugh: 0, hooray: 0, confused: 0, heart: 0, rocket: 0, eyes: 0 };
  return { url: `${url}/reactions`, total_count: 0, ...none };
}
