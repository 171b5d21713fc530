import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createGitHubSpecChecker } from "../specs.ts";
import { createTokens } from "./access.ts";
import { createFaults } from "./faults.ts";
import { createHandler } from "./handle.ts";
import type { Happening } from "./happening.ts";
import type { RepoSetup } from "./inputs.ts";
import { createLimits, type LimitsProfile } from "./limits.ts";
import { createOwner } from "./owner.ts";
import { toPayload } from "./payload.ts";
import { createPerson, type Person } from "./people.ts";
import { type AppIdentity, createRenderer } from "./render.ts";
import { createRouter } from "./router.ts";
import { advisoryRoutes } from "./routes/advisories.ts";
import { createAppRoutes } from "./routes/app.ts";
import { commentRoutes } from "./routes/comments.ts";
import { issueRoutes } from "./routes/issues.ts";
import { labelRoutes } from "./routes/labels.ts";
import { repositoryRoutes } from "./routes/repositories.ts";
import { createSearchRoutes } from "./routes/search.ts";
import { type Snapshot, toCommentView, toIssueView, toRepoView } from "./snapshot.ts";
import { createWebhooks, type WebhookTarget } from "./webhooks.ts";
import { createWorld } from "./world.ts";

export type GitHubSimulatorOptions = {
  readonly clock?: { now(): number };
  /** How long a token for an installation is good, by that clock; an hour if left out. */
  readonly tokensLiveMs?: number;
  readonly limits?: LimitsProfile;
  readonly repositories?: readonly RepoSetup[];
  readonly webhook?: WebhookTarget;
  /** How far the search index is behind. */
  readonly indexDelayMs?: number;
  readonly app?: Partial<AppIdentity>;
  readonly port?: number;
  /** Where pages for people are, without a slash at the end; addresses of issues begin with it. */
  readonly web?: string;
};

export type GitHubSimulator = Awaited<ReturnType<typeof startGitHubSimulator>>;

/** What changed, for pages that show it. */
export type GitHubChange = Pick<Happening, "event" | "action" | "actor"> & {
  readonly repo: string;
  readonly number: number | null;
};

/** A GitHub on loopback that Octokit uses unchanged, with people in it who open and close issues. */
export async function startGitHubSimulator(options: GitHubSimulatorOptions = {}) {
  const clock = options.clock ?? Date;
  const now = () => clock.now();
  const app: AppIdentity = {
    id: 4242,
    slug: "signalbox",
    installationId: 777,
    permissions: {
      issues: "write",
      metadata: "read",
      contents: "read",
      pull_requests: "read",
      repository_advisories: "write",
    },
    ...options.app,
  };
  const appLogin = `${app.slug}[bot]`;
  const listeners = new Set<(change: GitHubChange) => void>();
  const oddAnswers: string[] = [];
  const stats = { contentCreations: 0 };
  let indexDelayMs = options.indexDelayMs ?? 0;
  let origin = "";

  const webhooks = createWebhooks(app.id);
  const world = createWorld({ now, appLogin, tell });
  const render = createRenderer(world, app, () => origin, options.web);
  const tokens = createTokens(appLogin, now, options.tokensLiveMs);
  const faults = createFaults();
  const limits = createLimits(options.limits ?? "relaxed", now);
  const specs = createGitHubSpecChecker();

  function tell(happening: Happening): void {
    const { event, action, actor, repo, issue } = happening;
    if (event === "issue_comment" && action === "created") stats.contentCreations += 1;
    if (event === "issues" && action === "opened") stats.contentCreations += 1;
    // An app hears only of repositories that it is installed on.
    if (repo.installed) webhooks.publish(event, toPayload(happening, render, app));
    const change = { event, action, actor, repo: repo.fullName, number: issue?.number ?? null };
    for (const listener of listeners) listener(change);
  }

  const owner = createOwner({
    world,
    render,
    app,
    tell,
    publish: webhooks.publish,
    revokeTokens: tokens.revokeInstallation,
  });

  const handle = createHandler({
    isSuspended: () => owner.installation.suspended,
    world,
    render,
    tokens,
    limits,
    faults,
    specs,
    onOddAnswer: (problem) => oddAnswers.push(problem),
    find: createRouter({
      ...issueRoutes,
      ...commentRoutes,
      ...labelRoutes,
      ...repositoryRoutes,
      ...advisoryRoutes,
      ...createSearchRoutes(now, () => indexDelayMs),
      ...createAppRoutes(app, tokens),
    }),
  });

  // The description is large: it is read before anybody waits for an answer.
  specs?.checkResponse("GET", "/rate_limit", 200, {});
  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      oddAnswers.push(String(error));
      response.writeHead(500).end();
    });
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const reaction = handle({
      method: request.method ?? "GET",
      url: new URL(request.url ?? "/", origin),
      authorization: request.headers.authorization,
      text: Buffer.concat(chunks).toString(),
    });
    if (reaction === "drop") request.socket.destroy();
    if (typeof reaction === "string") return;
    const body = reaction.body === undefined ? "" : JSON.stringify(reaction.body);
    response.writeHead(reaction.status, {
      "content-type": "application/json; charset=utf-8",
      date: new Date(now()).toUTCString(),
      "x-github-request-id": `SIM:${Math.random().toString(16).slice(2, 10)}`,
      "x-github-media-type": "github.v3; format=json",
      ...reaction.headers,
    });
    if (reaction.stalls) response.write(body.slice(0, body.length / 2));
    else response.end(body);
  }

  world.user(appLogin, "Bot");
  origin = await listen(server, options.port ?? 0);
  for (const repository of options.repositories ?? []) world.addRepo(repository);
  if (options.webhook) deliverTo(options.webhook);

  function deliverTo(target: WebhookTarget | null): void {
    webhooks.deliverTo(target);
    const hook = { type: "App", id: 1, name: "web", active: true, events: ["*"], app_id: app.id };
    webhooks.publish("ping", { zen: "Keep it logically awesome.", hook_id: 1, hook });
  }

  return {
    /** For Octokit's `baseUrl`. */
    url: origin,
    app,
    appLogin,
    faults,
    webhooks: { ...webhooks, deliverTo },

    /** A personal access token of somebody. */
    tokenFor: (login: string): string => {
      world.user(login);
      return tokens.forUser(login);
    },
    /** A token of the installed app, as an exchange of its JWT would give. */
    appToken: (): string => tokens.forInstallation().token,
    revoke: tokens.revoke,

    addRepository: (setup: RepoSetup): void => {
      world.addRepo(setup);
    },
    /** Changes what an owner sets: archived, private, installed, issues on or off. */
    configureRepository: owner.configure,
    renameRepository: owner.rename,
    owner,
    setIndexDelay(ms: number): void {
      indexDelayMs = ms;
    },

    as: (login: string): Person => createPerson(world, login),

    issues: (name: string) => {
      const repo = world.repo(name);
      return [...repo.issues.values()].map((issue) => toIssueView(repo, issue, render.web));
    },
    /** Private reports, which no page shows. */
    advisories: (name: string) => [...world.repo(name).advisories],
    comments: (name: string, number: number) =>
      world.issue(world.repo(name), number).comments.map(toCommentView),
    reactions: (name: string, commentId: number) =>
      world
        .comment(world.repo(name), commentId)
        .comment.reactions.map(({ by, content }) => ({ by, content })),
    snapshot: (): Snapshot => ({
      repositories: [...world.repos.values()].map((repo) => toRepoView(repo, render.web)),
    }),

    onChange(listener: (change: GitHubChange) => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    /** Null `specs` means that no description was found and nothing was checked. */
    stats: () => ({
      specs: specs?.name ?? null,
      ...(specs?.stats() ?? { requestsChecked: 0, violations: [], undescribed: [] }),
      ...stats,
      limits: limits.seen(),
      /** Answers of the simulator that GitHub's own description does not allow. */
      oddAnswers: [...oddAnswers],
    }),

    async close(): Promise<void> {
      webhooks.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function listen(server: Server, port: number): Promise<string> {
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return `http://127.0.0.1:${address.port}`;
}
