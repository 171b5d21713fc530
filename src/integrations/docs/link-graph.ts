import type { PageLink } from "./parsed-page.ts";

/** What is needed of a page to know which links lead to it. */
export type LinkedPage = {
  readonly source: string;
  readonly version: string | null;
  readonly page: string;
  readonly url: string | null;
  readonly names: readonly string[];
  readonly links: readonly PageLink[];
};

export type LinkGraph = {
  /** For each page, the numbers of the pages that link to it, each once. */
  readonly referrers: readonly (readonly number[])[];
  /** For each page, the words that lead to it, once for each page that uses them. */
  readonly linkTexts: readonly string[];
};

const MOST_TEXTS = 300;

/** Finds where the links of all pages lead; links out of the sources lead nowhere. */
export function buildLinkGraph(pages: readonly LinkedPage[]): LinkGraph {
  const find = createResolver(pages);
  const referrers = pages.map(() => new Set<number>());
  const texts = pages.map(() => [] as string[]);
  for (const [from, page] of pages.entries()) {
    const seen = new Set<string>();
    for (const { to, text } of page.links) {
      const target = find(page, to);
      if (target === undefined || target === from) continue;
      referrers[target]?.add(from);
      const key = `${target} ${text.trim()}`;
      if (text.trim() === "" || seen.has(key)) continue;
      seen.add(key);
      if ((texts[target]?.length ?? 0) < MOST_TEXTS) texts[target]?.push(text);
    }
  }
  return {
    referrers: referrers.map((numbers) => [...numbers]),
    linkTexts: texts.map((words) => words.join("\n")),
  };
}

type Resolver = (from: LinkedPage, to: string) => number | undefined;

function createResolver(pages: readonly LinkedPage[]): Resolver {
  const known = new Map<string, number>();
  const add = (page: LinkedPage, kind: string, name: string, number: number) => {
    const key = keyOf(page, kind, name);
    const holder = pages[known.get(key) ?? -1];
    // Of mirrored pages the one with the shortest path is meant.
    const nearer = holder === undefined || page.page.length < holder.page.length;
    if (name !== "" && nearer) known.set(key, number);
  };
  for (const [number, page] of pages.entries()) {
    add(page, "path", stemOf(page.page), number);
    if (page.url !== null) add(page, "url", stemOf(page.url), number);
    for (const name of page.names) add(page, "name", name.toLowerCase(), number);
  }
  return (from, to) => {
    const look = (kind: string, name: string) => known.get(keyOf(from, kind, name));
    const path = stemOf(to.replace(/[#?].*$/, ""));
    if (/^[a-z]+:\/\//i.test(to)) return look("url", path) ?? bySuffix(look, path);
    if (path === "") return undefined;
    return (
      look("name", to.toLowerCase()) ??
      (path.startsWith("/") ? bySuffix(look, path) : look("path", joinPath(from.page, path)))
    );
  };
}

const FEWEST_SEGMENTS = 2;

// A site serves its docs under some prefix; what follows it is the path in the source. A single segment
// ("index", "README") would match by accident.
function bySuffix(
  look: (kind: string, name: string) => number | undefined,
  path: string,
): number | undefined {
  const segments = path
    .replace(/^[a-z]+:\/\/[^/]+/i, "")
    .split("/")
    .filter(Boolean);
  for (let from = 0; from <= segments.length - FEWEST_SEGMENTS; from += 1) {
    const found = look("path", segments.slice(from).join("/"));
    if (found !== undefined) return found;
  }
  return path.startsWith("/") && segments.length === 1
    ? look("path", segments[0] ?? "")
    : undefined;
}

function joinPath(from: string, to: string): string {
  const steps = from.split("/").slice(0, -1);
  for (const step of to.split("/")) {
    if (step === "..") steps.pop();
    else if (step !== "." && step !== "") steps.push(step);
  }
  return steps.join("/");
}

function stemOf(path: string): string {
  return path
    .replace(/\.(html?|mdx?|markdown|rst|ipynb)$/i, "")
    .replace(/\/(index)?$/i, "/index")
    .replace(/\/index$/, "");
}

function keyOf(page: LinkedPage, kind: string, name: string): string {
  return `${page.source}\0${page.version ?? ""}\0${kind}\0${name}`;
}
