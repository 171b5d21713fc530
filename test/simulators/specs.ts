import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse as parseYaml } from "yaml";
import { createSpecChecker, type SpecChecker } from "./spec-check.ts";
import { loosenUnions, mendDiscord, toDialect2020 } from "./spec-quirks.ts";
import type { OpenApiDescription } from "./spec-schemas.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Where the vendors' own API descriptions are looked for. */
export function specsFolder(): string {
  return process.env["SIGNALBOX_SPECS"] ?? join(root, "../shared/specs");
}

/** Checks requests to Discord; paths start after `/api/v10`. Null where its description is absent. */
export function createDiscordSpecChecker(): SpecChecker | null {
  const file = join(specsFolder(), "discord/openapi.json");
  if (!existsSync(file)) return null;
  return createSpecChecker({
    name: "discord",
    load: once(file, (description) => mendDiscord(description)),
    refuseUnknownKeys: true,
  });
}

/** Checks requests to OpenAI; paths start after `/v1`. Null where its description is absent. */
export function createOpenAiSpecChecker(): SpecChecker | null {
  const file = join(specsFolder(), "openai/openapi.yaml");
  if (!existsSync(file)) return null;
  return createSpecChecker({
    name: "openai",
    load: once(file, (description) => loosenUnions(toDialect2020(description))),
  });
}

/**
 * Checks requests to GitHub, whose whole description comes with a development dependency; without
 * it, the part about issues in the folder of descriptions. Null where both are absent.
 */
export function createGitHubSpecChecker(): SpecChecker | null {
  const file = [wholeGitHub(), join(specsFolder(), "github/issues_subset.openapi.json")].find(
    (candidate) => candidate !== undefined && existsSync(candidate),
  );
  if (file === undefined) return null;
  return createSpecChecker({
    name: "github",
    load: once(file, toDialect2020),
    slashesInPath: true,
    refuseUnknownKeys: true,
  });
}

function wholeGitHub(): string | undefined {
  try {
    const index = createRequire(import.meta.url).resolve("@octokit/openapi");
    return join(index, "../generated/api.github.com.json");
  } catch {
    return undefined;
  }
}

// Simulators start and stop many times in one test process; a description is read once in it.
const descriptions = new Map<string, OpenApiDescription>();

function once(file: string, mend: (description: OpenApiDescription) => OpenApiDescription) {
  return () => {
    const known = descriptions.get(file);
    if (known) return known;
    const text = readFileSync(file, "utf8");
    const raw = file.endsWith(".yaml") ? parseYaml(text, { maxAliasCount: -1 }) : JSON.parse(text);
    const description = mend(raw);
    descriptions.set(file, description);
    return description;
  };
}
