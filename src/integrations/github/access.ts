import { createHash } from "node:crypto";
import { App, Octokit, RequestError } from "octokit";
import type { Clock } from "../../triage/model/clock.ts";
import { GitHubRefusal } from "./failure.ts";
import { type PaceDeps, paced } from "./pace.ts";

export type GitHubAuth =
  | { readonly type: "token"; readonly token: string }
  | { readonly type: "app"; readonly appId: string; readonly privateKey: string };

/** Who we are on GitHub, and a client for what we do there. */
export type GitHubAccess = {
  /** A client that may act in `owner/name`. */
  clientFor(repository: string): Promise<Octokit>;
  /** Our own login: whose issues and comments are ours. */
  login(): Promise<string>;
  /** What the app may do in `owner/name`, by GitHub's names; null for a token, which does not tell. */
  permissions(repository: string): Promise<Readonly<Record<string, string>> | null>;
  /** Whether we may open and label issues in `owner/name`. */
  mayWriteIssues(repository: string): Promise<boolean>;
  /** Drops a token that was refused; false when there is no way to another one. */
  renew(): boolean;
};

/** A call that takes longer has lost its answer. */
const TIMEOUT_MS = 20_000;

/** One attempt a call, no queue: one place retries, one place paces. */
const PLAIN = { retry: { enabled: false }, throttle: { enabled: false } };
// What goes wrong is told by errors; the library would print it as well.
const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

export function createGitHubAccess(options: {
  readonly auth: GitHubAuth;
  readonly baseUrl?: string;
  readonly clock: Clock;
  /** Keeps all requests within GitHub's limits; absent for a few reads beside the program. */
  readonly pace?: PaceDeps;
}): GitHubAccess {
  const { auth, clock, pace } = options;
  const plain = withTimeout(clock);
  const common = {
    ...PLAIN,
    log: SILENT,
    userAgent: "signalbox",
    request: { fetch: pace ? paced(accountOf(auth), pace, plain) : plain },
    ...(options.baseUrl && { baseUrl: options.baseUrl }),
  };
  return auth.type === "token"
    ? byToken(new Octokit({ ...common, auth: auth.token }))
    : byApp(() => {
        const { appId, privateKey } = auth;
        return new App({ appId, privateKey, Octokit: Octokit.defaults(common), log: SILENT });
      });
}

/** Whose limits they are, without telling the token. */
function accountOf(auth: GitHubAuth): string {
  if (auth.type === "app") return `github-app:${auth.appId}`;
  return `github-token:${createHash("sha256").update(auth.token).digest("hex").slice(0, 16)}`;
}

function byToken(octokit: Octokit): GitHubAccess {
  const login = remembered(async () => (await octokit.rest.users.getAuthenticated()).data.login);
  return {
    clientFor: async () => octokit,
    login,
    permissions: async () => null,
    async mayWriteIssues(repository) {
      const [owner = "", repo = ""] = repository.split("/");
      const { data } = await octokit.rest.repos.get({ owner, repo });
      // Without these, anybody may open issues in public, and labels are dropped without a word.
      const { push, triage } = data.permissions ?? {};
      return push === true || triage === true;
    },
    renew: () => false,
  };
}

function byApp(open: () => App): GitHubAccess {
  let app = open();
  const installations = new Map<string, () => Promise<Octokit>>();
  const login = remembered(async () => {
    const { data } = await app.octokit.rest.apps.getAuthenticated();
    return `${data?.slug}[bot]`;
  });

  async function install(repository: string): Promise<Octokit> {
    const [owner = "", repo = ""] = repository.split("/");
    const find = app.octokit.rest.apps.getRepoInstallation({ owner, repo });
    const { data } = await find.catch((error: unknown) => {
      if (!(error instanceof RequestError) || error.status !== 404) throw error;
      const detail = `our app is not installed on ${repository}, or there is no such repository: install it there, or change the route`;
      throw new GitHubRefusal("not-installed", detail, error);
    });
    return app.getInstallationOctokit(data.id);
  }

  async function permissions(repository: string): Promise<Record<string, string>> {
    const [owner = "", repo = ""] = repository.split("/");
    const { data } = await app.octokit.rest.apps.getRepoInstallation({ owner, repo });
    return { ...data.permissions };
  }

  return {
    clientFor(repository) {
      const known = installations.get(repository) ?? remembered(() => install(repository));
      installations.set(repository, known);
      return known();
    },
    login,
    permissions,
    mayWriteIssues: async (repository) => (await permissions(repository))["issues"] === "write",
    renew() {
      installations.clear();
      // The library keeps tokens inside the app object, by a clock that is not ours.
      app = open();
      return true;
    },
  };
}

/** Asks once; a failure is not remembered. */
function remembered<T>(ask: () => Promise<T>) {
  let known: Promise<T> | null = null;
  return function get(): Promise<T> {
    known ??= ask().catch((error: unknown) => {
      known = null;
      throw error;
    });
    return known;
  };
}

/** Reads the whole answer within the time: a body can stall as well as its head. */
function withTimeout(clock: Clock): typeof fetch {
  return async (input, init) => {
    const abort = new AbortController();
    const cancel = clock.after(TIMEOUT_MS, () => abort.abort());
    try {
      const { status, statusText, headers, body } = await fetch(input, {
        ...init,
        signal: abort.signal,
      });
      const whole = body === null ? null : await new Response(body).arrayBuffer();
      return new Response(whole, { status, statusText, headers });
    } finally {
      cancel();
    }
  };
}
