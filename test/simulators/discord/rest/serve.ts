import type { IncomingMessage, ServerResponse } from "node:http";
import type { SpecChecker } from "../../spec-check.ts";
import { ApiError, apiError } from "../api-error.ts";
import type { RestFault, RestFaults } from "../faults.ts";
import type { Limits, Refusal } from "../limits.ts";
import type { World } from "../world.ts";
import { noteInvalidRequest, secondsBlocked } from "./bans.ts";
import type { Reply, Route } from "./call.ts";
import { channelRoutes } from "./channels.ts";
import { commandRoutes } from "./commands.ts";
import { guildRoutes } from "./guild.ts";
import { identityRoutes } from "./identity.ts";
import { interactionRoutes } from "./interactions.ts";
import { messageRoutes } from "./messages.ts";
import { reactionRoutes } from "./reactions.ts";
import { readBody } from "./request-body.ts";
import { createRouter } from "./router.ts";
import { threadRoutes } from "./threads.ts";

const BASE = "/api/v10";

const find = createRouter([
  ...messageRoutes,
  ...reactionRoutes,
  ...threadRoutes,
  ...channelRoutes,
  ...interactionRoutes,
  ...guildRoutes,
  ...commandRoutes,
  ...identityRoutes,
]);

export type RestDeps = {
  readonly world: World;
  readonly limits: Limits;
  readonly faults: RestFaults;
  readonly checker: SpecChecker | null;
  readonly gatewayUrl: string;
  /** Told of each answer, to hold it against the description in turn. */
  readonly onAnswer: (method: string, path: string, reply: Reply) => void;
};

type Answer = Reply & { readonly headers?: Readonly<Record<string, string>> };

/** Answers one HTTP request as Discord's REST API would. */
export async function serveRest(
  deps: RestDeps,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const method = request.method ?? "GET";
  const url = new URL(request.url ?? "/", "http://discord.invalid");
  if (url.pathname.startsWith("/attachments/")) return serveFile(deps.world, request, response);
  const path = url.pathname.slice(BASE.length);
  const isApi = url.pathname.startsWith(`${BASE}/`);
  const fault = isApi ? deps.faults.take(method, path) : null;
  if (fault && fault.when !== "after") return spoil(deps.world, response, fault);
  const answer = isApi
    ? await answerSafely(deps, request, method, path, url.searchParams)
    : refusal(apiError("notFound"));
  if (isInvalid(answer)) noteInvalidRequest(deps.world);
  if (fault) return spoil(deps.world, response, fault);
  if (isApi) deps.onAnswer(method, path, answer);
  send(response, answer);
}

async function answerSafely(
  deps: RestDeps,
  request: IncomingMessage,
  method: string,
  path: string,
  query: URLSearchParams,
): Promise<Answer> {
  try {
    return await answer(deps, request, method, path, query);
  } catch (error) {
    if (error instanceof ApiError) return refusal(error);
    throw error;
  }
}

async function answer(
  { world, limits, checker, gatewayUrl }: RestDeps,
  request: IncomingMessage,
  method: string,
  path: string,
  query: URLSearchParams,
): Promise<Answer> {
  const { body, files } = await readBody(request);
  checker?.check(method, path, query, {}, body);
  const match = find(method, path);
  if (!match) return refusal(apiError("notFound"));
  const { route, params, major } = match;
  if (!route.open && request.headers.authorization !== `Bot ${world.settings.token}`) {
    return refusal(apiError("unauthorized"));
  }
  if (isOutOfReach(world, params)) return refusal(apiError("missingAccess"));
  const block = secondsBlocked(world);
  if (block > 0) return blocked(block);
  const taken = limits.take(
    `${method} ${route.path}`,
    major,
    route.open !== true,
    route.extraLimit?.(body),
  );
  if (taken.refusal) {
    world.counters.rateLimited += 1;
    return tooMany(taken.refusal, taken.headers);
  }
  const call = {
    world,
    param: (name: string) => params[name] ?? "",
    query,
    body,
    files,
    gatewayUrl,
  };
  return { ...perform(route, call), headers: taken.headers };
}

/** Whether it is about a server that the bot is no longer in. */
function isOutOfReach({ state }: World, params: Readonly<Record<string, string>>): boolean {
  if (state.server !== "gone") return false;
  const channel = state.channels.get(params["channelId"] ?? "");
  return params["guildId"] === state.guild.id || channel?.recipientId === null;
}

function perform(route: Route, call: Parameters<Route["handle"]>[0]): Reply {
  try {
    return route.handle(call);
  } catch (error) {
    if (error instanceof ApiError) return { status: error.status, body: error.body() };
    throw error;
  }
}

function blocked(seconds: number): Answer {
  const message = "You are being blocked from accessing our API temporarily.";
  return {
    status: 429,
    body: { message, retry_after: seconds, global: true, code: 0 },
    headers: { "Retry-After": `${Math.ceil(seconds)}` },
  };
}

function tooMany(refused: Refusal, headers: Readonly<Record<string, string>>): Answer {
  const { retryAfterSeconds, global, scope } = refused;
  return {
    status: 429,
    body: {
      message: "You are being rate limited.",
      retry_after: retryAfterSeconds,
      global,
      code: 0,
    },
    headers: {
      ...(global ? { "X-RateLimit-Global": "true" } : headers),
      "Retry-After": `${Math.max(1, Math.ceil(retryAfterSeconds))}`,
      "X-RateLimit-Scope": scope,
    },
  };
}

function refusal(error: ApiError): Answer {
  return { status: error.status, body: error.body() };
}

function isInvalid({ status, headers }: Answer): boolean {
  const shared = headers?.["X-RateLimit-Scope"] === "shared";
  return status === 401 || status === 403 || (status === 429 && !shared);
}

function spoil(world: World, response: ServerResponse, fault: RestFault): void {
  const { status, code, retryAfterSeconds = 1, scope = "user" } = fault;
  if (status === undefined) {
    response.destroy();
    return;
  }
  if (status === 429) {
    const refused = tooMany({ retryAfterSeconds, scope, global: scope === "global" }, {});
    world.counters.rateLimited += 1;
    if (isInvalid(refused)) noteInvalidRequest(world);
    send(response, refused);
    return;
  }
  send(response, { status, body: { message: "A fault on demand", code: code ?? 0 } });
}

function send(response: ServerResponse, { status, body, headers }: Answer): void {
  if (body === undefined) {
    response.writeHead(status, { ...headers });
    response.end();
    return;
  }
  const text = JSON.stringify(body);
  response.writeHead(status, {
    ...headers,
    "Content-Type": "application/json",
    "Content-Length": Buffer.byteLength(text),
  });
  response.end(text);
}

function serveFile(world: World, request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  const file = world.files.open(request.url ?? "/", world.clock.now());
  if (!file) {
    response.writeHead(404, { "Content-Type": "text/plain" });
    response.end("This content is no longer available.");
    return;
  }
  response.writeHead(200, {
    "Content-Type": file.contentType,
    "Content-Length": file.bytes.byteLength,
  });
  response.end(file.bytes);
}
