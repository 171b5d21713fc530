import type { Signalbox } from "../main.ts";
import type { Policy } from "../triage/model/policy.ts";
import type { Role } from "./run-program.ts";
import type { Setup } from "./setup.ts";

/** What runs, in a few lines; hosts and never whole URLs, which may hold passwords. */
export function banner(
  { config, env, dataDir }: Setup,
  role: Role,
  signalbox: Signalbox,
  policy: Pick<Policy, "mode" | "paused" | "places" | "likelyAsks">,
): string {
  const { server, database, queues, url, behind } = signalbox;
  const shadow = "shadow: staff see everything, nothing is said in public";
  const mode = policy.mode === "shadow" ? shadow : `live${policy.paused ? ", but paused" : ""}`;
  const facts: readonly (readonly [string, string])[] = [
    ["server", `${server.name} (${mode})`],
    ["role", role === "all" ? "gateway and worker" : role],
    ...(behind ? [["gateway", `waits: ${behind.name ?? "another process"} is it`] as const] : []),
    ["engine", engineOf(config)],
    [
      "database",
      database.kind === "pglite"
        ? `embedded, ${dataDir}`
        : `PostgreSQL at ${hostOf(env.databaseUrl)}`,
    ],
    ["queues", queues.backend === "redis" ? `Redis at ${hostOf(env.redisUrl)}` : "in the database"],
    ["github", githubOf(env)],
    [
      "webhooks",
      `${url}/github/webhook${env.githubWebhookSecret ? "" : " (refused: GITHUB_WEBHOOK_SECRET is not set)"}`,
    ],
    ...(Object.values(policy.places).includes("likely-questions")
      ? [["likely", policy.likelyAsks.measured] as const]
      : []),
    ["health", `${url}/healthz, figures ${url}/metrics`],
  ];
  const lines = facts.map(([name, value]) => `  ${name.padEnd(9)} ${value}\n`);
  return `Signalbox runs.\n${lines.join("")}`;
}

function engineOf({ engine, openai }: Setup["config"]): string {
  return engine === "openai"
    ? `openai (${openai.classify_model}, ${openai.draft_model})`
    : "offline (no model is called)";
}

function githubOf({ githubApp, githubToken }: Setup["env"]): string {
  if (githubApp) return "as an app";
  return githubToken ? "with a token" : "no access: nothing can be filed";
}

function hostOf(url: string | undefined): string {
  return url !== undefined && URL.canParse(url) ? new URL(url).host : "the given URL";
}
