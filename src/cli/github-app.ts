import { existsSync } from "node:fs";
import { Command } from "commander";
import { loadConfig } from "../config/load.ts";
import { UserError } from "../triage/model/errors.ts";
import { CONFIG_FILE } from "./setup.ts";

type Options = {
  readonly url: string;
  readonly name: string;
  readonly org?: string;
  readonly githubUrl: string;
  readonly json: boolean;
  readonly config: string;
  readonly advisories: boolean;
};

/**
 * The least that filing, counting and following issues needs: contents for a repository's issue
 * forms and releases, pull requests for which merged change closes what.
 */
const PERMISSIONS = {
  issues: "write",
  metadata: "read",
  contents: "read",
  pull_requests: "read",
} as const;
/** Only where a route reports vulnerabilities in private. */
const FOR_ADVISORIES = { repository_advisories: "write" } as const;
const EVENTS = ["issues", "issue_comment", "release", "pull_request", "repository"] as const;

/** `signalbox github-app`: everything that GitHub wants to know about the app, filled in. */
export function githubAppCommand(): Command {
  return new Command("github-app")
    .description("print a GitHub App's manifest, a link that fills in the form, and a checklist")
    .requiredOption(
      "--url <url>",
      "where GitHub reaches this program, such as https://bot.example.com",
    )
    .option("--name <name>", "the app's name, as people see it on issues", "Signalbox")
    .option("--org <organization>", "the organization that will own it (default: you)")
    .option(
      "--github-url <url>",
      "GitHub itself, or your GitHub Enterprise Server",
      "https://github.com",
    )
    .option("--json", "print the manifest alone", false)
    .option("--config <file>", "asks for what its routes need, if it is there", CONFIG_FILE)
    .option("--advisories", "ask to report vulnerabilities in private, whatever the config", false)
    .addHelpText(
      "after",
      `
Examples:
  signalbox github-app --url https://bot.example.com --org acme
  signalbox github-app --url https://bot.example.com --json > manifest.json

Exit code: 0 printed, 2 bad input.`,
    )
    .action((options: Options) => {
      const advisories = options.advisories || reportsVulnerabilities(options.config);
      const manifest = manifestOf({ ...options, advisories });
      process.stdout.write(
        options.json ? `${JSON.stringify(manifest, null, 2)}\n` : checklist(options, manifest),
      );
    });
}

type Manifest = ReturnType<typeof manifestOf>;

function reportsVulnerabilities(file: string): boolean {
  return existsSync(file) && loadConfig(file).routing.some(({ route }) => route.as === "advisory");
}

/** In the shape of GitHub's app manifests. */
function manifestOf({ name, url, advisories }: Pick<Options, "name" | "url" | "advisories">) {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new UserError(`--url must be an address such as https://bot.example.com, not ${url}.`);
  }
  const base = url.replace(/\/+$/, "");
  if (name.length > 34) throw new UserError("GitHub takes names of 34 characters at the most.");
  return {
    name,
    url: base,
    description: "Files what a community reports and tells the reporter what became of it.",
    hook_attributes: { url: `${base}/github/webhook`, active: true },
    public: false,
    default_permissions: { ...PERMISSIONS, ...(advisories && FOR_ADVISORIES) },
    default_events: EVENTS,
  };
}

function checklist({ org, githubUrl }: Options, manifest: Manifest): string {
  const { name, url, hook_attributes: hook } = manifest;
  const query = new URLSearchParams({
    name,
    url,
    description: manifest.description,
    public: "false",
    webhook_active: "true",
    webhook_url: hook.url,
    ...manifest.default_permissions,
  });
  for (const event of EVENTS) query.append("events[]", event);
  const owner = org === undefined ? "settings" : `organizations/${org}/settings`;
  return `Manifest:
${JSON.stringify(manifest, null, 2)}

1. Open this link; the form is filled in:
   ${githubUrl.replace(/\/+$/, "")}/${owner}/apps/new?${query}
2. Webhook secret: make one (openssl rand -hex 32), enter it there, and set it as
   GITHUB_WEBHOOK_SECRET here.
3. Content type: application/json. SSL verification: on.
4. Create the app. Note its App ID as GITHUB_APP_ID.
5. Private keys: generate one. Keep the file that is downloaded where only Signalbox reads it, and
   set its path as GITHUB_APP_PRIVATE_KEY_FILE.
6. Install App: choose the repositories that your routes name, and no others.
7. Let GitHub reach ${hook.url} (a reverse proxy with TLS in front of console.host and
   console.port; only this path has to be public).
8. signalbox doctor
`;
}
