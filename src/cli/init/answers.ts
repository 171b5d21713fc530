import { readFileSync } from "node:fs";
import { parseDocument } from "yaml";
import type { PlacePolicy, Route } from "../../triage/model/policy.ts";

/** What somebody who sets the bot up has to say; the rest has defaults. */
export type Answers = {
  readonly server: string;
  readonly channels: Readonly<Record<string, PlacePolicy>>;
  readonly reviewChannel: string;
  readonly staffRoles: readonly string[];
  readonly engine: "offline" | "openai";
  readonly fallback: Pick<Route, "repository" | "visibility"> | null;
  readonly docs: { readonly path: string; readonly baseUrl: string | null } | null;
};

/** The template as it ships: a config without mistakes, each setting with a word on it. */
export function readTemplate(): string {
  return readFileSync(new URL("./template.yaml", import.meta.url), "utf8");
}

/** The template with the answers in it, its comments kept. */
export function writeConfig(answers: Answers): string {
  const { server, channels, reviewChannel, staffRoles, engine, fallback, docs } = answers;
  const document = parseDocument(readTemplate());
  document.set("community", communityName(server));
  document.setIn(["discord", "server"], server);
  document.setIn(["discord", "channels"], document.createNode(channels));
  document.setIn(["discord", "review_channel"], reviewChannel);
  document.setIn(
    ["discord", "roles", "staff"],
    document.createNode([...staffRoles], { flow: true }),
  );
  document.set("engine", engine);
  if (fallback) {
    document.setIn(["fallback", "repository"], fallback.repository);
    document.setIn(["fallback", "visibility"], fallback.visibility);
  } else {
    document.delete("fallback");
  }
  if (docs) {
    const { path, baseUrl } = docs;
    const source = { name: "docs", path, ...(baseUrl ? { base_url: baseUrl } : {}) };
    document.set("docs", document.createNode([{ ...source, official: true }]));
  }
  return document.toString({ lineWidth: 100, flowCollectionPadding: false });
}

/** `Wrenfield Developers` → `wrenfield-developers`. */
export function communityName(server: string): string {
  const words = server
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^a-z0-9]+/g, "-");
  return words.replaceAll(/^-+|-+$/g, "").slice(0, 40) || "community";
}

const VARIABLES: readonly (readonly [string, string])[] = [
  ["DISCORD_TOKEN", "the bot's token: Discord's developer portal, your application, Bot"],
  ["OPENAI_API_KEY", "only with engine: openai"],
  ["GITHUB_APP_ID", "of the app that files issues (signalbox github-app)"],
  ["GITHUB_APP_PRIVATE_KEY_FILE", "path of the app's private key"],
  ["GITHUB_TOKEN", "instead of an app: a fine-grained token with Issues: read and write"],
  ["GITHUB_WEBHOOK_SECRET", "the same as in the app's webhook settings"],
  ["DATABASE_URL", "a PostgreSQL server; without it the embedded database is used"],
  ["REDIS_URL", "Redis for the queues; without it they are in the database"],
];

/** Lines for `.env.example`, without those that it has already; empty when it has them all. */
export function environmentLines(present: string): string {
  const lacking = VARIABLES.filter(([name]) => !new RegExp(`^#?\\s*${name}=`, "m").test(present));
  return lacking.map(([name, what]) => `# ${what}\n${name}=\n`).join("");
}
