import { randomBytes } from "node:crypto";
import type { Permission, Repo } from "./model.ts";
import { notFound, Refusal } from "./refusal.ts";
import { association } from "./render.ts";

export type Caller =
  | { readonly kind: "anonymous"; readonly login: null }
  | { readonly kind: "user"; readonly login: string }
  /** The app itself, by JWT: it manages installations and nothing else. */
  | { readonly kind: "app"; readonly login: null }
  | { readonly kind: "installation"; readonly login: string };

const HOUR = 60 * 60_000;

export type Tokens = ReturnType<typeof createTokens>;

/** Hands out tokens and says whose a request is. */
export function createTokens(appLogin: string, now: () => number, liveMs = HOUR) {
  const holders = new Map<string, { caller: Caller; expiresAt: number }>();

  function issueToken(prefix: string, caller: Caller, expiresAt: number): string {
    const token = `${prefix}_${randomBytes(18).toString("hex")}`;
    holders.set(token, { caller, expiresAt });
    return token;
  }

  return {
    forUser: (login: string) => issueToken("ghp", { kind: "user", login }, Infinity),

    forInstallation(): { token: string; expiresAt: number } {
      const expiresAt = now() + liveMs;
      const caller: Caller = { kind: "installation", login: appLogin };
      return { token: issueToken("ghs", caller, expiresAt), expiresAt };
    },

    /** Ends what the app was given for its installation. */
    revokeInstallation(): void {
      for (const [token, { caller }] of holders) {
        if (caller.kind === "installation") holders.delete(token);
      }
    },

    revoke: (token: string) => holders.delete(token),

    whose(authorization: string | undefined): Caller {
      const token = authorization?.replace(/^(token|bearer) /i, "");
      if (!token) return { kind: "anonymous", login: null };
      if (isJwt(token)) return { kind: "app", login: null };
      const holder = holders.get(token);
      if (!holder || holder.expiresAt <= now()) throw new Refusal(401, "Bad credentials");
      return holder.caller;
    },
  };
}

/** Any RS256 token with an issuer and an expiry passes: the simulator keeps no public key. */
function isJwt(token: string): boolean {
  const [header, payload, signature] = token.split(".");
  if (!header || !payload || !signature) return false;
  const claims = decode(payload);
  return decode(header)["alg"] === "RS256" && claims["iss"] !== undefined && "exp" in claims;
}

function decode(part: string): Record<string, unknown> {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString());
  } catch {
    return {};
  }
}

export function permissionOf(repo: Repo, caller: Caller): Permission {
  const floor: Permission = repo.private ? "none" : "read";
  if (caller.kind === "installation") return repo.installed ? "write" : floor;
  if (caller.kind === "user") return permissionOfLogin(repo, caller.login);
  return floor;
}

export function permissionOfLogin(repo: Repo, login: string): Permission {
  const role = association(repo, login);
  if (role === "OWNER") return "admin";
  if (role === "MEMBER" || role === "COLLABORATOR") return "write";
  return repo.private ? "none" : "read";
}

export function canWrite(repo: Repo, caller: Caller): boolean {
  const permission = permissionOf(repo, caller);
  return permission === "write" || permission === "admin";
}

/** GitHub does not admit that a private repository exists. */
export function mustSee(repo: Repo, caller: Caller): void {
  if (permissionOf(repo, caller) === "none") throw notFound();
}

/** Whoever may see a repository may talk in it, except apps that are not installed there. */
export function mustTalk(repo: Repo, caller: Caller): string {
  if (caller.kind === "anonymous" || caller.kind === "app") {
    throw new Refusal(401, "Requires authentication");
  }
  if (repo.archived) throw new Refusal(403, "Repository was archived so is read-only.");
  if (caller.kind === "installation" && !repo.installed) {
    throw new Refusal(403, "Resource not accessible by integration");
  }
  return caller.login;
}

export function mustWrite(repo: Repo, caller: Caller): string {
  const login = mustTalk(repo, caller);
  if (!canWrite(repo, caller)) {
    throw new Refusal(403, "Must have admin rights to Repository.");
  }
  return login;
}
