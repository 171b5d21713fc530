import { RequestError } from "octokit";
import { MINUTE, SECOND } from "../../triage/model/clock.ts";
import { PortError } from "../../triage/model/errors.ts";

/** Why GitHub will not have it, whatever we try. */
export type RefusedBecause =
  | "not-found"
  | "not-installed"
  | "suspended"
  | "issues-disabled"
  | "archived"
  | "issue-deleted"
  | "no-permission"
  | "invalid"
  | "not-private";

/** GitHub said no to what was asked, for a reason that a person can mend. */
export class GitHubRefusal extends Error {
  override readonly name = "GitHubRefusal";
  readonly because: RefusedBecause;

  constructor(because: RefusedBecause, detail: string, cause?: unknown) {
    super(detail, { cause });
    this.because = because;
  }
}

export function isUnauthorized(error: unknown): boolean {
  return error instanceof RequestError && error.status === 401;
}

/** Turns whatever a call threw into an error with advice for people, and whether to try again. */
export function toPortError(
  operation: string,
  repository: string,
  error: unknown,
  now: number,
): PortError {
  if (error instanceof PortError) return error;
  // Not sent at all: the client wraps what our own fetch throws.
  if (error instanceof Error && error.cause instanceof PortError) {
    const { retry, advice, retryAfterMs } = error.cause;
    const times = retryAfterMs === undefined ? {} : { retryAfterMs };
    return new PortError(operation, retry, error, { advice, ...times });
  }
  if (error instanceof GitHubRefusal) {
    return new PortError(operation, "never", error, { advice: error.message });
  }
  if (!(error instanceof RequestError)) {
    return new PortError(operation, "later", error, { advice: "GitHub did not answer in time" });
  }
  const { status, message, response } = error;
  const silence = silenceAskedFor({ status, message, headers: response?.headers ?? {} }, now);
  if (silence !== null) {
    const advice = "GitHub asked us to slow down; it goes on by itself";
    const retryAfterMs = silence === "untold" ? MINUTE : silence;
    return new PortError(operation, "later", error, { advice, retryAfterMs });
  }
  if (isUnauthorized(error)) {
    const advice = "GitHub refuses our credentials: renew the token or the app's key";
    return new PortError(operation, "later", error, { advice });
  }
  if (error.status >= 500) {
    return new PortError(operation, "later", error, { advice: "GitHub is not answering properly" });
  }
  const refusal = refusalOf(error, repository);
  return new PortError(operation, "never", refusal, { advice: refusal.message });
}

type Answered = {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | undefined>>;
  readonly message: string;
};

/**
 * GitHub answers 403 both to "forbidden" and to "slow down", and does not always say for how long.
 * @returns milliseconds, "untold", or null when this is no matter of speed
 */
export function silenceAskedFor(
  { status, headers, message }: Answered,
  now: number,
): number | "untold" | null {
  if (status !== 403 && status !== 429) return null;
  const seconds = Number(headers["retry-after"] ?? Number.NaN);
  if (seconds >= 0) return Math.max(seconds, 1) * SECOND;
  if (headers["x-ratelimit-remaining"] === "0") {
    const reset = Number(headers["x-ratelimit-reset"] ?? 0) * SECOND;
    return Math.max(reset - now, SECOND);
  }
  const slowDown = status === 429 || /rate limit|abuse/i.test(message);
  return slowDown ? "untold" : null;
}

export const archivedWords = (repository: string) =>
  `${repository} is archived: unarchive it, or choose another route`;
export const disabledWords = (repository: string) =>
  `issues are switched off in ${repository}: switch them on under Settings, Features`;

function refusalOf(error: RequestError, repository: string): GitHubRefusal {
  const refused = (because: RefusedBecause, detail: string) =>
    new GitHubRefusal(because, detail, error);
  if (error.status === 410) {
    return /deleted/i.test(error.message)
      ? refused("issue-deleted", "the issue was deleted on GitHub")
      : refused("issues-disabled", disabledWords(repository));
  }
  if (error.status === 403 && /suspended/i.test(error.message)) {
    const where = "on GitHub under Settings, Applications, Configure";
    return refused("suspended", `our app is suspended for ${repository}: lift that ${where}`);
  }
  if (error.status === 404) {
    return refused(
      "not-found",
      `${repository} does not exist, or we may not see it: check its name and give us access`,
    );
  }
  if (/archived/i.test(error.message)) {
    return refused("archived", archivedWords(repository));
  }
  if (error.status === 403) {
    return refused("no-permission", `we may not write issues in ${repository}: give us access`);
  }
  return refused(
    "invalid",
    `GitHub does not accept it (HTTP ${error.status}): ${firstLine(error)}`,
  );
}

function firstLine({ message }: Error): string {
  return (message.split("\n")[0] ?? "").replace(/ - https:.*$/, "").slice(0, 300);
}
