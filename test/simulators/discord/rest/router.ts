import type { Route } from "./call.ts";

type Match = {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
  /** Discord counts limits by channel, guild or webhook; the first of these in the path. */
  readonly major: string;
};

const MAJOR = new Set(["channelId", "guildId", "token", "interactionId"]);

/** Finds routes by method and number of parts, so that a request looks at a handful at most. */
export function createRouter(routes: readonly Route[]) {
  const table = new Map<string, { route: Route; parts: string[] }[]>();
  for (const route of routes) {
    const parts = split(route.path);
    const key = `${route.method} ${parts.length}`;
    const list = table.get(key) ?? [];
    list.push({ route, parts });
    // `@me` before `:userId`: the more literal path wins.
    list.sort((a, b) => countLiterals(b.parts) - countLiterals(a.parts));
    table.set(key, list);
  }

  return (method: string, path: string): Match | null => {
    const parts = split(path);
    for (const { route, parts: pattern } of table.get(`${method} ${parts.length}`) ?? []) {
      const match = matchParts(route, pattern, parts);
      if (match) return match;
    }
    return null;
  };
}

function matchParts(
  route: Route,
  pattern: readonly string[],
  parts: readonly string[],
): Match | null {
  const params: Record<string, string> = {};
  let major = "";
  for (const [i, expected] of pattern.entries()) {
    const part = decode(parts[i] ?? "");
    if (!expected.startsWith(":")) {
      if (expected !== part) return null;
      continue;
    }
    const name = expected.slice(1);
    params[name] = part;
    if (major === "" && MAJOR.has(name)) major = part;
  }
  return { route, params, major };
}

function countLiterals(parts: readonly string[]): number {
  return parts.filter((part) => !part.startsWith(":")).length;
}

function split(path: string): string[] {
  return path.split("/").filter((part) => part !== "");
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
