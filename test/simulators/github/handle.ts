import type { SpecChecker } from "../spec-check.ts";
import type { Caller, Tokens } from "./access.ts";
import type { Fault, Faults } from "./faults.ts";
import type { Limits } from "./limits.ts";
import { Moved } from "./moved.ts";
import { Refusal } from "./refusal.ts";
import type { Renderer } from "./render.ts";
import { type Answer, ok } from "./request.ts";
import type { createRouter } from "./router.ts";
import type { World } from "./world.ts";

export type RawRequest = {
  readonly method: string;
  readonly url: URL;
  readonly authorization: string | undefined;
  readonly text: string;
};

/** An answer, or what becomes of the connection instead. */
export type Reaction = (Answer & { readonly stalls?: boolean }) | "drop" | "hang";

type Deps = {
  readonly world: World;
  readonly render: Renderer;
  readonly tokens: Tokens;
  readonly limits: Limits;
  readonly faults: Faults;
  readonly specs: SpecChecker | null;
  readonly isSuspended: () => boolean;
  readonly find: ReturnType<typeof createRouter>;
  /** Told of every answer that differs from the vendor's description: a bug of the simulator. */
  readonly onOddAnswer: (problem: string) => void;
};

/** One request from beginning to end: check, authenticate, limit, answer. */
export function createHandler(deps: Deps): (request: RawRequest) => Reaction {
  const { tokens, limits, faults, specs } = deps;

  function answer(request: RawRequest, caller: Caller, body: unknown): Answer {
    const { method, url } = request;
    const suspended = caller.kind === "installation" || url.pathname.endsWith("/access_tokens");
    if (suspended && deps.isSuspended()) {
      throw new Refusal(403, "This installation has been suspended");
    }
    if (url.pathname === "/rate_limit") return ok(rateLimits(limits, caller));
    limits.spend(resourceOf(url), caller, method);
    const { handler, params } = deps.find(method, url.pathname);
    const { world, render } = deps;
    return handler({ method, url, params, query: url.searchParams, body, caller, world, render });
  }

  /** GitHub redirects to addresses with the repository's id, which live as long as it does. */
  function withName(url: URL): URL {
    const [prefix, id] = /^\/repositories\/(\d+)/.exec(url.pathname) ?? [];
    const repo = deps.world.repos.values().find((one) => one.id === Number(id));
    if (prefix === undefined || !repo) return url;
    const named = new URL(url);
    named.pathname = `/repos/${repo.fullName}${url.pathname.slice(prefix.length)}`;
    return named;
  }

  return (asked) => {
    const request = { ...asked, url: withName(asked.url) };
    const { method, url } = request;
    const fault = faults.take(method, url.pathname);
    const body = parse(request.text);
    specs?.check(method, url.pathname, url.searchParams, {}, body === BROKEN ? undefined : body);
    if (fault?.when === "before" && fault.status !== "stall") return toReaction(fault);

    let caller: Caller = { kind: "anonymous", login: null };
    let reply: Answer;
    try {
      if (body === BROKEN) throw new Refusal(400, "Problems parsing JSON");
      caller = tokens.whose(request.authorization);
      reply = answer(request, caller, body);
      const odd = specs?.checkResponse(method, url.pathname, reply.status, reply.body);
      if (odd) deps.onOddAnswer(odd);
    } catch (error) {
      reply = toAnswer(error, url);
    }
    if (fault && fault.status !== "stall") return toReaction(fault);
    const headers = { ...limits.headers(resourceOf(url), caller), ...reply.headers };
    return { ...reply, headers, stalls: fault !== null };
  };
}

const BROKEN = Symbol("broken");

function parse(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return BROKEN;
  }
}

function toReaction({ status, headers, message }: Fault): Reaction {
  if (typeof status !== "number") return status === "drop" ? "drop" : "hang";
  return { status, body: { message: message ?? "Server Error" }, headers: { ...headers } };
}

function toAnswer(error: unknown, url: URL): Answer {
  if (!(error instanceof Refusal)) throw error;
  const { status, body, headers } = error;
  if (!(error instanceof Moved)) return { status, body, headers };
  const location = `${url.origin}${url.pathname.replace(error.from, error.to)}${url.search}`;
  return { status, body: { ...body, url: location }, headers: { location } };
}

function resourceOf(url: URL): "core" | "search" {
  return url.pathname.startsWith("/search/") ? "search" : "core";
}

function rateLimits(limits: Limits, caller: Caller) {
  const { resource: _, ...core } = limits.state("core", caller);
  const { resource: __, ...search } = limits.state("search", caller);
  return { resources: { core, search }, rate: core };
}
