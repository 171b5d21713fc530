import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
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
    load: once(file, mendDiscord),
    refuseUnknownKeys: true,
    // discord.js puts them into every body that holds a message, whether it takes them or not.
    harmlessKeys: ["tts", "enforce_nonce"],
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
    const description = mend(file.endsWith(".yaml") ? readYaml(file) : readJson(file));
    descriptions.set(file, description);
    return description;
  };
}

function readJson(file: string): OpenApiDescription {
  return JSON.parse(readFileSync(file, "utf8"));
}

/** Three megabytes of YAML take seconds to parse, the same as JSON a blink: it is kept as that. */
function readYaml(file: string): OpenApiDescription {
  const { size, mtimeMs } = statSync(file);
  const kept = join(tmpdir(), `signalbox-description-${size}-${Math.floor(mtimeMs)}.json`);
  try {
    return readJson(kept);
  } catch {
    const parsed = parseYaml(readFileSync(file, "utf8"), { maxAliasCount: -1 });
    // Renamed into place, because other test processes may be reading it.
    const fresh = `${kept}.${process.pid}`;
    writeFileSync(fresh, JSON.stringify(parsed));
    renameSync(fresh, kept);
    return parsed;
  }
}
