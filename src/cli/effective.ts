import { readFileSync } from "node:fs";
import type { Environment } from "../config/environment.ts";
import { parseYaml } from "../config/parse-yaml.ts";
import type { Config } from "../config/schema.ts";
import { ACTS_AT_FIRST } from "../policy.ts";
import { DAY, HOUR, MINUTE, SECOND } from "../triage/model/clock.ts";
import { type Chosen, readSetUp, type SetUp } from "../triage/setup/community-settings.ts";

export type Effective = {
  readonly key: string;
  readonly value: unknown;
  /** `default`, `file:line`, `environment` or `store`. */
  readonly origin: string;
};

/** Held as milliseconds, written as durations. */
export const durationSettings: ReadonlySet<string> = new Set([
  "review.undo",
  "review.shelf_life",
  "limits.bundle",
  "limits.settle",
  "limits.quiet_after",
  "docs_refresh",
  "backup.every",
]);

/** Every setting as it is in force, with where it comes from: store over file over default. */
export function effectiveSettings(
  file: string,
  config: Config,
  env: Pick<Environment, "consoleHost" | "consolePort">,
  stored: Readonly<Record<string, unknown>>,
): Effective[] {
  const { value: raw, lineOf } = parseYaml(readFileSync(file, "utf8"));
  const setUp = readSetUp(stored);
  const complete = { ...config, acts: { ...ACTS_AT_FIRST, ...config.acts }, paused: false };
  const chosen = chosenInCommunity(setUp);
  const ofFile = leavesOf(complete, []).map(({ path, value }) => {
    const key = path.join(".");
    const over = chosen.get(key) ?? overridden(key, env, stored);
    if (over) return { key, ...over };
    const written = at(raw, path);
    const shown = durationSettings.has(key) && typeof value === "number" ? duration(value) : value;
    if (written === undefined) return { key, value: shown, origin: "default" };
    return { key, value: shown, origin: `${file}:${lineOf(path)}` };
  });
  const known = new Set(ofFile.map(({ key }) => key));
  const more = Array.from(chosen, ([key, over]) => ({ key, ...over }));
  return [...ofFile, ...more.filter(({ key }) => !known.has(key))];
}

/** What was chosen by name and id in the community, under the names that the file has for it. */
function chosenInCommunity(
  setUp: Partial<SetUp>,
): Map<string, Pick<Effective, "value" | "origin">> {
  const inWords = ({ name, id }: Chosen) => `${name} (${id})`;
  const review = setUp["discord.review_channel"];
  const roles = (["staff", "helper", "opted_out"] as const).flatMap((as) => {
    const set = setUp[`discord.roles.${as}`];
    return set ? [[`discord.roles.${as}`, set.map(inWords)] as const] : [];
  });
  const trusted = setUp["teams.trusted"];
  const values: (readonly [string, unknown])[] = [
    ...Object.values(setUp["discord.channels"] ?? {}).map(
      ({ name, listening }) => [`discord.channels.${name}`, listening] as const,
    ),
    ...(review ? [["discord.review_channel", inWords(review)] as const] : []),
    ...roles,
    ...(trusted ? [["teams.trusted", trusted] as const] : []),
  ];
  return new Map(values.map(([key, value]) => [key, { value, origin: "store" }]));
}

function overridden(
  key: string,
  env: Pick<Environment, "consoleHost" | "consolePort">,
  stored: Readonly<Record<string, unknown>>,
): Pick<Effective, "value" | "origin"> | null {
  if (key === "console.host" && env.consoleHost !== undefined) {
    return { value: env.consoleHost, origin: "environment" };
  }
  if (key === "console.port" && env.consolePort !== undefined) {
    return { value: Number(env.consolePort), origin: "environment" };
  }
  const value = key === "mode" || key === "paused" ? stored[key] : at(stored, key.split("."));
  return value === undefined || value === null ? null : { value, origin: "store" };
}

type Leaf = { readonly path: readonly string[]; readonly value: unknown };

/** Sections are entered; lists, and what stands under names of the operator's own, stay whole. */
function leavesOf(value: unknown, path: readonly string[]): Leaf[] {
  const isSection = typeof value === "object" && value !== null && !Array.isArray(value);
  if (!isSection || Object.keys(value).length === 0) return [{ path, value }];
  return Object.entries(value).flatMap(([key, inner]) => leavesOf(inner, [...path, key]));
}

function at(value: unknown, path: readonly string[]): unknown {
  let inner = value;
  for (const key of path) {
    if (typeof inner !== "object" || inner === null) return undefined;
    inner = (inner as Record<string, unknown>)[key];
  }
  return inner;
}

const UNITS = [
  [DAY, "d"],
  [HOUR, "h"],
  [MINUTE, "m"],
  [SECOND, "s"],
] as const;

function duration(ms: number): string {
  const unit = UNITS.find(([size]) => ms >= size && ms % size === 0);
  return unit ? `${ms / unit[0]}${unit[1]}` : `${ms}ms`;
}
